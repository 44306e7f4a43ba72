"""Logs for the operator: one line an event, ids only, no token and no text of people."""

import json
import logging
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TextIO

# A token in a URL or an exception's text; the number before the colon is public, the rest is the secret.
_TOKEN = re.compile(r"(\d{3,}:)[A-Za-z0-9_-]{8,}")


def redact(text: str, secrets: Sequence[str] = ()) -> str:
    """The text with every bot token, and each of ``secrets``, made unreadable."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return _TOKEN.sub(r"\1…", text)


class TextLines(logging.Formatter):
    """For people at a terminal."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


class JsonLines(logging.Formatter):
    """For a log collector."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return redact(json.dumps(line, ensure_ascii=False), self._secrets)


def start(level: str, form: str, stream: TextIO = sys.stderr, *, secrets: Sequence[str] = ()) -> None:
    """Begin logging; libraries that would print addresses or SQL are kept to warnings."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines(secrets) if form == "json" else TextLines(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "aiosqlite", "sqlalchemy", "alembic", "asyncio", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
