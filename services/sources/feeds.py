"""RSS and Atom."""

from datetime import date
from time import struct_time
from typing import Any
from xml.sax import SAXException

from locales.reading import read_day
from services.sources.parsing import Parsed, ShapeChanged, decoded, entry, plain


def parse(content: bytes, *, content_type: str = "", base: str = "") -> Parsed:
    """The entries of a feed, in its order. Raises ShapeChanged for what is no feed."""
    import feedparser  # most installations that start read no feed

    # Encoding is settled by us: feedparser believes labels, and here they are often wrong.
    text = decoded(content, content_type)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    feed = feedparser.parse(text.encode(), response_headers=headers)
    if not feed.get("version") and not feed.entries:
        raise ShapeChanged("this is no RSS or Atom feed")
    found = Parsed()
    for number, one in enumerate(feed.entries, 1):
        try:
            found.reports.append(_report(one, base))
        except (ValueError, ShapeChanged) as fault:
            found.faults.append(f"entry {number}: {fault}")
    if feed.entries and not found.reports:
        raise ShapeChanged(f"none of the {len(feed.entries)} entries has a title or a text; {found.faults[0]}")
    if feed.bozo and isinstance(feed.bozo_exception, SAXException):
        # Half a feed must not pass for a whole one: entries beyond the break would count as withdrawn.
        said = f"the XML is broken: {feed.bozo_exception.getMessage()}"
        if not feed.entries:
            raise ShapeChanged(said)
        found.faults.append(said)
    found.note_namesakes()
    return found


def _report(one: Any, base: str) -> Any:
    link = str(one.get("link") or "")
    external_id = str(one.get("id") or link)
    if not external_id:
        raise ValueError("has neither an id nor a link")
    contents = [str(part.get("value") or "") for part in one.get("content") or []]
    summary = max([*contents, str(one.get("summary") or "")], key=len)
    return entry(
        external_id=external_id,
        title=plain(str(one.get("title") or "")),
        summary=plain(summary),
        link=link,
        base=base,
        day=_day(one),
    )


def _day(one: Any) -> date | None:
    for name in ("published", "updated"):
        if name not in one.keys():  # noqa: SIM118 - feedparser's "in" also finds "updated" under "published"
            continue
        # The day as it is written there: turned into UTC, the night hours of Bishkek would be the day before.
        if day := read_day(str(one.get(name) or "")):
            return day
        parsed = one.get(f"{name}_parsed")
        if isinstance(parsed, struct_time):
            return date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None
