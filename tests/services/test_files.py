"""Attachments: which are taken, at most five, one's own."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, File, FileKind
from services import files
from services.errors import FileRefused, LimitReached
from services.files import MOST_BYTES, Received
from tests.conftest import START
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
