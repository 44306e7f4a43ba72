"""A round of messages made ready: whose they are, what they say now, and whether they are still wanted."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.pacing import Lane
from handlers.notices import rendered
from handlers.notices.context import Held, Later, NoticeContext
from handlers.screens.screen import Screen
from locales.translator import Voices, suggested
from models import Citizen, MessageState, Notice
from models.database import Database
from services import hours, outbox
from services.hours import Moment
from services.kinds import KINDS, When
from services.outbox import Claimed, Outcome

log = logging.getLogger(__name__)

_AT_A_STRETCH = 16  # renderings between two looks at what else there is to do


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that waits only to be sent."""

    message: Claimed
    lane: Lane
    chat_id: int
    screen: Screen


class Rounds:
    """Claims messages and renders them."""

    def __init__(
        self,
        database: Database,
        voices: Voices,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
        pause: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._pause = pause or functools.partial(asyncio.sleep, 0)  # between two stretches of work
        self._database = database
        self._voices = voices
        self._clock = clock
        self._zone = zone
        self._more: set[Lane] = set()  # lanes whose last round was full

    async def take(self, lane: Lane, *, limit: int) -> tuple[list[Ready], list[Outcome]]:
        """(what is ready to be sent, what became of those that are not to be sent)."""
        now = self._clock()
        if lane not in self._more:
            async with self._database.read() as session:
                if not await outbox.is_due(session, lane.value, now=now):
                    return [], []  # no write lock is taken only to see that there is nothing
        self._more.discard(lane)
        async with self._database.begin() as session:
            claimed = await outbox.claim(session, lane.value, now=now, limit=limit)
        if len(claimed) == limit:
            self._more.add(lane)
        await self._pause()
        ready: list[Ready] = []
        settled: list[Outcome] = []
        async with self._database.read() as session:
            people, told = await outbox.read_round(session, claimed)
            common = NoticeContext(
                session, Citizen(), self._voices["ky"], self._voices, now, self._zone, frozenset(people)
            )
            for number, message in enumerate(claimed, 1):
                if number % _AT_A_STRETCH == 0:
                    await asyncio.sleep(0)  # what is looked up already is not waited for: let the others have a turn
                    await self._pause()
                citizen = people.get(message.citizen_id)
                found = await self._one(common, message, citizen, told.get(message.id, []))
                if isinstance(found, Outcome):
                    settled.append(found)
                else:
                    assert citizen is not None
                    assert citizen.telegram_id is not None
                    ready.append(Ready(message, lane, citizen.telegram_id, found))
        return ready, settled

    async def _one(
        self, common: NoticeContext, message: Claimed, citizen: Citizen | None, notices: list[Notice]
    ) -> Screen | Outcome:
        if citizen is None or citizen.telegram_id is None:
            return Outcome(message.id, MessageState.UNREACHABLE, "the person has been erased")
        if citizen.unreachable is not None:
            return Outcome(message.id, MessageState.UNREACHABLE, citizen.unreachable.value)
        kind = KINDS.get(message.kind)
        if kind is None:
            return Outcome(message.id, MessageState.FAILED, f"nothing renders {message.kind!r}")
        moment = Moment(common.now, self._zone)
        is_quiet = hours.is_quiet(citizen, moment.hour)
        if is_quiet and kind.when is not When.AWAITED:
            return Outcome(message.id, MessageState.OPEN, due_at=moment.next_at(citizen.quiet_until))
        t = self._voices[citizen.language or suggested(citizen.language_code)]
        context = NoticeContext(
            common.session, citizen, t, self._voices, common.now, self._zone, common.fellows, common.memo
        )
        try:
            screen = await rendered(message.kind, context, notices) if notices else None
        except Held:
            return Outcome(message.id, MessageState.PAUSED, due_at=message.due_at)
        except Later as later:
            return Outcome(message.id, MessageState.OPEN, due_at=common.now + later.wait)
        except Exception as error:  # one message that cannot be rendered must not hold up the others
            log.exception("message %d: %s cannot be rendered", message.id, message.kind)
            return Outcome(message.id, MessageState.FAILED, f"cannot be rendered: {type(error).__name__}")
        if screen is None:
            return Outcome(message.id, MessageState.SKIPPED, "no longer wanted")
        return replace(screen, is_silent=True) if is_quiet else screen
