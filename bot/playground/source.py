"""Reports for the demonstration: a folder that the bot reads as it reads any source, and a sample on demand.

The folder begins with an archive, which is no news; copying further files into it publishes more. The page's button
publishes a sample at once, so that a newcomer sees the phone of somebody who subscribed receive it.
"""

import csv
import shutil
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
ARCHIVE, SAMPLE = "2026-q2.csv", "2026-q3.csv"
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


def publishing(data: Path) -> list[str]:
    """Write the next sample down; gives the words after ``achyk`` that publish it."""
    folder = data / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.iterdir())) + 1
    with (EXAMPLES / SAMPLE).open(encoding="utf-8-sig", newline="") as sample:
        rows = list(csv.DictReader(sample, delimiter=";"))
    if number > 1:  # a report of its own, not the first one again
        rows = [
            row | {"external_id": f"{row['external_id']}-{number}", "title": f"{row['title']} ({number})"}
            for row in rows
        ]
    file = folder / f"{number:03}.csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        table = csv.DictWriter(written, list(rows[0]), delimiter=";")
        table.writeheader()
        table.writerows(rows)
    return ["reports", "import", str(file), "--agency", "scitc", "--source", "samples", "--publish"]


def forget(data: Path) -> None:
    """Begin the samples anew."""
    shutil.rmtree(data / "samples", ignore_errors=True)
