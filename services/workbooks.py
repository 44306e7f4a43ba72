"""Tables as Excel workbooks, page after page, without a formula in them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from services.sheets import Cell, Row, is_dangerous

_MOST_CHARACTERS = 32767  # of a cell (Excel's limit)
_MOST_ROWS = 1_048_576  # of a page (Excel's limit)
_NARROWEST, _WIDEST = 12, 60  # characters of a column
_WIDE = ("title", "problem", "proposal", "result", "text", "answer", "reason", "done", "obstacles")


class Xlsx:
    """One workbook being written."""

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
