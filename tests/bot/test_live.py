"""The live message of a broadcast: sent once, edited when its words change, let go where nobody may see it."""

from typing import Any

import pytest
from sqlalchemy import select
from telegram.error import BadRequest, RetryAfter, TimedOut

from bot.live import LiveProgress
from bot.pacing import Pacing
from locales.translator import Voices
from models import Broadcast, Citizen, Language, Role, StaffRole
from models.database import Database
from services import broadcast_confirming, broadcast_live, broadcasts
from tests.conftest import START, ZONE, Clock
from tests.following import many_followers
from tests.services.office import officer

ANNOUNCER = 900


class Chat:
    """The bot's side of one chat: what it did, and what it is to meet."""

    def __init__(self) -> None:
        self.did: list[tuple[str, int | None]] = []
        self.meets: list[Exception] = []
        self.rate_limiter = Pacing(rate=1000)

    async def send_message(self, chat_id: int, _text: str, **_how: Any) -> Any:
        self._do("send", None)
        return type("Sent", (), {"message_id": 77})

    async def edit_message_text(self, _text: str, *, message_id: int, **_how: Any) -> None:
        self._do("edit", message_id)

    def _do(self, what: str, message_id: int | None) -> None:
        self.did.append((what, message_id))
        if self.meets:
            raise self.meets.pop(0)


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
async def live(database: Database, clock: Clock, chat: Chat) -> LiveProgress:
    """A broadcast is running whose announcer is to get a live message."""
    await many_followers(database, 3)
    async with database.begin() as session:
        announcer = await officer(session, ANNOUNCER, Role.ANNOUNCER)
        draft = await broadcasts.start(session, announcer, now=START)
        for lang in Language:
            await broadcasts.set_text(session, announcer, draft.id, lang, "Демилгелерди чогултуу башталды.", now=START)
        found = await broadcast_confirming.confirm(session, announcer, draft.id, now=START, zone=ZONE)
        await broadcast_live.show(session, found, ANNOUNCER)
    return LiveProgress(chat, database, Voices(ZONE), clock)  # type: ignore[arg-type]


async def stored(database: Database) -> Broadcast:
    async with database.read() as session:
        return (await session.scalars(select(Broadcast))).one()


async def test_it_is_sent_once_and_edited_only_when_its_words_change(
    live: LiveProgress, database: Database, chat: Chat, clock: Clock
) -> None:
    for _ in range(3):
        await live.edit_due()
    assert chat.did[0] == ("send", None)
    assert (await stored(database)).live_message_id == 77
    edits = len(chat.did)
    await live.edit_due()
    assert len(chat.did) == edits  # nothing has changed
    async with database.begin() as session:
        one = await session.get_one(Broadcast, 1)
        one.settled_at = one.ended_at = clock()
    await live.edit_due()
    await live.edit_due()
    assert chat.did[edits:] == [("edit", 77)]  # the last time


async def test_a_429_is_waited_for(
    live: LiveProgress, chat: Chat, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # or PTB warns of its own default
    chat.meets = [RetryAfter(30)]
    await live.edit_due()
    for seconds, calls in ((29, 1), (2, 2)):
        clock.move(seconds=seconds)
        await live.edit_due()
        assert [what for what, _ in chat.did] == ["send"] * calls


async def test_what_may_have_been_sent_is_not_sent_again(live: LiveProgress, database: Database, chat: Chat) -> None:
    chat.meets = [TimedOut()]
    for _ in range(3):
        await live.edit_due()
    assert chat.did == [("send", None)]
    async with database.begin() as session:  # whoever opens the broadcast has the live message
        await broadcast_live.show(session, await broadcasts.find(session, 1), ANNOUNCER, 5)
    await live.edit_due()
    assert chat.did[-1] == ("edit", 5)


async def test_where_something_else_stands_now_it_is_not_edited(
    live: LiveProgress, database: Database, chat: Chat
) -> None:
    await live.edit_due()
    async with database.begin() as session:
        await broadcast_live.leave(session, ANNOUNCER, 78)  # another message
        assert (await broadcasts.find(session, 1)).live_message_id == 77
        await broadcast_live.leave(session, ANNOUNCER, 77)
    before = len(chat.did)
    live._said.clear()
    await live.edit_due()
    assert len(chat.did) == before


async def test_a_deleted_one_and_one_of_a_revoked_announcer_are_let_go(
    live: LiveProgress, database: Database, chat: Chat
) -> None:
    await live.edit_due()
    chat.meets = [BadRequest("Message to edit not found")]
    live._said.clear()
    await live.edit_due()
    assert (await stored(database)).live_chat_id is None
    async with database.begin() as session:
        await broadcast_live.show(session, await broadcasts.find(session, 1), ANNOUNCER, 6)
        role = await session.scalar(
            select(StaffRole).join(Citizen, Citizen.id == StaffRole.citizen_id).where(Citizen.telegram_id == ANNOUNCER)
        )
        assert role is not None
        role.revoked_at = START
    before = len(chat.did)
    await live.edit_due()
    assert len(chat.did) == before
    assert (await stored(database)).live_chat_id is None
