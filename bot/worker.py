"""The worker: inbox → one person at a time, many people at once → handlers, one unit of work each → replies."""

import asyncio
import functools
import json
import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update

from bot.application import StrictApplication
from bot.election import StillElected, elected
from bot.flood import Flood
from bot.replies import Replies
from bot.staging import staged
from handlers import beforehand
from handlers.beforehand import Beforehand
from handlers.errors import apology
from handlers.screens.start import slow_down
from handlers.turn import Reply, Shown, Turn, current_turn
from locales.translator import Voices
from models import Citizen, InboxState, InboxUpdate
from models.database import Database
from services import citizens, conversations, inbox, staff
from services.answers import Answers
from services.links import LinkChecks

log = logging.getLogger(__name__)

# People at once: most of them only wait for Telegram to take their reply, and a few that it leaves hanging must not
# hold up everybody else. Fewer are handled at once, since a database has so many connections.
AT_ONCE = 128
HANDLED_AT_ONCE = 24
ASK_OFFICE_S = 5.0
IDLE_S = 0.5  # how long to sleep when another process's intake may have brought something


class Unhandled(RuntimeError):
    """No handler took the update, or its context could not be built: a fault of ours, never "done"."""


class Worker:
    """Takes open updates and sees each through to its answer."""

    def __init__(
        self,
        *,
        application: StrictApplication,
        database: Database,
        replies: Replies,
        answers: Answers,
        voices: Voices,
        clock: Callable[[], datetime],
        secretariat: frozenset[int] = frozenset(),
        watch_minimum: int = 10,
        broadcast_approval: bool = False,
        quiet_hours: tuple[int, int] = citizens.QUIET_HOURS,
        links: LinkChecks | None = None,
        at_once: int = AT_ONCE,
        afterwards: Callable[[Citizen | None, int], None] = lambda _, __: None,
    ) -> None:
        self._application = application
        self._database = database
        self._replies = replies
        self._answers = answers
        self._voices = voices
        self._clock = clock
        self._secretariat = secretariat
        self._watch_minimum = watch_minimum
        self._broadcast_approval = broadcast_approval
        self._quiet_hours = quiet_hours
        self._at_once = at_once
        self._afterwards = afterwards
        self._flood = Flood()
        self._links = links or LinkChecks()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._is_new = True
        self._is_at_work = False  # in this process
        self._is_called = False
        self._room = asyncio.Semaphore(HANDLED_AT_ONCE)

    @property
    def in_hand(self) -> int:
        """How many people are being seen to."""
        return len(self._busy)

    def is_answering(self) -> bool:
        """Whether somebody's update is in hand, or just being taken."""
        return bool(self._busy) or self._is_called

    def wake(self) -> None:
        """Something came in."""
        self._is_called = self._is_at_work
        self._wake.set()

    async def run(self) -> None:
        """Work until ``stop``; what has begun is finished. Of several processes one works, and when it ends another:
        a person's next update must not run before this one is answered."""
        while not self._stopping.is_set():
            try:
                async with elected(self._database, "worker", give_up=self._stopping) as still_elected:
                    if still_elected is not None:
                        await self._work(still_elected)
            except (SQLAlchemyError, OSError):
                # The database is away for a moment: what is in it waits there.
                log.exception("the inbox cannot be read")
                await asyncio.sleep(IDLE_S)

    async def _work(self, still_elected: StillElected) -> None:
        if self._is_new:  # later, what has begun and is open was begun here
            async with self._database.begin() as session:
                crashed = await inbox.count_crashes(session)
            self._is_new = False
            if crashed:
                log.warning("%d updates were being handled when the last process died; they run again", crashed)
        asked_at = time.monotonic()
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                self._is_at_work = True
                is_taken = await self._take()
                self._is_called = False
                if not is_taken:
                    await self._pause()
                if time.monotonic() - asked_at > ASK_OFFICE_S:
                    await still_elected()
                    asked_at = time.monotonic()
        finally:
            self._is_at_work = self._is_called = False
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), IDLE_S)
        except TimeoutError:
            return

    async def _take(self) -> bool:
        free = self._at_once - len(self._busy)
        if free <= 0:
            return False
        now = self._clock()
        async with self._database.read() as session:
            waiting = await inbox.list_due(session, now=now, busy=list(self._busy), limit=free)
        if not waiting:
            return False
        received = [one.id for one in waiting if one.state is InboxState.RECEIVED]
        # While the search is not there yet, texts wait for it: a process that ends meanwhile has not died of them.
        can_begin = self._answers.is_ready
        if received and can_begin:
            async with self._database.begin() as session:
                await inbox.begin(session, received, now=now)
        for one in waiting:
            task = asyncio.create_task(
                self._see_through(one.id, one.actor_id, has_begun=can_begin), name=f"update {one.id}"
            )
            self._busy[one.actor_id] = task
            task.add_done_callback(functools.partial(self._leave, one.actor_id))
        return True

    def _leave(self, actor_id: int, _task: asyncio.Task[None]) -> None:
        self._busy.pop(actor_id, None)
        self._wake.set()

    async def _see_through(self, inbox_id: int, telegram_id: int, *, has_begun: bool) -> None:
        try:
            async with self._room:
                done = await self._handled(inbox_id, has_begun=has_begun)
            if done is None:
                return
            row, citizen = done
            if await self._replies.send(row):
                self._afterwards(citizen, telegram_id)
        except Exception:  # the loop must outlive any one update
            log.exception("update %d: could not be seen through; it stays open", inbox_id)
            await asyncio.sleep(IDLE_S)

    async def _handled(self, inbox_id: int, *, has_begun: bool) -> tuple[InboxUpdate, Citizen | None] | None:
        async with self._database.read() as session:
            row = await session.get_one(InboxUpdate, inbox_id)
        if row.state is InboxState.RECEIVED:
            return await self._handle(row, has_begun=has_begun)
        return row, None

    async def _handle(self, row: InboxUpdate, *, has_begun: bool) -> tuple[InboxUpdate, Citizen | None] | None:
        """The row once it is done, and whose it was; None when it is put off after a failure."""
        try:
            if inbox.is_hopeless(row):
                return await self._give_up(row.id, row.payload)
            raw = json.loads(row.payload or b"{}")
            update = Update.de_json(raw, self._application.bot)
            if self._flood.is_repeat(row.actor_id, raw, row.received_at):
                return await self._only_answer(row.id, update)
            if not has_begun:
                await self._begin_late(row.id, raw)
            known = await beforehand.look(raw, self._database, self._answers, self._links, self._clock())
            done = await self._in_one_unit_of_work(row.id, update, known)
            self._flood.acted_on(row.actor_id, raw, row.received_at)
            return done
        except Exception as error:
            log.exception("update %d: try %d failed", row.id, row.failures + 1)
            async with self._database.begin() as session:
                kept = await inbox.get(session, row.id)
                if kept.state is not InboxState.RECEIVED:
                    return None
                inbox.record_failure(kept, error, now=self._clock())
                hopeless = inbox.is_hopeless(kept)
            return await self._give_up(row.id, row.payload) if hopeless else None

    async def _begin_late(self, inbox_id: int, raw: dict[str, Any]) -> None:
        if beforehand.is_typed(raw):
            await self._answers.ready()
        async with self._database.begin() as session:
            await inbox.begin(session, [inbox_id], now=self._clock())

    async def _in_one_unit_of_work(
        self, inbox_id: int, update: Update, known: Beforehand
    ) -> tuple[InboxUpdate, Citizen | None] | None:
        async with self._database.begin() as session:
            row = await inbox.get(session, inbox_id)
            if row.state is not InboxState.RECEIVED:
                return None  # another process has handled it, after this one lost its office
            turn = Turn(
                session=session,
                now=self._clock(),
                voices=self._voices,
                answers=self._answers,
                inbox_id=inbox_id,
                bot_id=row.bot_id,
                bot_name=self._application.bot.username,
                reading=known.reading,
                similar=known.similar,
                unanswered=known.unanswered,
                outlook=known.outlook,
                numbers=known.numbers,
                watch_minimum=self._watch_minimum,
                broadcast_approval=self._broadcast_approval,
            )
            await self._seat(turn, update)
            token = current_turn.set(turn)
            try:
                await self._application.process_update(update)
            finally:
                current_turn.reset(token)
            if not turn.was_handled:
                raise Unhandled(row.kind)
            if turn.is_private and self._flood.is_time_to_slow_down(row.actor_id, row.received_at):
                turn.screens.append(Shown(slow_down(turn.t), anew=True))
            if turn.conversation is not None:
                turn.conversation.updated_at = turn.now
            inbox.finish(row, [reply.to_dict() for reply in staged(turn, update)])
        if turn.is_content_changed:
            await self._answers.rebuild(self._database)
        return row, turn.citizen or turn.erased

    async def _only_answer(self, inbox_id: int, update: Update) -> tuple[InboxUpdate, Citizen | None]:
        """The same press again: its spinner ends, and nothing is done a second time."""
        assert update.callback_query is not None
        answer = Reply("answerCallbackQuery", {"callback_query_id": update.callback_query.id})
        async with self._database.begin() as session:
            row = await inbox.get(session, inbox_id)
            inbox.finish(row, [answer.to_dict()])
        return row, None

    async def _seat(self, turn: Turn, update: Update) -> None:
        """Load the person and their conversation; only private chats have them."""
        chat, user = update.effective_chat, update.effective_user
        turn.is_private = user is not None and (chat is None or chat.id == user.id)
        if user is None or user.is_bot or not (turn.is_private or update.callback_query):
            return
        turn.citizen = await citizens.meet(
            turn.session, user.id, language_code=user.language_code, now=turn.now, quiet_hours=self._quiet_hours
        )
        if user.id in self._secretariat:
            await staff.appoint_first(turn.session, turn.citizen, now=turn.now)
        turn.conversation = await conversations.open_for(turn.session, turn.citizen, now=turn.now)
        conversations.let_go(turn.conversation, now=turn.now)

    async def _give_up(self, inbox_id: int, payload: bytes | None) -> tuple[InboxUpdate, Citizen | None]:
        log.error("update %d: given up after repeated failures; `achyk doctor` lists such updates", inbox_id)
        async with self._database.begin() as session:
            row = await inbox.get(session, inbox_id)
            citizen = await citizens.find(session, row.actor_id)
            inbox.give_up(row, [reply.to_dict() for reply in apology(payload, citizen, self._voices)])
        return row, citizen
