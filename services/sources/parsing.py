"""What the parsers share: bytes to text, HTML to words, a page that is not what it was."""

import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin

from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser

from models import Completion, Language
from services import languages
from services.sources.incoming import IncomingReport, Words, keepable, web_address

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""")
_SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")
_LINES = re.compile(r"\s*\n\s*\n\s*")
_MOST_TITLE, _MOST_TEXT = 300, 20_000


class ShapeChanged(Exception):
    """The source no longer looks as its configuration says: a fault to mend, never "no reports"."""


@dataclass
class Parsed:
    """The reports of a source, and what could not be read as one (for the operator)."""

    reports: list[IncomingReport] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def decoded(content: bytes, content_type: str = "") -> str:
    """The text, in whatever encoding it really is. What is valid UTF-8 is UTF-8, whatever a label says; else the
    declared encoding is tried, then windows-1251, in which old state sites are written."""
    for marker, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(marker):
            return content.decode(encoding, "replace")
    declared = [_DECLARED.search(content_type.encode()), _DECLARED.search(content[:2048])]
    names = [found[1].decode() for found in declared if found]
    for encoding in ("utf-8", *names, "windows-1251"):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    return content.decode("utf-8", "replace")


def plain(html: str) -> str:
    """HTML as text: tags gone, entities read, paragraphs kept."""
    if "<" not in html and "&" not in html:
        return tidy(html)
    tree = LexborHTMLParser(html)
    tree.strip_tags(["script", "style"])
    return tidy(tree.body.text(separator="\n") if tree.body else "")


def tidy(text: str) -> str:
    return _LINES.sub("\n\n", _SPACE.sub(" ", text)).strip()


def entry(
    *,
    external_id: str,
    title: str,
    summary: str = "",
    link: str = "",
    base: str = "",
    day: date | None = None,
    status: Completion | None = None,
) -> IncomingReport:
    """A report from a feed's or a page's entry. Raises ValueError for one that says nothing."""
    title, summary = tidy(keepable(title)), tidy(keepable(summary))
    try:
        words = Words(title=title[:_MOST_TITLE] or None, done=(summary or title)[:_MOST_TEXT], obstacles=None)
        return IncomingReport(
            external_id=external_id[:200],
            commitment=None,
            status=status,
            texts={languages.guess(f"{title} {summary}", Language.RU): words},
            evidence_url=_absolute(link, base),
            reported_on=day,
        )
    except ValidationError as error:
        raise ValueError(str(error.errors()[0]["msg"])) from None


def _absolute(link: str, base: str) -> str | None:
    try:
        return web_address(urljoin(base, link.strip())[:2000]) if link.strip() else None
    except ValueError:
        return None
