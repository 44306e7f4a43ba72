"""Tables as files: XLSX, CSV or JSON, row by row, so that a long one never stands in memory as objects.

No cell of any of them is a formula. People's texts come from outside, and a text such as ``=HYPERLINK(…)`` would
otherwise be run by the spreadsheet of whoever opens the file.
"""

import csv
import enum
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Protocol
from zoneinfo import ZoneInfo

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]

# What makes a spreadsheet take a text for a formula (OWASP, CSV injection), with the full-width forms that some
# spreadsheets turn into the plain ones.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(enum.StrEnum):
    """The kinds of files; the value is the ending of the file's name."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class Sheet(Protocol):
    """A file being written: rows first, then ``close``."""

    def add(self, row: Row) -> None: ...
    def close(self) -> None: ...


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula."""
    return text.startswith(_DANGEROUS)


def harmless(text: str) -> str:
    """The text as a CSV may hold it: an apostrophe before what could be taken for a formula, as OWASP advises."""
    return f"'{text}" if is_dangerous(text) else text


class Writer:
    """Writes one table into a file. Times are said in the installation's zone."""

    def __init__(self, path: Path, kind: Format, columns: Sequence[str], zone: ZoneInfo) -> None:
        self._zone = zone
        self._sheet = _begun(path, kind, columns)

    def add(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        for row in rows:
            self._sheet.add([self._local(value) for value in row])

    def _local(self, value: Cell) -> Cell:
        return value.astimezone(self._zone) if isinstance(value, datetime) else value

    def close(self) -> None:
        """Finish the file."""
        self._sheet.close()


def _begun(path: Path, kind: Format, columns: Sequence[str]) -> Sheet:
    match kind:
        case Format.XLSX:
            from services.workbooks import Xlsx  # openpyxl takes as long to load as a command line's whole start

            return Xlsx(path, columns)
        case Format.CSV:
            return _Csv(path, columns)
        case Format.JSON:
            return _Json(path, columns)


class _Csv:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        # Excel takes a CSV without the byte order mark for the old code page, and Cyrillic turns into noise.
        self._file: IO[str] = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self._rows.writerow(columns)

    def add(self, row: Row) -> None:
        self._rows.writerow([harmless(value) if isinstance(value, str) else _plain(value) for value in row])

    def close(self) -> None:
        self._file.close()


class _Json:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._columns = columns
        self._file: IO[str] = path.open("w", encoding="utf-8")
        self._separator = "[\n"

    def add(self, row: Row) -> None:
        named = dict(zip(self._columns, (_plain(value) for value in row), strict=True))
        self._file.write(self._separator + json.dumps(named, ensure_ascii=False))
        self._separator = ",\n"

    def close(self) -> None:
        self._file.write("[]\n" if self._separator == "[\n" else "\n]\n")
        self._file.close()


def _plain(value: Cell) -> str | int | float | bool | None:
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    return value.isoformat() if isinstance(value, date) else value
