"""A source of reports for the demonstration: a folder that the bot reads as it reads any source.

It begins with an archive, which is no news. A while later a sample report is put into it, so that a newcomer
sees the phone of somebody who subscribed receive it. Copying further files into the folder publishes more.
"""

import asyncio
import shutil
from pathlib import Path

from bot.playground.world import World

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
ARCHIVE, SAMPLE = "2026-q2.csv", "2026-q3.csv"
AFTER_S = 60.0  # long enough for the opening scene, in which somebody subscribes
_SOURCES = """[[source]]
name = "sample-reports"
kind = "folder"
path = "reports"
agency = "scitc"
trusted = true
every_minutes = 1
"""


def prepare(data: Path) -> Path:
    """The folder with its archive and the sources file that names it; gives the file."""
    folder = data / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        shutil.copy(EXAMPLES / ARCHIVE, folder)
    file = data / "sources.toml"
    file.write_text(_SOURCES, encoding="utf-8")
    return file


async def publish_sample(world: World, data: Path, *, after_s: float = AFTER_S) -> None:
    """Put the sample into the folder a while after the start, and anew whenever everything is started over."""
    adding = asyncio.create_task(_add(data / "reports" / SAMPLE, after_s))
    try:
        async for event in world.hub.listen():
            if event["kind"] == "reset":
                adding.cancel()
                (data / "reports" / SAMPLE).unlink(missing_ok=True)
                adding = asyncio.create_task(_add(data / "reports" / SAMPLE, after_s))
    finally:
        adding.cancel()


async def _add(sample: Path, after_s: float) -> None:
    await asyncio.sleep(after_s)
    shutil.copy(EXAMPLES / sample.name, sample)  # there already after an earlier run: then nothing changes
