"""A broadcast under random actors, deliveries and kills: no illegal state, nobody gets it twice, a stop is a stop, and
whoever has switched announcements off is left out."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.pacing import Lane
from bot.rounds import Rounds
from locales.translator import Voices
from models import Broadcast, BroadcastState, Citizen, Language, Message, MessageState, Notice, Role, Unreachable
from services import broadcast_confirming, broadcasting, broadcasts, making, notifications, outbox
from services.hours import Moment
from services.outbox import Outcome
from tests.conftest import START, ZONE
from tests.services.office import officer, person
from tests.services.test_desk_machines import _Machine

S = BroadcastState
# state → the states that may follow it, as drawn in models/broadcast.py
FOLLOWING = {
    S.DRAFT: {S.AWAITING, S.SCHEDULED, S.RUNNING},
    S.AWAITING: {S.DRAFT, S.SCHEDULED, S.RUNNING},
    S.SCHEDULED: {S.RUNNING, S.STOPPED},
    S.RUNNING: {S.PAUSED, S.STOPPED, S.FINISHED},
    S.PAUSED: {S.RUNNING, S.STOPPED},
    S.STOPPED: set(),
    S.FINISHED: set(),
}
TEXTS = {Language.KY: "Демилгелерди чогултуу башталды.", Language.RU: "Сбор инициатив начался."}
# Announcers more often than those who are none, or little would ever be sent.
ACTORS = st.sampled_from(["announcer", "second announcer", "announcer", "second announcer", "officer", "author"])
READERS = ("author", "stranger", "third", "fourth")
WHICH = st.integers(0, 1)
BEYOND = set(S) - {S.DRAFT, S.AWAITING}
LEADS_TO = {"pause": S.PAUSED, "resume": S.RUNNING, "stop": S.STOPPED}
NOT_BEGUN = (MessageState.OPEN, MessageState.RETRY, MessageState.CLAIMED, MessageState.PAUSED)


def some(*states: S) -> Any:
    """A rule that is of use only where a broadcast is in one of these states; the other one may be in any."""
    return precondition(lambda self: any(self.states[one] in states for one in self.ids))


class BroadcastMachine(_Machine):
    """Two broadcasts in the hands of two announcers and of two who are none; four readers and delivery besides.

    Recipients are written down three at a time, so that presses fall in between.
    """

    def __init__(self) -> None:
        self.usual = (notifications.CHUNK, notifications.CHUNKS_AT_A_TIME)
        notifications.CHUNK, notifications.CHUNKS_AT_A_TIME = 3, 1
        super().__init__()

    def teardown(self) -> None:
        notifications.CHUNK, notifications.CHUNKS_AT_A_TIME = self.usual
        super().teardown()

    async def begin(self, session: AsyncSession) -> None:
        await super().begin(session)
        for number, name in enumerate(("announcer", "second announcer")):
            self.people[name] = (await officer(session, 40 + number, Role.ANNOUNCER)).id
        for number, name in enumerate(("third", "fourth")):
            self.people[name] = (await person(session, 50 + number)).id
        for name in self.people:  # the clock runs for hours here: nobody's night holds it up
            reader = await self.who(session, name)
            reader.quiet_from = reader.quiet_until = 0
        announcer = await self.who(session, "announcer")
        self.ids: list[int] = []
        for number in range(2):
            draft = await broadcasts.start(session, announcer, now=START)
            for lang, html in TEXTS.items():
                await broadcasts.set_text(session, announcer, draft.id, lang, f"{html} {'абв'[number] * 30}", now=START)
            await broadcasts.set_fallback(session, announcer, draft.id, Language.RU, now=START)
            self.ids.append(draft.id)
        # One is on its way when the walk begins, the other is a draft: so both ends of the drawing are walked.
        await broadcast_confirming.confirm(session, announcer, self.ids[0], now=self.now, zone=ZONE)
        self.states = dict(zip(self.ids, (S.RUNNING, S.DRAFT), strict=True))
        self.told_at_the_end: dict[int, int] = {}  # by broadcast that is over: how many recipients it had by then
        self.begun: Counter[int] = Counter()  # by message: how often its sending was begun
        self.resent: Counter[int] = Counter()
        self.frozen_at = {self.ids[0]: self.now}
        self.rounds = Rounds(self.database, Voices(ZONE), lambda: self.now, ZONE)

    def by(self, actor: str, act: Any) -> bool:
        async def run(session: AsyncSession) -> None:
            await act(session, await self.who(session, actor))

        was_allowed = self.done(run)
        assert actor.endswith("announcer") or not was_allowed, f"{actor} acted as an announcer"
        return was_allowed

    @rule(actor=ACTORS, which=WHICH, reader=st.sampled_from(["", *READERS, "newcomer"]), wanted=st.booleans())
    def life_goes_on(self, actor: str, which: int, reader: str, wanted: bool) -> None:
        """One rule for what moves no broadcast on, or the walks would not get far."""
        if reader:
            self.joins_or_switches_announcements(reader, wanted)
        else:
            self.edits(actor, which)

    def edits(self, actor: str, which: int) -> None:
        one = self.ids[which]
        text = f"Өзгөртүлдү. {'где'[which] * 30}"
        was = self.states[one]
        allowed = self.by(actor, lambda s, who: broadcasts.set_text(s, who, one, Language.KY, text, now=self.now))
        assert not allowed or was is S.DRAFT

    @some(S.DRAFT)
    @rule(actor=ACTORS, which=WHICH, later=st.booleans(), needs_approval=st.booleans())
    def confirms(self, actor: str, which: int, later: bool, needs_approval: bool) -> None:
        self.by(
            actor,
            lambda s, who: broadcast_confirming.confirm(
                s,
                who,
                self.ids[which],
                now=self.now,
                zone=ZONE,
                starts_at=self.now + timedelta(minutes=20) if later else None,
                needs_approval=needs_approval,
            ),
        )

    @some(S.AWAITING)
    @rule(actor=ACTORS, which=WHICH)
    def approves(self, actor: str, which: int) -> None:
        async def act(session: AsyncSession, who: Citizen) -> None:
            found = await broadcast_confirming.approve(session, who, self.ids[which], now=self.now, zone=ZONE)
            assert found.confirmed_by_id != who.id, "approved by its own announcer"

        self.by(actor, act)

    @some(S.AWAITING)
    @rule(actor=ACTORS, which=WHICH)
    def takes_back(self, actor: str, which: int) -> None:
        self.by(actor, lambda s, who: broadcast_confirming.take_back(s, who, self.ids[which], now=self.now))

    @some(*BEYOND)
    @rule(actor=ACTORS, which=WHICH, press=st.sampled_from(["pause", "resume", "stop"]))
    def presses(self, actor: str, which: int, press: str) -> None:
        one = self.ids[which]
        if self.by(actor, lambda s, who: getattr(broadcasting, press)(s, who, one, now=self.now)):
            found = self.look(lambda s: s.scalar(select(Broadcast.state).where(Broadcast.id == one)))
            assert found is LEADS_TO[press], f"{press} → {found}"

    @some(S.SCHEDULED)
    @rule(actor=ACTORS, which=WHICH)
    def unschedules(self, actor: str, which: int) -> None:
        made: list[int] = []

        async def act(session: AsyncSession, who: Citizen) -> None:
            made.append((await broadcasting.unschedule(session, who, self.ids[which], now=self.now)).id)

        if self.by(actor, act):
            self.only_drawn_steps_are_taken()
            self.ids[which] = made[0]
            self.states[made[0]] = S.DRAFT

    @some(S.FINISHED)
    @rule(actor=ACTORS, which=WHICH)
    def sends_the_unknown_again(self, actor: str, which: int) -> None:
        async def act(session: AsyncSession, who: Citizen) -> None:
            batch = f"broadcast:{self.ids[which]}"
            query = select(Message.id).where(Message.batch == batch, Message.state == MessageState.UNKNOWN)
            unknown = (await session.scalars(query)).all()
            await broadcasting.resend_unknown(session, who, self.ids[which], now=self.now)
            self.resent.update(unknown)

        self.by(actor, act)

    def joins_or_switches_announcements(self, reader: str, wanted: bool) -> None:
        async def act(session: AsyncSession) -> None:
            if reader == "newcomer":
                someone = await person(session, 1000 + int((self.now - START).total_seconds()))
                someone.created_at, someone.quiet_from, someone.quiet_until = self.now, 0, 0
            else:
                (await self.who(session, reader)).wants_announcements = wanted

        self.done(act)

    @some(S.SCHEDULED)
    @rule(minutes=st.sampled_from([1, 30, 70]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    async def _prepare(self) -> None:
        await broadcasting.settle(self.database, now=self.now)
        await self._make()

    async def _make(self) -> None:
        await notifications.run_due_fanouts(self.database, now=self.now)
        async with self.database.begin() as session:
            await making.make_messages(session, Moment(self.now, ZONE), weekly_cap=7)

    @some(*BEYOND)
    @rule(
        limit=st.sampled_from([1, 2, 9]),
        becomes=st.sampled_from(
            [MessageState.SENT, MessageState.SENT, MessageState.UNREACHABLE, MessageState.UNKNOWN, None]
        ),
        meanwhile=st.sampled_from(["", "pause", "stop"]),
        is_settled=st.booleans(),
    )
    def delivery_sends(self, limit: int, becomes: MessageState | None, meanwhile: str, is_settled: bool) -> None:
        """Renders, is overtaken by a press, renders the next, begins, records; None: killed between the last two.

        What waits has been moved to where its broadcast's state wants it right before, or before the last presses.
        """

        self.loop.run_until_complete(self._prepare() if is_settled else self._make())
        if is_settled:
            self.look(self._nobody_waits_for_what_is_stopped)
        ready, settled = self.loop.run_until_complete(self.rounds.take(Lane.BROADCAST, limit=limit))
        if meanwhile and ready:
            first = self.loop.run_until_complete(self._broadcast_of(ready[0].message.id))
            self.presses("announcer", self.ids.index(first), meanwhile)
            self.only_drawn_steps_are_taken()
            more, also = self.loop.run_until_complete(self.rounds.take(Lane.BROADCAST, limit=limit))
            ready, settled = [*ready, *more], [*settled, *also]

        async def send(session: AsyncSession) -> None:
            await outbox.record(session, settled, now=self.now)
            begun = await outbox.begin(session, [one.message.id for one in ready])
            self.begun.update(begun)
            for message_id in begun:
                await self._may_be_sent(session, message_id)
            if becomes is not None:
                await outbox.record(session, [Outcome(one, becomes, "blocked") for one in begun], now=self.now)
                lost = [one.message.citizen_id for one in ready if one.message.id in begun]
                if becomes is MessageState.UNREACHABLE:
                    await outbox.lose(session, lost, Unreachable.BLOCKED, now=self.now)

        self.done(send)
        if becomes is None:
            self.done(lambda session: outbox.recover(session, now=self.now))

    async def _broadcast_of(self, message_id: int) -> int:
        async with self.database.read() as session:
            message = await session.get_one(Message, message_id)
            return int((message.batch or "").partition(":")[2])

    async def _may_be_sent(self, session: AsyncSession, message_id: int) -> None:
        message = await session.get_one(Message, message_id)
        broadcast = await session.get_one(Broadcast, int((message.batch or "").partition(":")[2]))
        assert broadcast.state is S.RUNNING or self.resent[message_id], f"sent while {broadcast.state}"
        reader = await session.get_one(Citizen, message.citizen_id)
        assert broadcast.confirmed_at is not None
        assert reader.created_at <= self.frozen_at[broadcast.id], "sent to somebody who came after it was confirmed"
        assert reader.wants_announcements, "sent to somebody who has switched announcements off"

    @invariant()
    def nobody_gets_it_twice(self) -> None:
        assert all(times <= 1 + self.resent[message] for message, times in self.begun.items())

        async def doubles(session: AsyncSession) -> int:
            query = select(Message.batch).where(Message.kind == "broadcast").group_by(Message.batch, Message.citizen_id)
            return len((await session.scalars(query.having(func.count() > 1))).all())

        assert self.look(doubles) == 0

    @invariant()
    def only_drawn_steps_are_taken(self) -> None:
        async def check(session: AsyncSession) -> dict[int, S]:
            found = {one.id: one for one in (await session.scalars(select(Broadcast))).all()}
            for one, before in self.states.items():
                now = found[one].state
                # Between two looks a scheduled one may have begun and ended.
                within = FOLLOWING[before] | {after for step in FOLLOWING[before] for after in FOLLOWING[step]}
                assert now is before or now in within, f"{before} → {now}"
                assert before not in {S.STOPPED, S.FINISHED} or now is before
                assert found[one].approved_by_id is None or found[one].approved_by_id != found[one].confirmed_by_id
                assert now in {S.DRAFT, S.AWAITING} or found[one].starts_at is not None
            return {one.id: one.state for one in found.values()}

        before = self.states
        self.states = self.look(check)
        for one, now in self.states.items():
            if now in BEYOND and before.get(one) not in BEYOND:
                self.frozen_at[one] = self.now

    @invariant()
    def what_has_not_begun_has_reached_nobody(self) -> None:
        async def check(session: AsyncSession) -> None:
            query = select(Broadcast).where(Broadcast.state.in_((S.DRAFT, S.AWAITING)))
            causes = [one.cause for one in (await session.scalars(query)).all()]
            assert await session.scalar(select(func.count()).where(Notice.cause.in_(causes))) == 0

        self.look(check)

    @invariant()
    def what_is_stopped_reaches_nobody_else(self) -> None:
        """Nobody is written down any more."""

        async def check(session: AsyncSession) -> None:
            for one in (await session.scalars(select(Broadcast).where(Broadcast.state == S.STOPPED))).all():
                recipients = select(func.count()).where(Notice.cause == one.cause)
                told = await session.scalar(recipients) or 0
                assert told <= self.told_at_the_end.setdefault(one.id, told), "written down after the stop"

        self.look(check)

    async def _nobody_waits_for_what_is_stopped(self, session: AsyncSession) -> None:
        for one in (await session.scalars(select(Broadcast).where(Broadcast.state == S.STOPPED))).all():
            waiting = select(Message.id).where(Message.batch == one.cause, Message.state.in_(NOT_BEGUN))
            silent = select(Notice.id).where(Notice.cause == one.cause, Notice.message_id.is_(None))
            for left in (waiting, silent):
                assert not (await session.scalars(left)).all(), "left waiting after the stop"

    @invariant()
    def what_is_over_leaves_nobody_open(self) -> None:
        async def check(session: AsyncSession) -> None:
            settled = (await session.scalars(select(Broadcast).where(Broadcast.settled_at.is_not(None)))).all()
            for one in settled:
                shown = await broadcasting.progress(session, one, now=self.now)
                again = sum(self.resent.values())
                assert shown.left <= again or one.state is S.STOPPED

        self.look(check)


TestBroadcasts = BroadcastMachine.TestCase
TestBroadcasts.settings = settings(
    max_examples=6, stateful_step_count=25, suppress_health_check=list(HealthCheck), derandomize=True
)
