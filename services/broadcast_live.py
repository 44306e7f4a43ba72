"""Where a broadcast's live message stands: one at a time, in the chat of whoever follows it. ``bot.live`` edits it."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Broadcast, BroadcastState, Citizen
from services.broadcasts import find

S = BroadcastState
NONE_YET = 0
"""Stands for the id of a live message that is being sent; Telegram counts from 1."""


async def show(session: AsyncSession, broadcast: Broadcast, chat_id: int | None, message_id: int | None = None) -> None:
    """Where its live message stands from now on. A chat without a message: it gets one while the broadcast runs;
    no chat: nowhere, until somebody opens it."""
    broadcast.live_chat_id, broadcast.live_message_id = chat_id, message_id
    broadcast.is_live_final = False
    await session.flush()


async def leave(session: AsyncSession, chat_id: int, message_id: int) -> None:
    """Something else stands in this message now, which the next edit must not wipe away: if it was a live one, the
    broadcast has none until somebody opens it."""
    here = update(Broadcast).where(Broadcast.live_chat_id == chat_id, Broadcast.live_message_id == message_id)
    await session.execute(here.values(live_chat_id=None, live_message_id=None))


async def show_to_announcer(session: AsyncSession, broadcast: Broadcast) -> None:
    """Whoever confirmed it follows it, though somebody else has let it begin."""
    announcer = select(Citizen.telegram_id).where(Citizen.id == broadcast.confirmed_by_id)
    await show(session, broadcast, await session.scalar(announcer))


async def list_due(session: AsyncSession) -> Sequence[Broadcast]:
    """Those that have a live message which does not yet say the end, or are to get one."""
    query = select(Broadcast).where(
        Broadcast.state.not_in((S.DRAFT, S.AWAITING)),
        Broadcast.live_chat_id.is_not(None),
        Broadcast.live_message_id.is_not(None) | Broadcast.state.in_((S.RUNNING, S.PAUSED)),
        Broadcast.is_live_final.is_(False),
    )
    return (await session.scalars(query.order_by(Broadcast.id))).all()


async def is_at(session: AsyncSession, broadcast_id: int, chat_id: int, message_id: int | None) -> bool:
    """Whether the live message is (still) this one."""
    here = (Broadcast.id == broadcast_id, Broadcast.live_chat_id == chat_id, Broadcast.live_message_id == message_id)
    return await session.scalar(select(Broadcast.id).where(*here)) is not None


async def take(session: AsyncSession, broadcast_id: int) -> bool:
    """Whether the caller is to send the live message: nobody else does from now on, so there is one at most."""
    found = await find(session, broadcast_id, for_update=True)
    is_wanted = found.live_chat_id is not None and found.live_message_id is None
    if is_wanted:
        found.live_message_id = NONE_YET
        await session.flush()
    return is_wanted


async def give(session: AsyncSession, broadcast_id: int, message_id: int | None) -> None:
    """What became of the live message that was to be sent; somebody may have opened the broadcast meanwhile."""
    found = await find(session, broadcast_id, for_update=True)
    if found.live_message_id == NONE_YET:
        found.live_message_id = message_id
        await session.flush()


async def end(session: AsyncSession, broadcast_id: int, *, is_lost: bool = False) -> None:
    """Its live message says the end, or is lost: then whoever opens the broadcast next has the live one."""
    found = await find(session, broadcast_id, for_update=True)
    if is_lost:
        found.live_chat_id = found.live_message_id = None
    else:
        found.is_live_final = True
    await session.flush()
