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
from typing import IO, Any, Protocol
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]

# What makes a spreadsheet take a text for a formula (OWASP, CSV injection), with the full-width forms that some
# spreadsheets turn into the plain ones.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MOST_CHARACTERS = 32767  # of a cell (Excel's limit)
_MOST_ROWS = 1_048_576  # of a page (Excel's limit)
_NARROWEST, _WIDEST = 12, 60  # characters of a column
_WIDE = ("title", "problem", "proposal", "result", "text", "answer", "reason", "done", "obstacles")


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
        makers: dict[Format, type[_Xlsx | _Csv | _Json]] = {Format.XLSX: _Xlsx, Format.CSV: _Csv, Format.JSON: _Json}
        self._sheet: Sheet = makers[kind](path, columns)

    def add(self, rows: Sequence[Row]) -> None:
        """Append rows."""
        for row in rows:
            self._sheet.add([self._local(value) for value in row])

    def _local(self, value: Cell) -> Cell:
        return value.astimezone(self._zone) if isinstance(value, datetime) else value

    def close(self) -> None:
        """Finish the file."""
        self._sheet.close()


class _Xlsx:
    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        self._columns = columns
        self._book = Workbook(write_only=True)
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._bold = Font(bold=True)
        self._begin_page()

    def _begin_page(self) -> None:
        number = len(self._book.worksheets) + 1
        self._page = self._book.create_sheet("data" if number == 1 else f"data {number}")
        self._page.freeze_panes = "A2"
        for place, name in enumerate(self._columns, 1):
            is_wide = name.startswith(_WIDE)
            self._page.column_dimensions[get_column_letter(place)].width = _WIDEST if is_wide else _width(name)
        self._page.append([self._text(name, font=self._bold) for name in self._columns])
        self._rows = 1

    def add(self, row: Row) -> None:
        if self._rows >= _MOST_ROWS:
            self._begin_page()
        self._page.append([self._cell(value) for value in row])
        self._rows += 1

    def _cell(self, value: Cell) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, datetime):  # Excel knows no zones: the file says the installation's own time
            return WriteOnlyCell(self._page, value=value.replace(tzinfo=None, microsecond=0))
        return value

    def _text(self, value: str, font: Font | None = None) -> Any:
        cell = WriteOnlyCell(self._page, value=ILLEGAL_CHARACTERS_RE.sub("", value)[:_MOST_CHARACTERS])
        cell.data_type = "s"  # openpyxl would make "=1+1" a formula, and "#N/A" an error
        # Excel's own mark of a text: it stays one when somebody edits the cell.
        cell.quotePrefix = is_dangerous(value)
        cell.alignment = self._wrapped
        if font is not None:
            cell.font = font
        return cell

    def close(self) -> None:
        self._book.save(self._path)


def _width(name: str) -> int:
    return max(_NARROWEST, 20 if name.endswith(("_at", "_on")) else len(name) + 2)


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
