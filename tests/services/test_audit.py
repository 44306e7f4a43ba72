"""The audit trail only grows, whoever asks; and no words of people are in it."""

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable

from models import AuditEntry, Language, Outcome
from models.database import Database
from services import answering, audit, clarifications, decisions, privacy, questions, reviews
from services.answering import Said
from tests.conftest import START, ZONE
from tests.services.office import TITLES, officer, person, sent

WORDS = (
    "Айыл өкмөтү бюджетин кайда жарыялайт?",
    "Сайтына жарыялайт, ар айдын башында.",
    "Бул демилге мурун аткарылган.",
    "Автор менен сүйлөшүү керек",
    "Кайсы мектептер жөнүндө?",
    TITLES[0],
)


@pytest.mark.parametrize(
    "tampering",
    [
        update(AuditEntry).values(action="nothing"),
        delete(AuditEntry),
        text("UPDATE audit SET is_refused = (1 = 1)"),
        text("DELETE FROM audit WHERE id = 1"),
    ],
    ids=["update", "delete", "plain update", "plain delete"],
)
async def test_no_entry_is_changed_or_deleted(database: Database, tampering: Executable) -> None:
    async with database.begin() as session:
        audit.note(session, await person(session, 1), "desk.open", "desk:queue", now=START)

    async def tamper() -> None:
        async with database.begin() as session:
            await session.execute(tampering)

    with pytest.raises(DBAPIError, match="append-only"):
        await tamper()
    async with database.read() as session:
        assert (await session.scalars(select(AuditEntry.action))).all() == ["desk.open"]


async def test_what_staff_and_citizens_write_is_not_in_the_trail_and_erasure_leaves_it_whole(
    database: Database,
) -> None:
    async with database.begin() as session:
        who, author = await officer(session, 1), await person(session, 2)
        one = await sent(session, author)
        asked = await questions.ask(session, author, WORDS[0], now=START, zone=ZONE)
        await answering.answer(session, who, asked.id, Said(1, 1, WORDS[1]), bot_id=1, now=START)
        await answering.edit(session, who, chat_id=1, message_id=1, text=WORDS[1] + "!", now=START)
        await reviews.add_note(session, who, WORDS[3], initiative_id=one.id, now=START)
        request = await clarifications.ask(session, who, one.id, ["title"], remark=WORDS[4], now=START)
        await clarifications.answer(session, request, "title", "Башка аталыш жаздым", now=START)
        await clarifications.send(session, author, request, one, now=START)
        reasons = {Language.KY: WORDS[2]}
        written = await decisions.decide(session, who, one.id, Outcome.REJECTED, reasons=reasons, now=START)
        await decisions.publish(session, who, written.id, now=START, confirmed=True)
        before = await session.scalar(select(func.count()).select_from(AuditEntry)) or 0
        await privacy.erase(session, author, inbox_id=0, now=START)
        entries = (await session.scalars(select(AuditEntry))).all()
    assert len(entries) == before + 1
    trail = " ".join(f"{one.action} {one.subject} {one.fields}" for one in entries)
    assert not any(words[:12] in trail for words in (*WORDS, "Башка аталыш"))
    assert trail.isascii()
