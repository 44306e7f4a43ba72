"""What the Secretariat takes along: who may, what is in it, and what is noted."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import deferred, exporting
from models import AuditEntry, Decision, DecisionText, InitiativeState, Language, Outcome, Role
from models.database import Database
from services import exports, questions, supports
from services.errors import LimitReached, NotYours
from services.export_kinds import What
from services.exports import PERSONAL
from services.sheets import Format
from tests.conftest import START, ZONE
from tests.initiatives import initiative, somebody
from tests.reporting import published
from tests.services.office import officer
from tests.services.test_statistics import answered

SECRET = ("Асель Үсөнова", "asel@example.kg")


async def filled(database: Database) -> None:
    """One thing of each kind, and one draft, which belongs to nobody's export."""
    async with database.begin() as session:
        asel, bakyt = await somebody(session, 1), await somebody(session, 2)
        one = await initiative(
            session, "KG-2026-00001", author=asel, state=InitiativeState.REJECTED, name=SECRET[0], contact=SECRET[1]
        )
        await initiative(session, "KG-2026-00002", title="=cmd|' /C calc'!A0", author=bakyt, name=SECRET[0])
        await supports.support(session, bakyt, one.id, now=START)
        reasons = [
            DecisionText(lang=Language.KY, reason="Буга чейин аткарылган."),
            DecisionText(lang=Language.RU, reason="Уже сделано."),
        ]
        session.add(
            Decision(
                initiative_id=one.id,
                position=1,
                outcome=Outcome.REJECTED,
                decided_at=START,
                published_at=START + timedelta(days=1),
                texts=reasons,
            )
        )
        asked = await questions.ask(session, asel, "Качан жыйын болот деп айта аласызбы?", now=START, zone=ZONE)
        await answered(session, asked, after=timedelta(hours=3))
        await published(session)


async def rows(database: Database, what: What, *, personal: bool = False) -> list[dict[str, object]]:
    heads = exports.columns(what, personal=personal)
    return [
        dict(zip(heads, row, strict=True))
        async for _, found in exports.read(database, what, personal=personal)
        for row in found
    ]


@pytest.mark.parametrize("what", What)
@pytest.mark.parametrize("personal", [False, True])
async def test_names_and_contacts_are_only_where_they_were_asked_for(
    database: Database, what: What, personal: bool
) -> None:
    await filled(database)
    found = await rows(database, what, personal=personal)
    is_there = personal and what is What.INITIATIVES
    assert (SECRET[0] in str(found)) is is_there
    assert (SECRET[1] in str(found)) is is_there
    assert set(PERSONAL) <= set(exports.columns(what, personal=personal)) or not is_there


async def test_the_ledger_says_what_was_decided_why_and_when(database: Database) -> None:
    await filled(database)
    decided, open_one = await rows(database, What.DECISIONS)
    assert decided["number"] == "KG-2026-00001"
    assert (decided["state"], decided["decision"]) == ("rejected", "rejected")
    assert (decided["reason_ky"], decided["reason_ru"], decided["reason_en"]) == (
        "Буга чейин аткарылган.",
        "Уже сделано.",
        None,
    )
    assert (decided["decided_at"], decided["decision_published_at"]) == (START, START + timedelta(days=1))
    assert (open_one["number"], open_one["decision"]) == ("KG-2026-00002", None)


async def test_initiatives_questions_and_reports_are_complete(database: Database) -> None:
    await filled(database)
    first, second = await rows(database, What.INITIATIVES)
    assert (first["supports"], second["supports"]) == (1, 0)
    assert second["title"] == "=cmd|' /C calc'!A0"
    (question,) = await rows(database, What.QUESTIONS)
    assert (question["answers"], question["first_answered_at"]) == (1, START + timedelta(hours=3))
    assert question["answer"] == "Жыйын жекшембиде болот."
    (report,) = await rows(database, What.REPORTS)
    assert (report["commitment"], report["status"]) == ("judicial-acts-register", "substantial")
    assert "1200" in str(report["done_ru"])


async def test_long_tables_are_read_in_batches_without_gap_or_double(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 3)
    async with database.begin() as session:
        for place in range(8):
            await initiative(session, f"KG-2026-{place:05}")
    found = await rows(database, What.INITIATIVES)
    assert [row["number"] for row in found] == [f"KG-2026-{place:05}" for place in range(8)]


async def test_a_file_is_written_as_it_is_read(database: Database) -> None:
    await filled(database)
    content = await exporting.content(database, What.INITIATIVES, Format.CSV, personal=False, zone=ZONE)
    text = content.decode("utf-8-sig")
    assert "'=cmd|" in text
    assert SECRET[0] not in text


@pytest.mark.parametrize(
    ("role", "what", "personal", "may"),
    [
        (Role.MODERATOR, What.INITIATIVES, False, True),
        (Role.MODERATOR, What.INITIATIVES, True, False),
        (Role.MODERATOR, What.AUDIT, False, False),
        (Role.ANNOUNCER, What.QUESTIONS, False, False),
        (Role.ADMINISTRATOR, What.INITIATIVES, True, True),
        (Role.ADMINISTRATOR, What.AUDIT, False, True),
    ],
)
async def test_who_may_and_what_is_noted(database: Database, role: Role, what: What, personal: bool, may: bool) -> None:
    async with database.begin() as session:
        chief = await officer(session, 7, role)
        try:
            await exports.order(session, chief, what, Format.XLSX, personal=personal, now=START)
        except NotYours:
            assert not may
        await session.flush()
        noted = (await session.scalars(select(AuditEntry))).one()
        assert (noted.action, noted.subject, noted.is_refused) == ("export.make", f"export:{what}", not may)
        if may:
            assert noted.fields == ("xlsx,name,contact" if personal else "xlsx")


async def test_much_comes_in_parts_without_gap_or_double(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PART", 3)
    async with database.begin() as session:
        chief = await officer(session, 7, Role.ADMINISTRATOR)
        for place in range(7):
            await initiative(session, f"KG-2026-{place:05}")
        things, parts = await exports.order(session, chief, What.INITIATIVES, Format.CSV, personal=False, now=START)
        await initiative(session, "KG-2026-00099")  # sent while the files are made
    found = []
    for part in parts:
        reading = exports.read(database, What.INITIATIVES, personal=False, part=part)
        found.append([row[0] async for _, rows in reading for row in rows])
    assert things == 7
    assert [len(numbers) for numbers in found] == [3, 3, 2]
    assert [number for numbers in found for number in numbers] == [
        *(f"KG-2026-{place:05}" for place in range(7)),
        "KG-2026-00099",
    ]


@pytest.mark.parametrize("there_are", [0, 3])
async def test_little_is_one_file(database: Database, monkeypatch: pytest.MonkeyPatch, there_are: int) -> None:
    monkeypatch.setattr(exports, "PART", 3)
    async with database.begin() as session:
        chief = await officer(session, 7, Role.ADMINISTRATOR)
        for place in range(there_are):
            await initiative(session, f"KG-2026-{place:05}")
        ordered = await exports.order(session, chief, What.INITIATIVES, Format.CSV, personal=False, now=START)
    assert ordered == (there_are, [exports.WHOLE])


async def test_more_than_a_chat_carries_is_refused_and_not_noted_as_taken(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PART", 1)
    monkeypatch.setattr(exports, "MOST_PARTS", 1)
    await filled(database)
    async with database.begin() as session:
        chief = await officer(session, 7, Role.ADMINISTRATOR)
        with pytest.raises(LimitReached):
            await exports.order(session, chief, What.INITIATIVES, Format.CSV, personal=False, now=START)
        assert (await session.scalars(select(AuditEntry).where(AuditEntry.action == "export.make"))).all() == []


async def test_a_file_that_telegram_would_not_take_is_not_made_in_vain(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_BYTES", 100)
    await filled(database)
    order = {"what": "initiatives", "format": "csv", "personal": False, "zone": "Asia/Bishkek"}
    with pytest.raises(exporting.TooLarge):
        await deferred.made(database, "export", order)
