"""The API's description for machines: ``/api/v1/openapi.json``, made from the models that check and answer."""

from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.answers import Refusal, as_json
from bot.web.open_data import FeedQuery, PageQuery, ReportQuery
from bot.web.reports import Receipt
from services.open_data import PublicCommitment, PublicInitiative, PublicReport
from services.sources.incoming import SubmittedReport

_SAME = {"304": {"description": "As it was: If-None-Match names the ETag of what is there."}}
_MODELS: tuple[type[BaseModel], ...] = (
    SubmittedReport,
    Receipt,
    Refusal,
    PublicReport,
    PublicCommitment,
    PublicInitiative,
)


def routes() -> list[Route]:
    return [Route("/api/v1/openapi.json", openapi, methods=["GET"])]


async def openapi(_request: Request) -> Response:
    return as_json(description())


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The whole document (OpenAPI 3.1)."""
    _, schemas = models_json_schema(
        [(model, "validation") for model in _MODELS], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Achyk Okmot: reports and open data",
            "version": "1",
            "description": "Implementation reports of the National Action Plan: agencies post, everybody reads.",
        },
        "paths": {
            "/api/v1/reports": {"get": _list("reports", PublicReport, ReportQuery), "post": _post()},
            "/api/v1/reports/{id}": {"get": _one()},
            "/api/v1/reports.atom": {"get": _atom()},
            "/api/v1/commitments": {"get": _list("commitments", PublicCommitment, PageQuery)},
            "/api/v1/initiatives": {"get": _list("initiatives", PublicInitiative, PageQuery)},
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "agency": {"type": "http", "scheme": "bearer", "description": "Made by `achyk agency-token create`."}
            },
        },
    }


def _ref(model: type[BaseModel]) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _answer(said: str, schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"description": said, "content": {kind: {"schema": schema}}}


def _refusals(*codes: tuple[str, str]) -> dict[str, Any]:
    return {code: _answer(said, _ref(Refusal)) for code, said in codes}


def _parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema()
    found = []
    for name, stated in schema["properties"].items():
        # A query has no null: what may be left out is simply not there.
        options = [one for one in stated.get("anyOf", []) if one.get("type") != "null"]
        merged = stated | (options[0] if options else {})
        if "$ref" in merged:
            merged |= schema["$defs"][merged["$ref"].rpartition("/")[2]]
        kept = {key: value for key, value in merged.items() if key not in {"anyOf", "$ref"} and value is not None}
        found.append({"name": name, "in": "query", "required": False, "schema": kept})
    return found


def _list(name: str, model: type[BaseModel], query: type[BaseModel]) -> dict[str, Any]:
    integer = {"type": "integer"}
    page = {
        "type": "object",
        "required": ["total", "page", "per_page", name],
        "properties": {
            "total": integer,
            "page": integer,
            "per_page": integer,
            name: {"type": "array", "items": _ref(model)},
        },
    }
    good = _answer("A page. The Link header leads to the next and the previous one.", page)
    good["content"]["text/csv"] = {"schema": {"type": "string"}}
    return {
        "summary": f"Published {name}, as JSON or CSV.",
        "operationId": f"list_{name}",
        "parameters": _parameters(query),
        "responses": {"200": good, **_SAME, **_refusals(("422", "A parameter is not right."))},
    }


def _one() -> dict[str, Any]:
    number = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
    return {
        "summary": "One published report.",
        "operationId": "get_report",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": number}],
        "responses": {
            "200": _answer("The report.", _ref(PublicReport)),
            **_SAME,
            **_refusals(("404", "There is no published report with this id.")),
        },
    }


def _atom() -> dict[str, Any]:
    return {
        "summary": "The latest 50 reports as an Atom feed.",
        "operationId": "feed_reports",
        "parameters": _parameters(FeedQuery),
        "responses": {
            "200": _answer("The feed.", {"type": "string"}, "application/atom+xml"),
            **_SAME,
            **_refusals(("422", "A parameter is not right.")),
        },
    }


def _post() -> dict[str, Any]:
    return {
        "summary": "Report on a commitment of your agency. Idempotent by external_id.",
        "operationId": "post_report",
        "security": [{"agency": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref(SubmittedReport)}}},
        "responses": {
            "200": _answer("Known: unchanged, or changed.", _ref(Receipt)),
            "201": _answer("New.", _ref(Receipt)),
            **_refusals(
                ("400", "The body is no JSON."),
                ("401", "No valid token."),
                ("413", "The body is too large."),
                ("415", "The body is not application/json."),
                ("422", "A field is not right."),
            ),
        },
    }
