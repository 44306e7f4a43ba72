"""Tables as files: typed cells, and nothing that a spreadsheet would run."""

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from services import workbooks
from services.sheets import Format, Writer, harmless, is_dangerous
from tests.conftest import ZONE

AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ANY_TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=HYPERLINK(“x”)", "＝1+1", "#N/A", "-"]


def written(folder: Path, kind: Format, *rows: list[Any], columns: tuple[str, ...] | None = None) -> Path:
    path = folder / f"table.{kind}"
    writer = Writer(path, kind, columns or tuple(f"c{place}" for place in range(len(rows[0]))), ZONE)
    writer.add(rows)
    writer.close()
    return path


def test_more_rows_than_a_page_takes_go_on_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_MOST_ROWS", 3)
    book = load_workbook(written(tmp_path, Format.XLSX, *([n] for n in range(5)), columns=("n",)))
    pages = [[cell.value for (cell,) in page.iter_rows()] for page in book.worksheets]
    assert pages == [["n", 0, 1], ["n", 2, 3], ["n", 4]]
    assert {page.freeze_panes for page in book.worksheets} == {"A2"}


@settings(max_examples=60)
@given(
    some.lists(ANY_TEXT | some.sampled_from(DANGEROUS).flatmap(lambda start: ANY_TEXT.map(start.__add__)), min_size=1)
)
@example(DANGEROUS)
def test_no_cell_of_a_workbook_or_a_csv_is_a_formula(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        book = load_workbook(written(Path(folder), Format.XLSX, texts))
        cells = list(book.active[2])
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}  # n: an empty text
        assert all(cell.value is None or isinstance(cell.value, str) for cell in cells)
        with written(Path(folder), Format.CSV, texts).open(encoding="utf-8-sig", newline="") as file:
            line = list(csv.reader(file))[1]
        assert not any(is_dangerous(cell) for cell in line)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_stays_readable(text: str, tmp_path: Path) -> None:
    cell = load_workbook(written(tmp_path, Format.XLSX, [text]))["data"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()
    assert cell.quotePrefix is is_dangerous(text)
    assert harmless(text).lstrip("'") == text


def test_a_workbook_has_typed_cells_a_frozen_head_and_wide_columns_for_texts(tmp_path: Path) -> None:
    row = ["KG-2026-00001", "Мектептердин бюджети", 7, True, AT, date(2026, 11, 1), None]
    columns = ("number", "title", "supports", "is_short", "submitted_at", "starts_on", "result")
    page = load_workbook(written(tmp_path, Format.XLSX, row, columns=columns))["data"]
    assert [cell.value for cell in page[1]] == list(columns)
    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    values = [cell.value for cell in page[2]]
    assert values[:4] == row[:4]
    assert values[4] == datetime(2026, 11, 23, 10, 0)  # Bishkek's clock
    assert values[5] == datetime(2026, 11, 1)
    assert values[6] is None
    assert page["E2"].is_date
    assert page.column_dimensions["B"].width > page.column_dimensions["A"].width


def test_letters_that_a_workbook_cannot_hold_do_not_break_it(tmp_path: Path) -> None:
    book = load_workbook(written(tmp_path, Format.XLSX, ["a\x00b\x0bc", "x" * 40_000]))
    assert book["data"]["A2"].value == "abc"
    assert len(book["data"]["B2"].value) == 32_767


def test_a_csv_begins_with_the_mark_that_excel_needs_for_kyrgyz_letters(tmp_path: Path) -> None:
    raw = written(tmp_path, Format.CSV, ["өңү\nжана «тырмакча», үтүр", AT, None, 3]).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[1] == ["өңү\nжана «тырмакча», үтүр", "2026-11-23T10:00:00+06:00", "", "3"]


def test_json_names_each_value_and_keeps_texts_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path, Format.JSON, ["=1+1", 3, True, None, AT], ["ө", 4, False, date(2026, 1, 2), None])
    first, second = json.loads(path.read_text(encoding="utf-8"))
    assert first == {"c0": "=1+1", "c1": 3, "c2": True, "c3": None, "c4": "2026-11-23T10:00:00+06:00"}
    assert second["c3"] == "2026-01-02"


@pytest.mark.parametrize("kind", Format)
def test_a_table_without_rows_is_a_file_too(kind: Format, tmp_path: Path) -> None:
    path = tmp_path / "empty"
    Writer(path, kind, ("number",), ZONE).close()
    if kind is Format.JSON:
        assert json.loads(path.read_text()) == []
    assert path.stat().st_size > 0
