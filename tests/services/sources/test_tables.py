"""Tables as agencies send them: from Excel, from scripts, with faults in their rows."""

import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from models import Completion, Language
from services.sources import tables
from services.sources.parsing import ShapeChanged

CSV = """Номер;Обязательство;Период с;Период по;Статус;Что сделано;Препятствия;Ссылка;Дата
a-1;4;01.07.2026;30.09.2026;Существенное выполнение;Реестр испытан в пяти судах.;;https://act.sot.kg;23.11.2026
"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
def test_a_csv_from_excel_with_russian_headings_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    table = tables.parse(write(tmp_path, "reports.csv", CSV, encoding))
    assert table.faults == []
    (report,) = table.reports
    assert (report.external_id, report.commitment, report.status) == ("a-1", "4", Completion.SUBSTANTIAL)
    assert (report.period_from, report.period_to) == (date(2026, 7, 1), date(2026, 9, 30))
    assert report.texts[Language.RU].done == "Реестр испытан в пяти судах."


def test_faults_are_told_row_by_row_and_the_good_rows_are_read(tmp_path: Path) -> None:
    text = (
        "external_id,commitment,status,done,obstacles,evidence_url,reported_on\n"
        "1,4,completed,All acts are published.,,https://act.sot.kg,2026-11-23\n"
        "2,4,nearly,Something was done.,,,\n"
        "3,4,limited,Something was done.,,,\n"
        "\n"
        "4,4,completed,Something was done.,,act.sot.kg,\n"
        "1,4,completed,Said once more.,,,\n"
        ",4,completed,No id.,,,\n"
        "5,4,completed,Something was done.,,,soon\n"
        "6,4,completed,,,,\n"
    )
    table = tables.parse(write(tmp_path, "reports.csv", text))
    assert [one.external_id for one in table.reports] == ["1"]
    assert [(fault.row, fault.field) for fault in table.faults] == [
        (3, "status"),
        (4, "obstacles"),
        (6, "evidence_url"),
        (7, "external_id"),
        (8, "external_id"),
        (9, "reported_on"),
        (10, "done"),
    ]
    assert str(table.faults[0]).endswith("OGP's scale: not-started, limited, substantial, completed")
    assert str(table.faults[5]) == "row 9: reported_on: 'soon' is not a date: write 2026-11-23 or 23.11.2026"


def test_a_title_above_the_headings_and_commas_in_texts_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    text = "Отчёт, свод, итоги\n\nНомер;Что сделано\n1;Суды, архивы и реестр, всё готово.\n"
    (report,) = tables.parse(write(tmp_path, "r.csv", text, "windows-1251")).reports
    assert report.texts[Language.RU].done == "Суды, архивы и реестр, всё готово."


@pytest.mark.parametrize(
    ("done", "language"),
    [
        ("All acts of the courts are published.", Language.EN),
        ("Отчёт об исполнении", Language.RU),
        ("Беш сот туташтырылды, 1200 акт жарыяланды.", Language.KY),
    ],
)
def test_a_row_without_a_language_is_guessed(tmp_path: Path, done: str, language: Language) -> None:
    (report,) = tables.parse(write(tmp_path, "r.csv", f'id,done\n1,"{done}"\n')).reports
    assert list(report.texts) == [language]


def test_rows_of_one_id_in_two_languages_are_one_report(tmp_path: Path) -> None:
    text = "id;тил;эмне аткарылды\n1;ky;Беш сот туташтырылды.\n1;ru;Подключены пять судов.\n"
    (report,) = tables.parse(write(tmp_path, "r.csv", text)).reports
    assert {lang: words.done for lang, words in report.texts.items()} == {
        Language.KY: "Беш сот туташтырылды.",
        Language.RU: "Подключены пять судов.",
    }


def misstate_its_size(path: Path) -> None:
    """As some programs write it: the sheet says that it is one cell."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', parts[sheet])
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_workbook_that_ends_in_the_middle_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    book = Workbook()
    book.active.append(["id", "done"])
    book.active.append(["1", "Реестр испытан в пяти судах."])
    book.save(path)
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(path, "w") as cut:
        for name, content in parts.items():
            cut.writestr(name, content)
    with pytest.raises(ShapeChanged):
        tables.parse(path)


def test_a_workbook_keeps_keeps_dates_and_turns_numbers_back(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Отчёт об исполнении НПД"])
    sheet.append([])
    sheet.append(["№", "Обязательство", "Что сделано", "Дата", "Статус"])
    sheet.append([7.0, 4.0, "Реестр испытан в пяти судах.", datetime(2026, 11, 23), "Выполнено"])
    book.save(tmp_path / "reports.xlsx")
    misstate_its_size(tmp_path / "reports.xlsx")
    table = tables.parse(tmp_path / "reports.xlsx")
    (report,) = table.reports
    assert (report.external_id, report.commitment) == ("7", "4")
    assert (report.reported_on, report.status) == (date(2026, 11, 23), Completion.COMPLETED)


def test_json_in_the_shape_of_the_api_and_flat(tmp_path: Path) -> None:
    rows = [
        {"external_id": "1", "texts": {"ky": {"done": "Беш сот туташтырылды."}}},
        {"external_id": "2", "language": "en", "done": "Five courts were connected."},
        {"external_id": "3", "texts": {"de": {"done": "x"}}},
        {"external_id": 4, "texts": {}},
    ]
    table = tables.parse(write(tmp_path, "r.json", json.dumps({"reports": rows})))
    assert [one.external_id for one in table.reports] == ["1", "2"]
    assert {fault.row for fault in table.faults} == {3, 4}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "just,some\nwords,here\n"),
        ("a.csv", ""),
        ("a.json", "{"),
        ("a.json", '"text"'),
        ("a.xlsx", "PK not really"),
        ("a.csv", 'id,done\n1,"' + "x" * 200_000),
        ("a.pdf", "%PDF"),
    ],
)
def test_what_is_no_such_table_is_a_fault(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(ShapeChanged):
        tables.parse(write(tmp_path, name, content))


def test_ten_thousand_rows_are_read(tmp_path: Path) -> None:
    rows = "".join(f"{number},4,completed,Report number {number} of the year.\n" for number in range(10_000))
    table = tables.parse(write(tmp_path, "r.csv", f"external_id,commitment,status,done\n{rows}"))
    assert len(table.reports) == 10_000
