"""The measurement of claims, made small: what it claims is handed back, and it looks where it should."""

import pytest
from sqlalchemy import func, select

from bot.bench import claims
from models import Message, MessageState
from models.database import Database


async def test_half_are_sent_and_what_was_claimed_is_handed_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "ROUND", 20)
    found = await claims.measure(2000, url=database_url)
    assert found.messages == 2000
    for one in (found.start, found.halfway):
        assert 0 < one.one_in_database < one.one
        assert one.one_of_a_round > 0
    database = Database(database_url)
    try:
        async with database.read() as session:
            counted = (await session.execute(select(Message.state, func.count()).group_by(Message.state))).all()
    finally:
        await database.close()
    assert dict(counted) == {MessageState.OPEN: 1000, MessageState.SENT: 1000}
    if database.is_sqlite:  # PostgreSQL reads all of so small a table
        assert "ix_messages_open (lane=? AND due_at<?)" in found.plan
