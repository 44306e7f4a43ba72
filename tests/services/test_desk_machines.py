"""Initiatives and questions under random actors: no illegal state, nobody told twice, nothing unpublished shown."""

import asyncio
import itertools
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Citizen,
    Decision,
    FileKind,
    Initiative,
    InitiativeEvent,
    InitiativeState,
    Language,
    Notice,
    Outcome,
    Question,
    QuestionState,
    Subscription,
    Support,
    migrations,
)
from models.database import Database
from services import answering, clarifications, content, decisions, initiatives, questions, reviews, tasks
from services.answering import Said
from services.errors import Refused
from services.files import Received
from services.tasks import Thing
from tests.conftest import START, ZONE
from tests.services.office import TITLES, officer, person, sent

S = InitiativeState
# state → the states that may follow it, as drawn in models/initiative.py
FOLLOWING = {
    S.SUBMITTED: {S.UNDER_REVIEW, S.CLARIFICATION, S.ACCEPTED, S.IN_PLAN, S.REJECTED, S.MERGED, S.WITHDRAWN},
    S.UNDER_REVIEW: {S.CLARIFICATION, S.ACCEPTED, S.IN_PLAN, S.REJECTED, S.MERGED, S.WITHDRAWN},
    S.CLARIFICATION: {S.UNDER_REVIEW, S.MERGED, S.WITHDRAWN},
    S.ACCEPTED: {S.IN_PLAN},
    S.IN_PLAN: set(),
    S.REJECTED: set(),
    S.WITHDRAWN: set(),
    S.MERGED: set(),
}
REASON = "Буга чейин аткарылган иш экен."
ACTORS = st.sampled_from(["officer", "second officer", "author", "stranger"])
WHICH = st.integers(0, 1)
_TEMPLATE: list[Path] = []


async def _made(folder: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{folder / 'made.db'}", _CIPHER)
    await migrations.upgrade(database)
    async with database.begin() as session:
        await content.load(session, now=START)
    await database.close()


_CIPHER = Fernet(Fernet.generate_key())


class _Machine(RuleBasedStateMachine):
    """One database a run; every rule is one unit of work, a refusal is a legal answer."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        if not _TEMPLATE:
            made = Path(tempfile.mkdtemp())
            self.loop.run_until_complete(_made(made))
            _TEMPLATE.append(made / "made.db")
        file = Path(self.folder.name) / "test.db"
        file.write_bytes(_TEMPLATE[0].read_bytes())
        self.database = Database(f"sqlite+aiosqlite:///{file}", _CIPHER)
        self.now = START
        self.people: dict[str, int] = {}
        self.done(self.begin)

    async def begin(self, session: AsyncSession) -> None:
        for number, name in enumerate(("officer", "second officer")):
            self.people[name] = (await officer(session, 10 + number)).id
        self.people["author"] = (await person(session, 20)).id
        self.people["stranger"] = (await person(session, 30, Language.RU)).id

    def done(self, act: Callable[[AsyncSession], Awaitable[Any]]) -> bool:
        """Whether the act was allowed."""
        self.now += timedelta(minutes=1)

        async def run() -> bool:
            async with self.database.begin() as session:
                try:
                    await act(session)
                except Refused:
                    return False
            return True

        return self.loop.run_until_complete(run())

    def look(self, see: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            async with self.database.read() as session:
                return await see(session)

        return self.loop.run_until_complete(run())

    async def who(self, session: AsyncSession, name: str) -> Citizen:
        return await session.get_one(Citizen, self.people[name])

    def is_staff(self, actor: str) -> bool:
        return actor.endswith("officer")

    def teardown(self) -> None:
        self.loop.run_until_complete(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    @invariant()
    def nobody_is_told_twice(self) -> None:
        async def doubles(session: AsyncSession) -> int:
            query = select(Notice.cause).group_by(Notice.cause, Notice.citizen_id).having(func.count() > 1)
            return len((await session.scalars(query)).all())

        assert self.look(doubles) == 0


class InitiativeMachine(_Machine):
    """Two initiatives, of the author and of the stranger, in the hands of everybody."""

    async def begin(self, session: AsyncSession) -> None:
        await super().begin(session)
        author, stranger = await self.who(session, "author"), await self.who(session, "stranger")
        self.ids = [(await sent(session, author)).id, (await sent(session, stranger, TITLES[1])).id]
        self.before = dict.fromkeys(self.ids, S.SUBMITTED)

    def by_staff(self, actor: str, act: Callable[[AsyncSession, Citizen], Awaitable[Any]]) -> None:
        async def run(session: AsyncSession) -> None:
            await act(session, await self.who(session, actor))

        was_allowed = self.done(run)
        assert self.is_staff(actor) or not was_allowed, f"{actor} acted as staff"

    @rule(actor=ACTORS, which=WHICH)
    def begins(self, actor: str, which: int) -> None:
        self.by_staff(actor, lambda s, who: reviews.begin(s, who, self.ids[which], now=self.now))

    @rule(actor=ACTORS, which=WHICH, confirmed=st.booleans())
    def publishes(self, actor: str, which: int, confirmed: bool) -> None:
        self.by_staff(actor, lambda s, who: reviews.publish(s, who, self.ids[which], now=self.now, confirmed=confirmed))

    @rule(actor=ACTORS, which=WHICH)
    def unpublishes(self, actor: str, which: int) -> None:
        self.by_staff(actor, lambda s, who: reviews.unpublish(s, who, self.ids[which], now=self.now))

    @rule(actor=ACTORS, which=WHICH)
    def takes(self, actor: str, which: int) -> None:
        self.by_staff(actor, lambda s, who: tasks.take(s, who, Thing.INITIATIVE, self.ids[which], now=self.now))

    @rule(actor=ACTORS, which=WHICH, field=st.sampled_from(clarifications.FIELDS))
    def asks_to_clarify(self, actor: str, which: int, field: str) -> None:
        self.by_staff(actor, lambda s, who: clarifications.ask(s, who, self.ids[which], [field], now=self.now))

    @rule(actor=ACTORS, which=WHICH, outcome=st.sampled_from(Outcome), with_reason=st.booleans())
    def decides(self, actor: str, which: int, outcome: Outcome, with_reason: bool) -> None:
        reasons = {Language.KY: REASON} if with_reason else {}
        commitment = "open-data-policy" if outcome is Outcome.IN_PLAN else None

        async def act(session: AsyncSession, who: Citizen) -> None:
            await decisions.decide(
                session, who, self.ids[which], outcome, reasons=reasons, commitment_id=commitment, now=self.now
            )
            assert with_reason or outcome is not Outcome.REJECTED, "refused without a reason"

        self.by_staff(actor, act)

    @rule(actor=ACTORS, which=WHICH, confirmed=st.booleans())
    def publishes_the_decision(self, actor: str, which: int, confirmed: bool) -> None:
        async def act(session: AsyncSession, who: Citizen) -> None:
            query = select(Decision.id).where(Decision.initiative_id == self.ids[which])
            latest = await session.scalar(query.order_by(Decision.position.desc()).limit(1))
            await decisions.publish(session, who, latest or 999, now=self.now, confirmed=confirmed)

        self.by_staff(actor, act)

    @rule(actor=ACTORS, which=WHICH)
    def merges(self, actor: str, which: int) -> None:
        into = self.ids[1 - which]
        self.by_staff(actor, lambda s, who: reviews.merge(s, who, self.ids[which], into_id=into, now=self.now))

    @rule(actor=st.sampled_from(["author", "stranger"]), which=WHICH)
    def withdraws(self, actor: str, which: int) -> None:
        async def act(session: AsyncSession) -> None:
            who = await self.who(session, actor)
            one = await initiatives.get_own(session, who, self.ids[which], now=self.now)
            await initiatives.withdraw(session, who, one, now=self.now)

        assert self.done(act) is False or (actor == "author") == (which == 0)

    @rule(actor=st.sampled_from(["author", "stranger"]), which=WHICH)
    def clarifies(self, actor: str, which: int) -> None:
        async def act(session: AsyncSession) -> None:
            who = await self.who(session, actor)
            asked = await clarifications.find_open(session, self.ids[which])
            asked, one = await clarifications.get_own(session, who, asked.id if asked else 0, now=self.now)
            for field in asked.names:
                value = "Ар бир мамлекеттик мектеп кирешесин жарыяласын." if field == "proposal" else None
                await clarifications.answer(session, asked, field, value, now=self.now)
            await clarifications.send(session, who, asked, one, now=self.now)

        assert self.done(act) is False or (actor == "author") == (which == 0)

    @rule(actor=st.sampled_from(["author", "stranger", "officer"]), which=WHICH)
    def supports(self, actor: str, which: int) -> None:
        async def act(session: AsyncSession) -> None:
            one = await session.get_one(Initiative, self.ids[which])
            if one.published_at is not None and one.author_id != self.people[actor]:
                await session.merge(Support(initiative_id=one.id, citizen_id=self.people[actor], supported_at=START))

        self.done(act)

    @invariant()
    def only_drawn_steps_are_taken(self) -> None:
        async def states(session: AsyncSession) -> dict[int, S]:
            query = select(InitiativeEvent.initiative_id, InitiativeEvent.state).order_by(InitiativeEvent.id)
            walked: dict[int, list[S]] = {}
            for row in await session.execute(query):
                walked.setdefault(row.initiative_id, []).append(row.state)
            for steps in walked.values():
                assert steps[0] is S.SUBMITTED
                for before, after in itertools.pairwise(steps):
                    assert after in FOLLOWING[before], f"{before} → {after}"
            found = (await session.execute(select(Initiative.id, Initiative.state))).all()
            assert all(walked[one.id][-1] is one.state for one in found)
            return {one.id: one.state for one in found}

        self.before = self.look(states)

    @invariant()
    def what_is_not_published_is_seen_nowhere(self) -> None:
        async def check(session: AsyncSession) -> None:
            for one in (await session.scalars(select(Initiative))).all():
                public = await decisions.latest_published(session, one.id)
                decided = one.state in {S.ACCEPTED, S.IN_PLAN, S.REJECTED}
                assert decided == (public is not None)
                assert public is None or public.outcome.value == one.state.value
                assert decided <= (one.decision_published_at is not None)
            told = select(Notice.subject).where(Notice.kind == "decision")
            for subject in (await session.scalars(told)).all():
                assert await decisions.find_published(session, int(subject)) is not None

        self.look(check)

    @invariant()
    def people_of_the_plan_follow_its_commitment(self) -> None:
        async def check(session: AsyncSession) -> None:
            in_plan = select(Initiative.author_id).where(Initiative.state == S.IN_PLAN)
            followers = (await session.scalars(select(Subscription.citizen_id))).all()
            assert set((await session.scalars(in_plan)).all()) <= set(followers)
            assert len(followers) == len(set(followers))

        self.look(check)


class QuestionMachine(_Machine):
    """One question between its author and staff."""

    async def begin(self, session: AsyncSession) -> None:
        await super().begin(session)
        author = await self.who(session, "author")
        asked = await questions.ask(session, author, "Айыл өкмөтү бюджетин кайда жарыялайт?", now=START, zone=ZONE)
        self.question = asked.id
        self.said = 0
        self.answered = 0

    def words(self, text: str | None, *, with_file: bool) -> Said:
        self.said += 1
        file = Received(FileKind.PHOTO, f"u{self.said}", f"f{self.said}", 100) if with_file else None
        return Said(chat_id=1, message_id=self.said, text=text, file=file)

    @rule(actor=ACTORS, text=st.sampled_from([None, "х", "Сайтына жарыялайт."]), with_file=st.booleans())
    def answers(self, actor: str, text: str | None, with_file: bool) -> None:
        said = self.words(text, with_file=with_file)

        async def act(session: AsyncSession) -> None:
            await answering.answer(session, await self.who(session, actor), self.question, said, bot_id=1, now=self.now)

        was_allowed = self.done(act)
        assert self.is_staff(actor) or not was_allowed
        self.answered += was_allowed

    @rule(actor=ACTORS, with_file=st.booleans())
    def asks_on(self, actor: str, with_file: bool) -> None:
        said = self.words("Сайты жок болсочу?", with_file=with_file)

        async def act(session: AsyncSession) -> None:
            await answering.ask_on(session, await self.who(session, actor), self.question, said, bot_id=1, now=self.now)

        assert self.done(act) is False or actor == "author"

    @rule(actor=ACTORS)
    def thanks(self, actor: str) -> None:
        async def act(session: AsyncSession) -> None:
            await answering.thank(session, await self.who(session, actor), self.question, now=self.now)

        assert self.done(act) is False or actor == "author"

    @rule(actor=ACTORS, message=st.integers(1, 5))
    @precondition(lambda self: self.said > 0)
    def edits(self, actor: str, message: int) -> None:
        async def act(session: AsyncSession) -> None:
            who = await self.who(session, actor)
            await answering.edit(session, who, chat_id=1, message_id=message, text=f"Оңдолду {self.now}", now=self.now)

        self.done(act)

    @rule(actor=ACTORS, is_taking=st.booleans())
    def takes_or_releases(self, actor: str, is_taking: bool) -> None:
        async def act(session: AsyncSession) -> None:
            do = tasks.take if is_taking else tasks.release
            await do(session, await self.who(session, actor), Thing.QUESTION, self.question, now=self.now)

        assert self.done(act) is False or self.is_staff(actor)

    @invariant()
    def it_waits_exactly_while_it_is_open(self) -> None:
        async def check(session: AsyncSession) -> None:
            one = await session.get_one(Question, self.question)
            assert (one.state is QuestionState.OPEN) == (one.waits_since is not None)
            assert one.thanked_at is None or one.state is QuestionState.ANSWERED
            told = select(func.count()).where(Notice.kind == "answer", Notice.citizen_id == self.people["author"])
            assert await session.scalar(told) == self.answered

        self.look(check)


_LIMITS = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
TestInitiatives = InitiativeMachine.TestCase
TestInitiatives.settings = _LIMITS
TestQuestions = QuestionMachine.TestCase
TestQuestions.settings = _LIMITS
