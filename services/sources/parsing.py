"""What the parsers share: bytes to text, HTML to words, a page that is not what it was."""

import codecs
import hashlib
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
_MOST_TITLE, _MOST_TEXT, _MOST_ID = 300, 20_000, 200
# A label that names another encoding is a server's default (Apache's is iso-8859-1) and says nothing.
_CYRILLIC = frozenset(
    {"cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic", "utf-16", "utf-16-le", "utf-16-be"}
)
# So few bytes in a hundred letters may be broken: an excerpt cut in the middle of a letter is still UTF-8.
_BROKEN_PERCENT = 5
_DEEPEST = 2000
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
# Elements that end without being closed, so that an open one says nothing about depth.
_SELF_ENDING = re.compile(
    "(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|tfoot|th|thead|tr|wbr)"
)


class ShapeChanged(Exception):
    """The source no longer looks as its configuration says: a fault to mend, never "no reports"."""


@dataclass
class Parsed:
    """The reports of a source, and what could not be read as one (for the operator)."""

    reports: list[IncomingReport] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def note_namesakes(self) -> None:
        """Entries of one id with different words: the first counts, and what is lost with the others is told."""
        first: dict[str, IncomingReport] = {}
        for report in self.reports:
            if first.setdefault(report.external_id, report).texts != report.texts:
                self.faults.append(f"two entries are named {report.external_id}: only the first is read")


def decoded(content: bytes, content_type: str = "") -> str:
    """The text, in whatever encoding it really is. What is UTF-8 but for a cut letter is UTF-8, whatever a label says;
    else the declared Cyrillic encoding is tried, then windows-1251, in which old state sites are written."""
    for marker, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(marker):
            return content.decode(encoding, "replace")
    in_utf8 = content.decode("utf-8", "replace")
    broken = in_utf8.count("\ufffd")
    is_utf8 = broken * 100 <= _BROKEN_PERCENT * sum(not letter.isascii() for letter in in_utf8) if broken else True
    if is_utf8 and "\x00" not in in_utf8:
        return in_utf8
    declared = [_DECLARED.search(content_type.encode()), _DECLARED.search(content[:2048])]
    names = [found[1].decode() for found in declared if found]
    for encoding in (*(name for name in names if _is_cyrillic(name)), "windows-1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and not _is_swapped(text):
            return text
    return content.decode("windows-1251", "replace") if "\x00" not in in_utf8 else in_utf8


def _is_cyrillic(name: str) -> bool:
    try:
        return codecs.lookup(name).name in _CYRILLIC
    except LookupError:
        return False


def _is_swapped(text: str) -> bool:
    """Whether mostly capitals stand there: windows-1251 read as KOI8, or the other way round."""
    letters = [letter for letter in text[:20_000] if letter.isalpha() and not letter.isascii()]
    return sum(letter.isupper() for letter in letters) * 2 > len(letters) > 20


def parsed_html(text: str) -> LexborHTMLParser:
    """The tree of a page. Raises ShapeChanged for one nested so deep that reading it would keep everybody waiting:
    the parser's time grows with the square of the depth, and nothing else runs meanwhile."""
    depth = 0
    for closing, name in _TAG.findall(text):
        if not _SELF_ENDING.fullmatch(name.lower()):
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST:
            raise ShapeChanged(f"more than {_DEEPEST} elements within one another: this is no page for people")
    return LexborHTMLParser(text)


def short_id(name: str) -> str:
    """A source's name of an entry, within what is kept: addresses in Cyrillic are long, and begin alike."""
    if len(name) <= _MOST_ID:
        return name
    return f"{name[:130]}…{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


def plain(html: str) -> str:
    """HTML as text: tags gone, entities read, paragraphs kept."""
    if "<" not in html and "&" not in html:
        return tidy(html)
    tree = parsed_html(html)
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
            external_id=short_id(external_id),
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
