"""/stats and /export: an officer looks at the numbers and exports data; nobody else does."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot import charts, exporting
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from bot.playground.screens import Message
from bot.preparing import utc_now
from locales.translator import Voices
from models import AuditEntry
from services import exports, team
from tests.conftest import ZONE
from tests.dialogues.staff import Office, open_office

TITLE = "Мектептердин бюджетин ачыктоо"


@pytest.fixture(params=["ru"])
async def office(request: pytest.FixtureRequest, telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, language=request.param) as opened:
        yield opened


chief_reads_both = pytest.mark.parametrize("office", ["ky", "ru"], indirect=True)


async def asked(office: Office) -> None:
    """An initiative with a name, and a question."""
    author = await office.person("Айзада", "ky")
    await office.initiative(author, TITLE, name="Айзада Асанова", contact="+996700000000")
    await office.question(author, "Айыл өкмөтү бюджетин кайда жарыялашы керек?")


async def newest_file(office: Office, person: Persona, kind: str) -> Message:
    async def found() -> Message | None:
        return next((one for one in reversed(person.chat) if one.by_bot and one.kind == kind), None)

    return await office.telegram.until(f"{person.name} gets a {kind}", found)


async def content(office: Office, message: Message) -> bytes:
    facts = message.facts[message.kind]
    file_id = (facts[-1] if message.kind == "photo" else facts)["file_id"]
    file = await office.parts.application.bot.get_file(file_id)
    return bytes(await file.download_as_bytearray())


async def trail(office: Office) -> list[tuple[str, str, str, bool]]:
    async with office.parts.database.read() as session:
        query = select(AuditEntry).where(AuditEntry.action.in_(["export.make", "statistics.read"]))
        found = (await session.scalars(query.order_by(AuditEntry.id))).all()
        return [(one.action, one.subject, one.fields, one.is_refused) for one in found]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
async def test_a_moderator_sees_the_numbers_as_pictures_and_text(office: Office, language: str) -> None:
    t = Voices(ZONE)[language]
    await asked(office)
    nurlan = await office.moderator("Нурлан", language)
    await nurlan.says("/stats")
    await nurlan.sees(
        {"ky": "Көрсөткүчтөр", "ru": "Показатели", "en": "Numbers"}[language],
        t.plain("People"),
        t.plain("Median time to the first answer: nothing is answered yet"),
        f"{t.plain('Submitted')}: 1",
        t.plain("Open: {n}", n=1),
    )
    picture = await newest_file(office, nurlan, "photo")
    assert (await content(office, picture)).startswith(b"\x89PNG")
    assert t.plain("Initiatives by theme") in picture.text


@chief_reads_both
async def test_a_moderator_exports_without_names_and_an_administrator_with_them_by_a_choice_that_is_noted(
    office: Office,
) -> None:
    """The one reads Kyrgyz and the other Russian, and the other way round."""
    s, m, chief = office.staff, office.citizens, office.chief
    await asked(office)
    nurlan = await office.moderator("Нурлан", m.language)
    await nurlan.says("/export")
    shown = await nurlan.sees(
        m("Маалыматты файл түрүндө алуу", "Выгрузка данных"), m("Чечимдер жана негиздемелери", "Решения с обоснованием")
    )
    assert m("Аракеттер журналы", "Журнал действий") not in shown.labels
    await nurlan.taps(m("Демилгелер", "Инициативы"))
    shown = await nurlan.sees("CSV")
    assert m("Аты-жөнү, байланышы менен", "С именами и контактами") not in shown.labels
    await nurlan.taps("CSV")
    file = await newest_file(office, nurlan, "document")
    assert file.facts["document"]["file_name"].startswith("initiatives-")
    rows = list(csv.DictReader(io.StringIO((await content(office, file)).decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == [TITLE]
    assert "name" not in rows[0]
    for forged in ("xf:initiatives:1", "xm:initiatives:csv:1"):
        await nurlan.presses(shown, forged)
        assert await nurlan.toast() == m("Буга уруксатыңыз жок.", "Это вам недоступно.")

    await chief.says("/export")
    await chief.taps(s("Демилгелер", "Инициативы"))
    await chief.sees(s("Аты-жөнү жана байланыш маалыматы жок.", "Без имён и контактов."))
    await chief.taps(s("Аты-жөнү, байланышы менен", "С именами и контактами"))
    await chief.sees(s("аракеттер журналына жазылат", "записывается в журнал действий"))
    await chief.taps("Excel (XLSX)")
    file = await newest_file(office, chief, "document")
    assert s("коопсуз жерде сактаңыз", "храните файл в надёжном месте") in file.text
    page = load_workbook(io.BytesIO(await content(office, file))).active
    assert [cell.value for cell in page[2]][-2:] == ["Айзада Асанова", "+996700000000"]
    noted = await trail(office)
    assert (noted[0], noted[-1]) == (
        ("export.make", "export:initiatives", "csv", False),
        ("export.make", "export:initiatives", "xlsx,name,contact", False),
    )
    assert [one[3] for one in noted] == [False, True, True, False]


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_much_comes_as_several_files_and_what_cannot_be_made_is_said(
    office: Office, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    t = Voices(ZONE)[language]
    monkeypatch.setattr(exports, "PART", 1)
    author = await office.person("Айзада", "ky")
    for title in ("Мектептердин бюджети", "Ооруканалардын кезеги"):
        await office.initiative(author, title)
    nurlan = await office.moderator("Нурлан", language)
    await nurlan.says("/export")
    await nurlan.taps(t.plain("Initiatives"))
    await nurlan.taps("CSV")
    await nurlan.sees(t.plain("File {n} of {total}", n=2, total=2))
    names = [one.facts["document"]["file_name"] for one in nurlan.chat if one.by_bot and one.kind == "document"]
    assert [name[-8:] for name in names] == ["-1-2.csv", "-2-2.csv"]
    monkeypatch.setattr(exports, "PART", 100)
    monkeypatch.setattr(exporting, "MOST_BYTES", 1)
    await nurlan.says("/export")
    await nurlan.taps(t.plain("Initiatives"))
    await nurlan.taps("CSV")
    said = await nurlan.sees("Excel (XLSX)", "50")
    assert t.plain("Something else") in said.labels
    await nurlan.taps(t.plain("Something else"))  # the chat goes on
    await nurlan.sees(t.plain("Decisions with reasons"))


async def test_a_picture_that_cannot_be_drawn_holds_nobody_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_chart: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(charts, "png", broken)
    await office.chief.says("/stats")
    await office.chief.sees("Не удалось подготовить картинку.")
    await office.chief.sees("Пользователи", "Ждут ответа")


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_an_outsider_and_a_revoked_officer_are_refused_and_that_is_noted(office: Office, language: str) -> None:
    t = Voices(ZONE)[language]
    await asked(office)
    outsider = await office.person("Чоочун", language)
    revoked = await office.moderator("Нурлан", language)
    await revoked.says("/export")
    await revoked.taps(t.plain("Initiatives"))
    shown = await revoked.sees("CSV")
    async with office.parts.database.begin() as session:
        chief = await office.citizen_in(session, office.chief)
        held = (await team.colleagues(session))[-1]
        await team.revoke_role(session, chief, held.id, now=utc_now())
    await revoked.presses(shown, shown.button("CSV").data)
    assert await revoked.toast() == t.plain("This is not available to you.")
    for person in (outsider, revoked):
        for command in ("/stats", "/export"):
            await person.says(command)
            await person.sees(t.plain("This is not available to you."))
        assert [one.kind for one in person.chat if one.by_bot and one.kind in {"document", "photo"}] == []
    assert [one[3] for one in await trail(office)] == [True] * 5
