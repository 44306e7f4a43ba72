"""Open data over HTTP: reports, commitments and initiatives as JSON and CSV, reports as an Atom feed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from xml.etree import ElementTree as ET

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.answers import Endpoint, as_csv, as_json, faults_of, flat, refused, revalidated
from locales.translator import LANGUAGES
from models import Language
from models.database import Database
from services import commitments, open_data
from services.commitments import by_language
from services.errors import NotFound
from services.open_data import CitizensView, PublicCommitment, PublicInitiative, PublicReport, PublicWords

MOST_A_PAGE = 500
_ATOM = "http://www.w3.org/2005/Atom"
# Columns of a CSV for what is nested in JSON.
_NESTED = {
    "texts": [f"{lang}_{word}" for lang in LANGUAGES for word in PublicWords.model_fields],
    "titles": list(LANGUAGES),
    "citizens_view": list(CitizensView.model_fields),
    "decision": ["outcome", "commitment", "published_at", *(f"reasons_{lang}" for lang in LANGUAGES)],
}


def _columns(model: type[BaseModel]) -> list[str]:
    """The columns of a CSV; always the same, whatever languages the rows have."""
    names: list[str] = []
    for name in model.model_fields:
        names += [f"{name}_{inner}" for inner in _NESTED[name]] if name in _NESTED else [name]
    return names


COLUMNS = {
    "reports": _columns(PublicReport),
    "commitments": _columns(PublicCommitment),
    "initiatives": _columns(PublicInitiative),
}


class PageQuery(BaseModel):
    """Which page, and how."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(1, ge=1, le=1_000_000)
    per_page: int = Field(50, ge=1, le=MOST_A_PAGE)
    format: Literal["json", "csv"] = "json"

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


class ReportQuery(PageQuery):
    """Reports of one commitment or one agency only."""

    commitment: str | None = Field(None, min_length=1, max_length=40)
    agency: str | None = Field(None, min_length=1, max_length=40)


class FeedQuery(BaseModel):
    """The language of titles and texts where there is a choice."""

    model_config = ConfigDict(extra="forbid")

    lang: Language = Language.KY


def routes(database: Database, watch_minimum: int) -> list[Route]:
    return [
        Route(path, revalidated(endpoint), methods=["GET"])
        for path, endpoint in {
            "/api/v1/reports.atom": _atom(database, watch_minimum),
            "/api/v1/reports/{id}": _report(database, watch_minimum),
            "/api/v1/commitments": _commitments(database),
            "/api/v1/initiatives": _initiatives(database),
        }.items()
    ]


def listed_reports(database: Database, watch_minimum: int) -> Endpoint:
    """The endpoint of the list of reports; its path also takes new ones."""

    async def reports(request: Request) -> Response:
        try:
            query = ReportQuery.model_validate(_asked(request))
        except ValidationError as error:
            return refused(422, faults_of(error))
        async with database.read() as session:
            found, total = await open_data.list_reports(
                session,
                commitment=query.commitment,
                agency=query.agency,
                limit=query.per_page,
                offset=query.offset,
                watch_minimum=watch_minimum,
            )
        return _page("reports", found, total, query, request)

    return revalidated(reports)


def _commitments(database: Database) -> Endpoint:
    async def every(request: Request) -> Response:
        try:
            query = PageQuery.model_validate(_asked(request))
        except ValidationError as error:
            return refused(422, faults_of(error))
        async with database.read() as session:
            found, total = await open_data.list_commitments(session, limit=query.per_page, offset=query.offset)
        return _page("commitments", found, total, query, request)

    return every


def _initiatives(database: Database) -> Endpoint:
    async def initiatives(request: Request) -> Response:
        try:
            query = PageQuery.model_validate(_asked(request))
        except ValidationError as error:
            return refused(422, faults_of(error))
        async with database.read() as session:
            found, total = await open_data.list_initiatives(session, limit=query.per_page, offset=query.offset)
        return _page("initiatives", found, total, query, request)

    return initiatives


def _report(database: Database, watch_minimum: int) -> Endpoint:
    async def report(request: Request) -> Response:
        said = request.path_params["id"]
        missing = refused(404, [("id", "there is no published report with this id")])
        if not (said.isascii() and said.isdigit() and len(said) <= 18):  # more no database could ask for
            return missing
        try:
            async with database.read() as session:
                found = await open_data.get_report(session, int(said), watch_minimum=watch_minimum)
        except NotFound:
            return missing
        return as_json(found.model_dump(mode="json"))

    return report


def _asked(request: Request) -> dict[str, str | list[str]]:
    """The query; a name given twice stays a list, which no parameter takes."""
    every = request.query_params
    return {name: values[0] if len(values := every.getlist(name)) == 1 else values for name in every}


def _page(name: str, found: Sequence[BaseModel], total: int, query: PageQuery, request: Request) -> Response:
    rows = [one.model_dump(mode="json") for one in found]
    if query.format == "csv":
        answer = as_csv([flat(row) for row in rows], COLUMNS[name], name)
    else:
        answer = as_json({"total": total, "page": query.page, "per_page": query.per_page, name: rows})
    links = []
    if query.page > 1:
        links.append(f'<{request.url.include_query_params(page=query.page - 1)}>; rel="prev"')
    if query.page * query.per_page < total:
        links.append(f'<{request.url.include_query_params(page=query.page + 1)}>; rel="next"')
    if links:
        answer.headers["Link"] = ", ".join(links)
    return answer


def _atom(database: Database, watch_minimum: int) -> Endpoint:
    async def atom(request: Request) -> Response:
        try:
            query = FeedQuery.model_validate(_asked(request))
        except ValidationError as error:
            return refused(422, faults_of(error))
        async with database.read() as session:
            found, _ = await open_data.list_reports(session, limit=50, offset=0, watch_minimum=watch_minimum)
            titles = {one.id: by_language(one.texts, "title") for one in await commitments.list_all(session)}
            agencies = await commitments.names(session, "agency")
        feed = _feed(found, titles, agencies, query.lang, str(request.url), str(request.base_url))
        return Response(feed, media_type="application/atom+xml; charset=utf-8")

    return atom


def _feed(
    found: Sequence[PublicReport],
    titles: dict[str, dict[str, str]],
    agencies: dict[str, dict[str, str]],
    lang: Language,
    own: str,
    base: str,
) -> bytes:
    """The latest reports as Atom (RFC 4287)."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(feed, "id", "urn:achyk-okmot:reports")
    _add(feed, "title", "Achyk Okmot")
    _add(
        feed,
        "updated",
        max((one.published_at for one in found), default=datetime(2017, 11, 21, tzinfo=UTC)).isoformat(),
    )
    _add(feed, "link", rel="self", href=own)
    for one in found:
        words = _pick(one.texts, lang)
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "id", f"urn:achyk-okmot:report:{one.id}")
        _add(entry, "title", words.title or _pick(titles[one.commitment], lang))
        _add(entry, "updated", one.published_at.isoformat())
        author = ET.SubElement(entry, f"{{{_ATOM}}}author")
        _add(author, "name", _pick(agencies[one.agency], lang) if one.agency else "Achyk Okmot")
        _add(entry, "link", rel="alternate", href=f"{base}api/v1/reports/{one.id}", type="application/json")
        if one.evidence_url:
            _add(entry, "link", rel="related", href=one.evidence_url)
        _add(entry, "category", term=one.commitment, label=_pick(titles[one.commitment], lang))
        _add(entry, "content", words.done)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes).text = text


def _pick(texts: Any, lang: str) -> Any:
    """The text in the wanted language, else in the first there is."""
    return next((texts[code] for code in (lang, *LANGUAGES) if code in texts), "")
