"""One request of the bot, its parameters read as Telegram reads them, and the log of such requests."""

import itertools
import json
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.playground.errors import Refusal, bad_request
from bot.playground.hub import Hub

LOGGED = 500
MAX_UPLOAD = 50 * 1024 * 1024
TOO_LONG_FOR_THE_LOG = 4000


@dataclass
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


@dataclass
class Call:
    """``method`` in lower case, as Telegram takes names in any case; parameters as text, as HTTP has them."""

    method: str
    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name, ""))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in {"true", "yes", "1"}

    def json(self, name: str, complaint: str) -> Any:
        """The parameter decoded from JSON; None when absent. Raises a refusal with ``complaint``."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad_request(complaint) from None

    def whole_chat_id(self) -> int:
        return self.number("chat_id")


async def read_call(request: Request, method: str) -> Call:
    """Read query, form, multipart or JSON. Raises Telegram's 413 when a file is over 50 MB."""
    call = Call(method.lower(), dict(request.query_params))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        body = await request.body()
        content = _decode(body) if body else {}
        call.values |= {name: _as_text(value) for name, value in content.items() if value is not None}
    elif kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    call.uploads[name] = await _upload(value)
                else:
                    call.values[name] = value
    return call


def _decode(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        raise bad_request("Can't parse JSON encoded request body") from None
    if not isinstance(content, dict):
        raise bad_request("Can't parse JSON encoded request body")
    return content


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _upload(part: UploadFile) -> Upload:
    content = await part.read()
    if len(content) > MAX_UPLOAD:
        raise Refusal(413, "Request Entity Too Large")
    return Upload(part.filename or "file", part.content_type or "application/octet-stream", content)


@dataclass
class LoggedCall:
    """What the page's panel shows of one request. ``took`` in milliseconds, None while it runs."""

    id: int
    at: float
    method: str
    parameters: dict[str, str]
    status: int = 0
    answer: str = ""
    took: float | None = None
    faults: list[str] = field(default_factory=list)


class CallLog:
    """The last requests, newest last, and how many are under way."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._numbers = itertools.count(1)
        self._started: dict[int, float] = {}
        self.calls: deque[LoggedCall] = deque(maxlen=LOGGED)
        self.running: dict[int, LoggedCall] = {}
        self.last_end = 0.0

    def begin(self, call: Call, method: str) -> LoggedCall:
        shown = {name: value[:TOO_LONG_FOR_THE_LOG] for name, value in call.values.items()}
        shown |= {name: f"<{file.name}, {len(file.content)} bytes>" for name, file in call.uploads.items()}
        logged = LoggedCall(next(self._numbers), time.time(), method, shown)
        self._started[logged.id] = time.perf_counter()
        self.calls.append(logged)
        if call.method != "getupdates":
            self.running[logged.id] = logged
        self._hub.tell("call", call=asdict(logged))
        return logged

    def end(self, logged: LoggedCall, status: int, answer: bytes) -> None:
        logged.status = status
        logged.answer = answer[:TOO_LONG_FOR_THE_LOG].decode("utf-8", "replace")
        logged.took = round((time.perf_counter() - self._started.pop(logged.id)) * 1000, 1)
        if self.running.pop(logged.id, None):
            self.last_end = time.monotonic()
        self._hub.tell("call", call=asdict(logged))
