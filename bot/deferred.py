"""Files made at the moment they are sent, after the commit: nobody waits for the write lock while one is drawn.

A handler stages ``Attached(made=Made(what, data))``; the plain data is kept, encrypted, with the reply, so a restart
in between makes the file anew. What is drawn runs in a thread, so replies to other people go on.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot import exporting
from models.database import Database
from services.export_kinds import What
from services.exports import Part
from services.sheets import Format

Maker = Callable[[Database, Mapping[str, Any]], Awaitable[bytes]]


async def made(database: Database, what: str, data: Mapping[str, Any]) -> bytes:
    """The bytes of a file. Raises KeyError for what nobody makes, TooLarge for what no bot may send."""
    return await MAKERS[what](database, data)


async def _chart(_database: Database, data: Mapping[str, Any]) -> bytes:
    from bot import charts  # matplotlib takes a second to load, which a start need not wait for

    return await asyncio.to_thread(charts.png, data)


async def _export(database: Database, data: Mapping[str, Any]) -> bytes:
    return await exporting.content(
        database,
        What(data["what"]),
        Format(data["format"]),
        personal=bool(data["personal"]),
        zone=ZoneInfo(data["zone"]),
        part=Part(data.get("after", 0), data.get("until")),
    )


MAKERS: dict[str, Maker] = {"chart": _chart, "export": _export}
