"""The inbox: kept once, handed out in each person's order, forgotten in time."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import InboxState, InboxUpdate
from services import inbox
from tests.conftest import START

LATER = START + timedelta(seconds=5)


def said(update_id: int, person: int, text: str = "Салам") -> dict[str, Any]:
    who = {"id": person, "is_bot": False, "first_name": "А"}
    return {"update_id": update_id, "message": {"from": who, "chat": {"id": person, "type": "private"}, "text": text}}


async def rows(session: AsyncSession) -> list[InboxUpdate]:
    query = select(InboxUpdate).order_by(InboxUpdate.id).execution_options(populate_existing=True)
    return list((await session.scalars(query)).all())


async def test_a_double_is_one_row(session: AsyncSession) -> None:
    await inbox.keep(session, bot_id=1, raws=[said(7, 1), said(7, 1), said(8, 1)], now=START)
    await inbox.keep(session, bot_id=1, raws=[said(8, 1)], now=LATER)
    await inbox.keep(session, bot_id=2, raws=[said(8, 1)], now=LATER)  # another bot's update
    assert [(row.bot_id, row.update_id) for row in await rows(session)] == [(1, 7), (1, 8), (2, 8)]
    assert (await rows(session))[1].received_at == START


async def test_no_one_without_an_id_is_kept(session: AsyncSession) -> None:
    strange = [{"message": {}}, {"update_id": "x"}, {"update_id": 2**63}]
    await inbox.keep(session, bot_id=1, raws=[*strange, said(1, 1)], now=START)
    assert [row.update_id for row in await rows(session)] == [1]


@pytest.mark.parametrize(
    "raw",
    [
        said(1, 1, text="\ud83d half a sign, and \x00"),
        {"update_id": 1, "message": {"from": {"id": 2**80}, "chat": {"id": -(2**70)}}},
        {"update_id": 1, "\x00\ud83d": {}},
        {"update_id": 1, "callback_query": {"id": "1", "message": "text", "from": None}},
        {"update_id": 1, "inline_query": {"from": "?"}},
    ],
)
async def test_however_strange_it_is_kept_and_holds_up_no_batch(session: AsyncSession, raw: dict[str, Any]) -> None:
    await inbox.keep(session, bot_id=1, raws=[raw, said(2, 2)], now=START)
    first, _ = await rows(session)
    assert json.loads(first.payload or b"") == raw


@pytest.mark.parametrize(
    ("raw", "actor", "kind"),
    [
        (said(1, 42), 42, "message"),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}, "message": {"chat": {"id": 9}}}}, 7, "callback_query"),
        ({"update_id": 1, "channel_post": {"chat": {"id": -100}}}, -100, "channel_post"),
        ({"update_id": 1, "poll_answer": {"user": {"id": 5}}}, 5, "poll_answer"),
        ({"update_id": 1, "message": {"from": "?", "chat": []}}, 0, "message"),
        ({"update_id": 1, "callback_query": {"message": None}}, 0, "callback_query"),
        ({"update_id": 1}, 0, "empty"),
        ({"update_id": 1, "callback_query": {"message": "text", "from": "?"}}, 0, "callback_query"),
        ({"update_id": 1, "message": {"from": {"id": 2**80}, "chat": {"id": 3}}}, 3, "message"),
        ({"update_id": 1, "kind\x00": 1}, 0, "strange"),
    ],
)
def test_whose_it_is_is_read_tolerantly(raw: dict[str, Any], actor: int, kind: str) -> None:
    assert (inbox.actor_of(raw), inbox.kind_of(raw)) == (actor, kind)


async def test_one_person_in_order_many_side_by_side(session: AsyncSession) -> None:
    await inbox.keep(session, bot_id=1, raws=[said(9, 1), said(3, 1), said(4, 2), said(5, 3)], now=START)
    due = await inbox.list_due(session, now=START, busy=[3], limit=10)
    assert [one.actor_id for one in due] == [1, 2]
    first, second, *_ = await rows(session)
    assert first.update_id == 9  # the order of arrival, not of ids
    inbox.finish(first, [{"method": "sendMessage", "params": {}}])
    await session.flush()
    assert [one.id for one in await inbox.list_due(session, now=START, busy=[2, 3], limit=10)] == [first.id]
    inbox.close(first, now=START)
    await session.flush()
    assert [one.id for one in await inbox.list_due(session, now=START, busy=[2, 3], limit=10)] == [second.id]


async def test_a_failure_waits_and_the_third_is_hopeless(session: AsyncSession) -> None:
    await inbox.keep(session, bot_id=1, raws=[said(1, 1), said(2, 1)], now=START)
    row = (await rows(session))[0]
    for tries in range(1, 4):
        inbox.record_failure(row, ValueError("жашыруун сөз"), now=START)
        await session.flush()
        assert inbox.is_hopeless(row) == (tries == 3)
    assert row.error == "ValueError"  # an error's text may quote people
    assert await inbox.list_due(session, now=START, busy=[], limit=10) == []  # the second waits behind it
    assert await inbox.next_due_at(session) == row.due_at
    assert [one.id for one in await inbox.list_due(session, now=LATER, busy=[], limit=10)] == [row.id]
    inbox.give_up(row, [])
    await session.flush()
    inbox.close(row, now=LATER)
    await session.flush()
    assert row.payload is not None
    assert await inbox.dead_letters(session) == [(row.id, "message", "ValueError")]


async def test_crashes_are_counted_at_start(session: AsyncSession) -> None:
    await inbox.keep(session, bot_id=1, raws=[said(1, 1), said(2, 2)], now=START)
    row = (await rows(session))[0]
    for crashes in range(1, 6):
        await inbox.begin(session, [row.id], now=START)
        assert await inbox.count_crashes(session) == 1
        row = (await rows(session))[0]
        assert inbox.is_hopeless(row) == (crashes == 5)


async def test_what_was_said_goes_at_once_and_the_key_after_two_days(session: AsyncSession) -> None:
    await inbox.keep(session, bot_id=1, raws=[said(1, 1), said(2, 2)], now=START)
    row = (await rows(session))[0]
    inbox.finish(row, [{"method": "sendMessage", "params": {"text": "жооп"}}])
    inbox.close(row, now=START)
    await session.flush()
    assert (row.payload, row.replies) == (None, None)
    assert await inbox.purge(session, now=START + inbox.KEYS_ARE_KEPT) == 0
    assert await inbox.purge(session, now=START + inbox.KEYS_ARE_KEPT + timedelta(seconds=1)) == 1
    assert [one.update_id for one in await rows(session)] == [2]


async def test_a_forgotten_persons_words_go_and_the_keys_end(session: AsyncSession) -> None:
    await inbox.keep(session, bot_id=1, raws=[said(1, 1), said(2, 2), said(3, 1), said(4, 1)], now=START)
    dead, other, handled, waiting = await rows(session)
    inbox.give_up(dead, [])
    inbox.close(dead, now=START)
    await session.flush()
    await inbox.forget_person(session, 1, handled_now=handled.id, now=LATER)
    dead, other, handled, waiting = await rows(session)
    assert [one.actor_id for one in (dead, other, handled, waiting)] == [0, 2, 0, 0]
    assert (dead.payload, waiting.payload, waiting.state) == (None, None, InboxState.ANSWERED)
    assert other.payload is not None
    assert handled.state is InboxState.RECEIVED
    assert await inbox.purge(session, now=LATER + inbox.KEYS_ARE_KEPT + timedelta(seconds=1)) == 2
