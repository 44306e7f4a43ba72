"""Replies owed after a commit: answers to presses at once, then the screens, each through the pacing.

A reply whose outcome is unknown is sent again: one person may see a screen twice after a crash or a lost
answer from Telegram, but nobody waits for a reply that never comes. Before a message is repeated, a call that shows
nobody anything asks whether answers come back at all: while they do not, every try could be one more copy. (Notices to
others are never repeated.)
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.request import NotSent, retry_after_seconds
from bot.telling import Telling, is_no_chat
from models import InboxState, InboxUpdate, Unreachable
from models.database import Database
from services import chats, citizens, conversations, inbox

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]

# After as many tries of one reply (half a minute and more) the reply itself may be what fails.
MOST_ATTEMPTS = 8
LONGEST_WAIT_S = 15.0


@dataclass(frozen=True)
class Outcome:
    """What became of a reply: whether to go on, and the id of the message it made or edited."""

    message_id: int | None = None
    unreachable: Unreachable | None = None
    until: datetime | None = None
    fault: str | None = None
    is_fault: bool = False  # counts against the number of tries; a pause that Telegram asked for does not


class Replies:
    """Sends what an update's handling has staged, and records that it did."""

    def __init__(self, telling: Telling, database: Database, clock: Clock) -> None:
        self._telling = telling
        self._database = database
        self._clock = clock

    async def send(self, row: InboxUpdate) -> bool:
        """Send the replies of a row that is done. False when they must wait (the row then knows until when)."""
        sent = row.replies_sent
        screen_id: int | None = None
        outcome = Outcome()
        replies = row.replies or []
        for reply in replies[sent:]:
            outcome = await self._one(reply, row)
            if outcome.until or outcome.unreachable:
                break
            if outcome.message_id and reply["params"].get("reply_markup"):
                screen_id = outcome.message_id
            sent += 1
            if sent < len(replies) and reply["method"].startswith("send"):
                await self._note_progress(row.id, sent)
        await self._record(row, sent, screen_id, outcome)
        return outcome.until is None

    async def _note_progress(self, inbox_id: int, sent: int) -> None:
        """Of several messages a crash may double the last one only."""
        async with self._database.begin() as session:
            (await inbox.get(session, inbox_id)).replies_sent = sent

    async def _record(self, row: InboxUpdate, sent: int, screen_id: int | None, outcome: Outcome) -> None:
        now = self._clock()
        async with self._database.begin() as session:
            kept = await inbox.get(session, row.id)
            kept.replies_sent = sent
            if kept.state is InboxState.DONE:
                if outcome.until:
                    inbox.put_off(kept, until=outcome.until, is_fault=outcome.is_fault)
                else:
                    inbox.close(kept, now=now)
            if outcome.fault:
                kept.error = outcome.fault[:200]
            if outcome.unreachable:
                await citizens.lose(session, kept.actor_id, outcome.unreachable, now=now)
            if screen_id:
                await conversations.note_screen(session, kept.actor_id, screen_id)

    async def _one(self, reply: dict[str, Any], row: InboxUpdate) -> Outcome:
        try:
            if row.reply_attempts and reply["method"].startswith("send"):
                await self._telling.ask_whether_answers_come()
            return Outcome(message_id=await self._telling.tell(reply, row.actor_id))
        except RetryAfter as error:
            return Outcome(until=self._clock() + timedelta(seconds=retry_after_seconds(error)))
        except Forbidden as error:
            return self._not_reached(reply, row, why_unreachable(error), error)
        except ChatMigrated as error:
            async with self._database.begin() as session:
                await chats.note_migration(session, int(reply["params"]["chat_id"]), error.new_chat_id)
            reply["params"]["chat_id"] = error.new_chat_id
            return await self._one(reply, row)
        except BadRequest as error:
            if is_no_chat(error):
                return self._not_reached(reply, row, Unreachable.UNKNOWN_CHAT, error)
            log.error("Telegram refused a reply whatever was tried (%s): %s", reply["method"], error)
            return Outcome(fault=_kind(error))
        except TelegramError as error:  # the network, or Telegram's own trouble
            return await self._after_trouble(reply, row, error)

    async def _after_trouble(self, reply: dict[str, Any], row: InboxUpdate, error: TelegramError) -> Outcome:
        """The reply stays owed. When it has failed often and a plain sentence gets through, the reply was the fault."""
        # Each repetition after an unknown outcome may be one more copy: these are further apart.
        wait = (
            0.5 * 2 ** min(row.reply_attempts, 10) if isinstance(error, NotSent) else 3 ** min(row.reply_attempts, 10)
        )
        again = self._clock() + timedelta(seconds=min(LONGEST_WAIT_S, wait))
        if row.reply_attempts >= MOST_ATTEMPTS and not isinstance(error, NotSent):
            try:
                instead = await self._telling.say_not_shown(reply["params"]["chat_id"], row.actor_id)
            except TelegramError as second:
                log.warning("the Bot API server takes no reply (%s); they stay owed", type(second).__name__)
            else:
                log.error("gave up a reply after %d tries: %s", row.reply_attempts, type(error).__name__)
                return Outcome(message_id=instead, fault=_kind(error))
        return Outcome(until=again, is_fault=True)

    @staticmethod
    def _not_reached(reply: dict[str, Any], row: InboxUpdate, why: Unreachable, error: TelegramError) -> Outcome:
        """A person is not lost because a group that they pressed a button in is."""
        in_private = reply["params"].get("chat_id") == row.actor_id
        return Outcome(unreachable=why if in_private else None, fault=_kind(error))


def why_unreachable(error: Forbidden) -> Unreachable:
    """What a 403 means for this person (the texts of the real server)."""
    said = str(error).casefold()
    if "deactivated" in said:
        return Unreachable.DEACTIVATED
    if "blocked" in said:
        return Unreachable.BLOCKED
    return Unreachable.UNKNOWN_CHAT


def _kind(error: TelegramError) -> str:
    return f"{type(error).__name__}: {error}"
