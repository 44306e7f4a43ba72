"""Answers of the HTTP API: JSON, CSV, and refusals that name the field."""

import csv
import hashlib
import io
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from services.sheets import harmless

Endpoint = Callable[[Request], Awaitable[Response]]


class Fault(BaseModel):
    """What is wrong with one field; an empty name: with the whole."""

    field: str
    message: str


class Refusal(BaseModel):
    """Why a request was not carried out."""

    errors: list[Fault]


def refused(status: int, faults: Iterable[tuple[str, str]], headers: Mapping[str, str] | None = None) -> Response:
    """A 4xx answer that says what is wrong, field by field."""
    said = Refusal(errors=[Fault(field=name, message=message) for name, message in faults])
    return JSONResponse(said.model_dump(), status_code=status, headers=dict(headers or {}))


def faults_of(error: ValidationError) -> list[tuple[str, str]]:
    """(field, message) of what pydantic found; a rule about several fields names its field itself."""
    found = []
    for one in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in one["loc"])
        said = str(one["msg"]).removeprefix("Value error, ")
        if not name and ": " in said and one["type"] == "value_error":
            name, _, said = said.partition(": ")
        found.append((name, said))
    return found


def as_json(value: Any) -> Response:
    return Response(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        media_type="application/json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


def as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], name: str) -> Response:
    """UTF-8 with the mark that Excel needs. A cell that would run as a formula is made text."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return Response(
        "\ufeff" + written.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "Access-Control-Allow-Origin": "*"},
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return harmless(value) if isinstance(value, str) else str(value)


def revalidated(endpoint: Endpoint) -> Endpoint:
    """The endpoint, answering 304 to whoever has the same content already: feeds are asked for every few minutes."""

    async def answer(request: Request) -> Response:
        found = await endpoint(request)
        if found.status_code != 200:
            return found
        tag = f'"{hashlib.sha256(bytes(found.body)).hexdigest()[:32]}"'
        found.headers["ETag"], found.headers["Cache-Control"] = tag, "no-cache"  # kept, and asked for again
        known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
        if tag not in known and "*" not in known:
            return found
        kept = ("etag", "cache-control", "link", "access-control-allow-origin")
        return Response(status_code=304, headers={name: found.headers[name] for name in kept if name in found.headers})

    return answer


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Nested objects as columns: texts.ky.done → texts_ky_done."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}_{inner}": each for inner, each in flat(value).items()}
        else:
            found[name] = value
    return found


async def body_of(request: Request, at_most: int) -> bytes | None:
    """The body; None when it is larger, without reading on."""
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:18]) > at_most:
        return None
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > at_most:
            return None
        parts.append(part)
    return b"".join(parts)
