"""CSV, XLSX and JSON tables of reports, one report a row (or a row for each of its languages)."""

import contextlib
import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pydantic import ValidationError

from locales.reading import read_day, read_heading, read_status
from locales.translator import OWN_NAMES
from models import Completion, Language
from services import languages
from services.sources.incoming import IncomingReport, SubmittedReport, keepable
from services.sources.parsing import ShapeChanged, decoded

ENDINGS = frozenset({".csv", ".xlsx", ".json"})
_WORDS = ("title", "done", "obstacles")
_DAYS = ("period_from", "period_to", "reported_on")
Row = dict[str, Any]


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row, as the person who made the file counts them."""

    row: int
    field: str
    said: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.field}: {self.said}" if self.field else f"row {self.row}: {self.said}"


@dataclass
class Table:
    """The reports of a file, and its faults row by row."""

    reports: list[IncomingReport] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)  # external id → the row it begins in
    faults: list[RowFault] = field(default_factory=list)


def parse(path: Path) -> Table:
    """Read a file. Raises ShapeChanged when it is not such a table at all."""
    return build(rows_of(path))


def rows_of(path: Path) -> Iterator[tuple[int, Row]]:
    """The filled rows with their numbers. Raises ShapeChanged."""
    match path.suffix.lower():
        case ".csv":
            return _csv(path.read_bytes())
        case ".xlsx":
            return _xlsx(path)
        case ".json":
            return _json(path.read_bytes())
        case ending:
            raise ShapeChanged(f"{ending or 'a file without an ending'}: only CSV, XLSX and JSON are read")


def _csv(content: bytes) -> Iterator[tuple[int, Row]]:
    text = decoded(content)
    lines = text[:20_000].splitlines()[:20]

    def headings(delimiter: str) -> int:
        return max(sum(read_heading(cell.strip('" ')) is not None for cell in line.split(delimiter)) for line in lines)

    delimiter = max(";,\t", key=headings) if lines else ","  # Excel here writes semicolons
    return _under_headings(enumerate(_records(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), 1))


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:  # an unclosed quotation mark swallows the rest of the file
        raise ShapeChanged(f"this is no CSV table: {error}") from None


def _xlsx(path: Path) -> Iterator[tuple[int, Row]]:
    return _under_headings(enumerate(_sheet(path), 1))


def _sheet(path: Path) -> Iterator[Sequence[Any]]:
    """The rows of the first sheet. Raises ShapeChanged."""
    from openpyxl import load_workbook  # as long to load as all of SQLAlchemy
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with contextlib.closing(load_workbook(path, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs state one cell as the size of the whole sheet
            yield from sheet.iter_rows(values_only=True)
    except (InvalidFileException, BadZipFile, LookupError, ValueError, SyntaxError, zlib.error, EOFError) as error:
        raise ShapeChanged(f"this is no sound XLSX workbook ({type(error).__name__})") from None


def _json(content: bytes) -> Iterator[tuple[int, Row]]:
    try:
        parsed = json.loads(decoded(content))
    except ValueError as error:
        raise ShapeChanged(f"this is no JSON: {error}") from None
    rows = parsed.get("reports") if isinstance(parsed, dict) else parsed
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ShapeChanged('JSON must be a list of reports, or {"reports": [...]}')
    return enumerate(rows, 1)


def _under_headings(lines: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Row]]:
    rows = iter(lines)
    headings: list[str | None] = []
    for _, line in rows:
        headings = [read_heading(str(cell)) if cell is not None else None for cell in line]
        if any(headings):
            break
    if not {"done"} <= set(headings):
        raise ShapeChanged("no column for what was done: the first row must name the columns (external_id, done, …)")
    return _filled(headings, rows)


def _filled(headings: Sequence[str | None], rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Row]]:
    for number, line in rows:
        row = {name: cell for name, cell in zip(headings, line, strict=False) if name and cell not in {None, ""}}
        if row:
            yield number, row


def build(rows: Iterable[tuple[int, Row]]) -> Table:
    """Reports out of rows; rows of one external id in several languages are one report."""
    table = Table()
    merged: dict[str, tuple[int, Row]] = {}
    whole: set[str] = set()  # ids of rows in the shape of the HTTP API, whose fields are named as there
    for number, row in rows:
        try:
            content = _content(row)
        except _Unreadable as fault:
            table.faults.append(RowFault(number, fault.field, fault.said))
            continue
        id_ = content["external_id"]
        if "texts" in row:
            whole.add(id_)
        if id_ not in merged:
            merged[id_] = number, content
        elif not ("texts" in row or row.get("language")) or content["texts"].keys() & merged[id_][1]["texts"].keys():
            table.faults.append(RowFault(number, "external_id", f"{id_} stands in row {merged[id_][0]} already"))
        else:
            merged[id_][1]["texts"].update(content["texts"])
    for id_, (number, content) in merged.items():
        try:
            report = SubmittedReport.model_validate(content)
            table.reports.append(report)
            table.rows[report.external_id] = number
        except ValidationError as error:
            is_flat = id_ not in whole
            named = [named_fault(dict(one)) for one in error.errors()]
            table.faults += [RowFault(number, _column(name) if is_flat else name, said) for name, said in named]
    table.faults.sort(key=lambda fault: fault.row)
    return table


def _column(name: str) -> str:
    """The column of a field: texts.ru.done stands under "done", and the rule about all texts asks for obstacles."""
    return "obstacles" if name == "texts" else name.rpartition(".")[2]


class _Unreadable(Exception):
    def __init__(self, name: str, said: str) -> None:
        super().__init__(said)
        self.field = name
        self.said = said


def _content(row: Row) -> Row:
    """A row in the shape of the model. Raises _Unreadable."""
    if "texts" in row:  # JSON in the shape of the HTTP API
        if not isinstance(row.get("external_id"), str) or not isinstance(row["texts"], dict):
            raise _Unreadable("external_id", "is needed, and texts must be an object")
        return dict(row)
    cells = {name: _cell(value) for name, value in row.items()}
    if not cells.get("external_id"):
        raise _Unreadable("external_id", "is needed: it tells a new report from a changed one")
    content: Row = {name: cells[name] for name in ("external_id", "commitment", "evidence_url") if cells.get(name)}
    for name in _DAYS:
        if cells.get(name):
            content[name] = _day(name, row[name])
    if cells.get("status"):
        content["status"] = read_status(cells["status"])
        if content["status"] is None:
            raise _Unreadable("status", f"{cells['status']!r} is not on OGP's scale: {', '.join(Completion)}")
    words = {name: cells[name] for name in _WORDS if cells.get(name)}
    content["texts"] = {_language(cells.get("language", ""), " ".join(words.values())): words}
    return content


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # spreadsheets turn the number 4 into 4.0
    text: str = keepable(str(value))
    return text


def _day(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    day = read_day(str(value))
    if day is None:
        raise _Unreadable(name, f"{str(value)[:40]!r} is not a date: write 2026-11-23 or 23.11.2026")
    return day


def _language(said: str, words: str) -> Language:
    if not said:
        return languages.guess(words, Language.RU)
    wanted = said.casefold()
    for code, name in OWN_NAMES.items():
        if wanted in {code, name.casefold()}:
            return Language(code)
    raise _Unreadable("language", f"{said!r} is not one of ky, ru, en")


def named_fault(error: dict[str, Any]) -> tuple[str, str]:
    """(field, what is wrong) of a pydantic error; a rule about several fields names its field itself."""
    name = ".".join(str(part) for part in error["loc"])
    said = str(error["msg"]).removeprefix("Value error, ")
    if not name and ": " in said:
        name, _, said = said.partition(": ")
    return name, said
