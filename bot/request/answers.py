"""A Bot API server's answers, judged: what PTB reads well is passed on, the rest is raised here."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from telegram.error import BadRequest

from bot.request.errors import FloodWait, NoBotApi, OutcomeUnknown, ServerFault

_MEANT_OTHERWISE = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
_WAIT_WHEN_UNTOLD = 5  # seconds, for a 429 from a proxy or web server that names no wait


def judged(method: str, status: int, headers: Mapping[str, str], payload: bytes) -> tuple[int, bytes]:
    """Pass on what PTB reads well (its own mapping of 400, 401, 403, 409 …) and raise the rest."""
    if 200 <= status < 300:
        if method == "POST" and b'"result"' not in payload:
            raise OutcomeUnknown("the server's answer holds no result")
        return status, payload
    answer = parsed(payload) or {}
    description = str(answer.get("description") or _phrase(status))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise FloodWait(_wait(answer, headers))
    if status >= 500:
        raise ServerFault(status, description)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest(description)  # PTB's NetworkError would invite to try the same file again
    if status == HTTPStatus.NOT_FOUND and method == "GET":
        raise BadRequest("the file is not there; its link may have expired")  # PTB says the token is invalid
    if method == "POST" and not answer and status in _MEANT_OTHERWISE:
        raise NoBotApi(status)
    return status, payload if answer else b"{}"  # PTB would quote a page of HTML in its error


def parsed(payload: bytes) -> dict[str, Any] | None:
    """The answer's JSON object, or None when it is none."""
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown status"


def _wait(answer: Mapping[str, Any], headers: Mapping[str, str]) -> int:
    parameters = answer.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    for value in (told, headers.get("Retry-After")):
        if value is not None and str(value).isdecimal():
            return max(1, int(value))
    return _WAIT_WHEN_UNTOLD
