"""Attachments: which are taken, at most five, one's own."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Assessment,
    Citizen,
    File,
    FileKind,
    QuestionMessage,
    Report,
    ReportDraft,
    ReportFile,
    ReportState,
    Verdict,
)
from services import files, initiatives, questions
from services.errors import FileRefused, LimitReached
from services.files import MOST_BYTES, Received
from tests.conftest import START, ZONE
from tests.services.conftest import drafted


def received(n: int = 1, **changed: object) -> Received:
    facts: dict[str, object] = {"kind": FileKind.PHOTO, "unique_id": f"u{n}", "file_id": f"f{n}", "size": 1000}
    return Received(**(facts | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"size": MOST_BYTES + 1}, "size"),
        ({"name": "зыян.EXE"}, "kind"),
        ({"name": "бет.html"}, "kind"),
    ],
)
def test_what_is_refused(changed: dict[str, object], reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        files.check(received(**changed))
    assert refused.value.reason == reason


def test_what_is_taken() -> None:
    files.check(received(size=MOST_BYTES))
    files.check(received(size=None, name="Долбоор.pdf"))
    files.check(received(name="exe"))  # a name without an ending is no program


async def test_five_at_most_and_one_freed_makes_room(session: AsyncSession, aizada: Citizen) -> None:
    draft = await drafted(session, aizada)
    for n in range(5):
        await files.attach(session, aizada, draft, received(n), bot_id=1, now=START)
    with pytest.raises(LimitReached):
        await files.attach(session, aizada, draft, received(5), bot_id=1, now=START)
    assert await session.scalar(select(func.count()).select_from(File)) == 5  # of what was refused nothing is kept
    again = await files.attach(session, aizada, draft, received(4), bot_id=1, now=START)  # known: no sixth
    assert again is draft.attachments[4]
    await files.detach(session, draft, draft.attachments[0].id, now=START)
    await files.detach(session, draft, 999, now=START)
    await files.attach(session, aizada, draft, received(5), bot_id=1, now=START)
    assert [each.file.unique_id for each in draft.attachments] == ["u1", "u2", "u3", "u4", "u5"]


async def test_the_same_file_of_two_people_is_two(session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
    for citizen in (aizada, bolot):
        draft = await drafted(session, citizen)
        await files.attach(session, citizen, draft, received(), bot_id=1, now=START)
    assert await session.scalar(select(func.count()).select_from(File)) == 2


async def test_one_file_in_two_drafts_is_stored_once(session: AsyncSession, aizada: Citizen) -> None:
    first, second = await drafted(session, aizada), await drafted(session, aizada)
    for draft in (first, second):
        await files.attach(session, aizada, draft, received(), bot_id=1, now=START)
    assert first.attachments[0].file_id == second.attachments[0].file_id


async def _evidence(session: AsyncSession, file: File) -> None:
    report = Report(source="chat", external_id="1", content_hash="", state=ReportState.RECEIVED, received_at=START)
    report.files = [ReportFile(file_id=file.id, position=1)]
    session.add(report)


async def _assessed(session: AsyncSession, file: File) -> None:
    report = Report(source="chat", external_id="1", content_hash="", state=ReportState.RECEIVED, received_at=START)
    session.add(report)
    await session.flush()
    judged = {"report_id": report.id, "citizen_id": file.owner_id, "verdict": Verdict.DONE}
    session.add(Assessment(**judged, photo_id=file.id, created_at=START, changed_at=START))


async def _asked(session: AsyncSession, file: File) -> None:
    author = await session.get_one(Citizen, file.owner_id)
    asked = await questions.ask(session, author, "Бул сүрөттө эмне жазылган?", now=START, zone=ZONE)
    said = {"question_id": asked.id, "is_staff": False, "chat_id": 1, "message_id": 1, "said_at": START}
    session.add(QuestionMessage(**said, file_id=file.id))


async def _being_written(session: AsyncSession, file: File) -> None:
    answers = {"files": [{"id": file.id, "kind": "photo", "name": None}]}
    session.add(ReportDraft(author_id=file.owner_id, answers=answers, created_at=START, changed_at=START))


@pytest.mark.parametrize("refer", [_evidence, _assessed, _asked, _being_written])
async def test_a_file_that_serves_something_else_outlives_the_initiative(
    session: AsyncSession, aizada: Citizen, refer: Any
) -> None:
    draft = await drafted(session, aizada)
    shared = await files.attach(session, aizada, draft, received(1), bot_id=1, now=START)
    await files.attach(session, aizada, draft, received(2), bot_id=1, now=START)
    await refer(session, shared.file)
    await session.flush()
    await initiatives.discard(session, draft)
    assert (await session.scalars(select(File.unique_id))).all() == ["u1"]


def test_every_table_that_names_a_file_is_asked() -> None:
    conditions = {str(refers).split(".")[0] for refers in files._references()}
    assert {"initiative_files", "report_files", "assessments", "question_messages"} <= conditions
