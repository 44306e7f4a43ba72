"""A web page with a list, read by the CSS selectors of its configuration."""

from typing import Any
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from locales.reading import read_day, read_status
from models import Completion
from services.sources.config import Selectors
from services.sources.parsing import Parsed, ShapeChanged, decoded, entry, parsed_html, short_id, tidy


def parse(content: bytes, select: Selectors, *, content_type: str = "", base: str = "") -> Parsed:
    """The items of a page. Raises ShapeChanged when the selectors no longer fit: no item at all, or hardly one
    with a title and a link."""
    tree = parsed_html(decoded(content, content_type))
    base = _base(tree, base)
    try:
        items = tree.css(select.item)
    except (SelectolaxError, ValueError) as error:
        raise ShapeChanged(f"the selector {select.item!r} cannot be read: {error}") from None
    if not items:
        raise ShapeChanged(f"nothing on the page matches {select.item!r}")
    found = Parsed()
    for number, item in enumerate(items, 1):
        try:
            found.reports.append(_report(item, select, base))
        except ValueError as fault:
            found.faults.append(f"item {number}: {fault}")
    found.note_namesakes()
    if len(found.faults) > len(found.reports):
        raise ShapeChanged(f"{len(found.faults)} of {len(items)} items cannot be read; {found.faults[0]}")
    if select.date and items and not any(one.reported_on for one in found.reports):
        raise ShapeChanged(f"no item has a date at {select.date!r}")
    return found


def _base(tree: LexborHTMLParser, address: str) -> str:
    stated = tree.css_first("base[href]")
    return urljoin(address, (stated.attributes.get("href") or "") if stated else "")


def _report(item: Any, select: Selectors, base: str) -> Any:
    title = _text(item, select.title)
    if not title:
        raise ValueError(f"no title at {select.title!r}")
    node = item if select.link == "&" else item.css_first(select.link)
    link = (node.attributes.get("href") or "").strip() if node is not None else ""
    if not link:
        raise ValueError(f"no link at {select.link!r}")
    status = read_status(_text(item, select.status)) if select.status else None
    report = entry(
        external_id=link,
        title=title,
        summary=_text(item, select.summary) if select.summary else "",
        link=link,
        base=base,
        day=_day(item, select.date),
        status=Completion(status) if status else None,
    )
    # The absolute address names the report: the same page read at /ru and / gives the same id.
    if report.evidence_url is None or report.evidence_url.rstrip("#") == urldefrag(base).url:
        raise ValueError(f"the link leads nowhere: {link[:60]!r}")
    return report.model_copy(update={"external_id": short_id(report.evidence_url)})


def _text(item: Any, selector: str) -> str:
    node = item if selector == "&" else item.css_first(selector)
    return tidy(node.text(separator=" ")) if node is not None else ""


def _day(item: Any, selector: str | None) -> Any:
    if selector is None:
        return None
    node = item.css_first(selector)
    if node is None:
        return None
    stated = node.attributes.get("datetime") or ""
    return read_day(stated) or read_day(node.text(separator=" "))
