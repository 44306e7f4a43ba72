"""An export becomes a file: for the command line, and for a chat at the moment it is sent."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from models.database import Database
from services import exports
from services.export_kinds import What
from services.exports import WHOLE, Part
from services.sheets import Format, Writer

MOST_BYTES = 49_000_000  # of a file that a bot uploads: 50 MB (Bot API, sendDocument), with what is around it


class TooLarge(Exception):
    """The file is larger than a bot may upload."""


def _silent(_more: int) -> None:
    """Nobody watches."""


async def write(
    database: Database,
    path: Path,
    what: What,
    kind: Format,
    *,
    personal: bool,
    zone: ZoneInfo,
    part: Part = WHOLE,
    advance: Callable[[int], None] = _silent,
) -> int:
    """Write the file and return how many rows it has. Encoding runs in a thread: a bot goes on answering meanwhile."""
    rows_written = 0
    writer = Writer(path, kind, exports.columns(what, personal=personal), zone)
    try:
        async for read, rows in exports.read(database, what, personal=personal, part=part):
            await asyncio.to_thread(writer.add, rows)
            rows_written += len(rows)
            advance(read)
    finally:
        await asyncio.to_thread(writer.close)
    return rows_written


async def content(
    database: Database, what: What, kind: Format, *, personal: bool, zone: ZoneInfo, part: Part = WHOLE
) -> bytes:
    """The file's bytes. On disk it stands in a folder only we can read, and only while it is made. Raises TooLarge."""
    with tempfile.TemporaryDirectory(prefix="achyk-export-") as folder:
        path = Path(folder) / f"export.{kind}"
        await write(database, path, what, kind, personal=personal, zone=zone, part=part)
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge
        return await asyncio.to_thread(path.read_bytes)
