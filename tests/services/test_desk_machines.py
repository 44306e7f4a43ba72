"""Initiatives and questions under random actors: no illegal state, nobody told twice, nothing unpublished shown."""

import asyncio
import itertools
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

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
from services import answering, clarifications, content, decisions, initiatives, questions, reviews, supports, tasks
from services.answering import Said
from services.errors import Refused
from services.files import Received
from services.tasks import Thing
from tests.conftest import START, ZONE
from tests.services.office import TITLES, officer, person, sent
from tests.services.public import Outside, told

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
SECRET_NAME = "Айзада Токтосунова"
KINDS = (
    "under-review",
    "published",
    "merged",
    "clarification",
    "decision",
    "supported-merged",
    "supported-decision",
)
SPOKEN = ("answer", "answer-edited", "asked-on")
# Staff act more often than others try to: what nobody has begun cannot be brought to its end.
ACTORS = st.sampled_from(["officer", "officer", "officer", "second officer", "author", "stranger"])
CLARIFIED = st.sampled_from(["proposal", "proposal", "theme", "files"])
WHICH = st.integers(0, 2)
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
        self.is_changed = True
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

        was_allowed = self.loop.run_until_complete(run())
        self.is_changed |= was_allowed
        return was_allowed

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
    """Three initiatives, of the author, the stranger and the author again, in the hands of everybody.

    ``published``: what staff have published of each, kept beside the bot's own books. ``secrets``: words that were
    written somewhere; each may be read outside only once it is among what is published.
    """

    async def begin(self, session: AsyncSession) -> None:
        await super().begin(session)
        author, stranger = await self.who(session, "author"), await self.who(session, "stranger")
        owners = (author, stranger, author)
        self.owners = [one.id for one in owners]
        self.ids = [(await sent(session, one, title)).id for one, title in zip(owners, TITLES, strict=True)]
        first = await reviews.load(session, self.ids[0])
        first.name, first.contact, first.contact_consented_at = SECRET_NAME, "+996700123456", START
        self.published: dict[int, set[str]] = {}
        self.decided: set[str] = set()  # reasons of published decisions
        self.secrets = {SECRET_NAME, "+996700123456", *TITLES}
        self.told: Counter[tuple[str, str, int]] = Counter()  # (kind, subject, person): how often it should be told
        self.outside = Outside(self.database)
        # Two are published and supported already, and the second is to be clarified, so that more of the walks come
        # to what follows. The third nobody has read.
        officer, other = await self.who(session, "officer"), await self.who(session, "second officer")
        for one, owner in zip(self.ids[:2], owners, strict=False):
            await reviews.publish(session, officer, one, now=START, confirmed=True)
            text = (await reviews.load(session, one)).text
            self.published[one] = {part for part in (text.title, text.proposal) if part}
            self.expect("published", one, [owner.id])
            await supports.support(session, other, one, now=START)
        remark = self.fresh_words("Эмнени тактоо керек")
        await clarifications.ask(session, officer, self.ids[1], ["proposal"], remark=remark, now=START)
        self.expect("clarification", self.ids[1], [stranger.id])

    def teardown(self) -> None:
        self.is_changed = True  # what was refused has changed nothing either
        self.nothing_is_read_outside_but_what_is_published()
        self.loop.run_until_complete(self.outside.close())
        super().teardown()

    def fresh_words(self, about: str) -> str:
        """Words that nobody has written before."""
        words = f"{about} {self.now:%d%H%M%S}"
        self.secrets.add(words)
        return words

    def by_staff(self, actor: str, act: Callable[[AsyncSession, Citizen], Awaitable[Any]]) -> bool:
        async def run(session: AsyncSession) -> None:
            await act(session, await self.who(session, actor))

        was_allowed = self.done(run)
        assert self.is_staff(actor) or not was_allowed, f"{actor} acted as staff"
        return was_allowed

    def expect(self, kind: str, subject: int, people: Iterable[int]) -> None:
        for person_id in set(people):
            self.told[kind, str(subject), person_id] += 1

    def state_of(self, which: int) -> S:
        return self.look(
            lambda session: session.scalar(select(Initiative.state).where(Initiative.id == self.ids[which]))
        )

    def people_of(self, which: int) -> set[int]:
        query = select(Support.citizen_id).where(Support.initiative_id == self.ids[which])

        async def supporters(session: AsyncSession) -> set[int]:
            return set((await session.scalars(query)).all())

        return {self.owners[which], *self.look(supporters)}

    def words_of(self, which: int) -> set[str]:
        async def words(session: AsyncSession) -> set[str]:
            one = await reviews.load(session, self.ids[which])
            return {part for part in (one.text.title, one.text.proposal) if part}

        return self.look(words)

    # One rule for what moves little on, or the walks would not get far.
    @rule(actor=ACTORS, which=WHICH, act=st.sampled_from(["begins", "takes", "releases", "notes"]))
    def handles(self, actor: str, which: int, act: str) -> None:
        getattr(self, act)(actor, which)

    def begins(self, actor: str, which: int) -> None:
        before = self.state_of(which)
        if self.by_staff(actor, lambda s, who: reviews.begin(s, who, self.ids[which], now=self.now)):
            self.expect_begun(which, before)

    def expect_begun(self, which: int, before: S) -> None:
        if before is S.SUBMITTED:
            self.expect("under-review", self.ids[which], [self.owners[which]])

    @rule(actor=ACTORS, which=WHICH, act=st.sampled_from(["publish", "unasked", "unpublish"]))
    def shows_or_hides(self, actor: str, which: int, act: str) -> None:
        if act == "unpublish":
            self.unpublishes(actor, which)
        else:
            self.publishes(actor, which, confirmed=act == "publish")

    def publishes(self, actor: str, which: int, *, confirmed: bool) -> None:
        one = self.ids[which]
        if self.by_staff(actor, lambda s, who: reviews.publish(s, who, one, now=self.now, confirmed=confirmed)):
            if not self.told["published", str(one), self.owners[which]]:
                self.expect("published", one, [self.owners[which]])
            self.published.setdefault(one, self.words_of(which))

    def unpublishes(self, actor: str, which: int) -> None:
        if self.by_staff(actor, lambda s, who: reviews.unpublish(s, who, self.ids[which], now=self.now)):
            self.published.pop(self.ids[which], None)

    def takes(self, actor: str, which: int) -> None:
        before = self.state_of(which)
        was_free = self.look(lambda s: s.scalar(select(Initiative.assignee_id).where(Initiative.id == self.ids[which])))
        taking = self.by_staff(
            actor, lambda s, who: tasks.take(s, who, Thing.INITIATIVE, self.ids[which], now=self.now)
        )
        if taking and was_free is None:
            self.expect_begun(which, before)

    def releases(self, actor: str, which: int) -> None:
        self.by_staff(actor, lambda s, who: tasks.release(s, who, Thing.INITIATIVE, self.ids[which], now=self.now))

    def notes(self, actor: str, which: int) -> None:
        words = self.fresh_words("Ички белги")
        self.by_staff(
            actor, lambda s, who: reviews.add_note(s, who, words, initiative_id=self.ids[which], now=self.now)
        )

    @rule(actor=ACTORS, which=WHICH, field=CLARIFIED)
    def asks_to_clarify(self, actor: str, which: int, field: str) -> None:
        remark = self.fresh_words("Эмнени тактоо керек")

        async def act(session: AsyncSession, who: Citizen) -> None:
            await clarifications.ask(session, who, self.ids[which], [field], remark=remark, now=self.now)

        if self.by_staff(actor, act):
            self.expect("clarification", self.ids[which], [self.owners[which]])

    @rule(actor=ACTORS, which=WHICH, outcome=st.sampled_from(Outcome), with_reason=st.booleans())
    def decides(self, actor: str, which: int, outcome: Outcome, with_reason: bool) -> None:
        reasons = {Language.KY: self.fresh_words("Чечимдин себеби")} if with_reason else {}
        commitment = "open-data-policy" if outcome is Outcome.IN_PLAN else None

        async def act(session: AsyncSession, who: Citizen) -> None:
            await decisions.decide(
                session, who, self.ids[which], outcome, reasons=reasons, commitment_id=commitment, now=self.now
            )
            assert with_reason or outcome is not Outcome.REJECTED, "refused without a reason"

        self.by_staff(actor, act)

    @rule(actor=ACTORS, which=WHICH, confirmed=st.booleans())
    def publishes_the_decision(self, actor: str, which: int, confirmed: bool) -> None:
        latest = select(Decision).where(Decision.initiative_id == self.ids[which]).options(selectinload(Decision.texts))
        decision = self.look(lambda s: s.scalar(latest.order_by(Decision.position.desc()).limit(1)))
        people = self.people_of(which)

        async def act(session: AsyncSession, who: Citizen) -> None:
            await decisions.publish(session, who, decision.id if decision else 999, now=self.now, confirmed=confirmed)

        if self.by_staff(actor, act) and decision.published_at is None:
            self.expect("decision", decision.id, people)
            self.decided |= {text.reason for text in decision.texts}

    @rule(actor=ACTORS, which=WHICH, other=st.sampled_from([1, 1, 2, 2, 0]))
    def merges(self, actor: str, which: int, other: int) -> None:
        other = (which + other) % 3
        one, into, people = self.ids[which], self.ids[other], self.people_of(which)
        if self.by_staff(actor, lambda s, who: reviews.merge(s, who, one, into_id=into, now=self.now)):
            self.expect("merged", one, people)
            everybody = self.people_of(other)
            assert people <= everybody, "somebody was lost in a merger"

    @rule(actor=st.sampled_from(["author", "stranger"]), which=WHICH)
    def withdraws(self, actor: str, which: int) -> None:
        async def act(session: AsyncSession) -> None:
            who = await self.who(session, actor)
            one = await initiatives.get_own(session, who, self.ids[which], now=self.now)
            await initiatives.withdraw(session, who, one, now=self.now)

        if self.done(act):
            assert self.people[actor] == self.owners[which]
            self.published.pop(self.ids[which], None)

    @rule(is_own=st.sampled_from([True, True, False]), which=WHICH)
    def clarifies(self, is_own: bool, which: int) -> None:
        owner = "author" if self.owners[which] == self.people["author"] else "stranger"
        actor = owner if is_own else ({"author", "stranger"} - {owner}).pop()
        fresh = self.fresh_words("Ар бир мамлекеттик мектеп кирешесин жарыяласын")
        changed: set[str] = set()

        async def act(session: AsyncSession) -> None:
            who = await self.who(session, actor)
            asked = await clarifications.find_open(session, self.ids[which])
            asked, one = await clarifications.get_own(session, who, asked.id if asked else 0, now=self.now)
            for field in asked.names:
                value = fresh if field == "proposal" else None
                await clarifications.answer(session, asked, field, value, now=self.now)
            await clarifications.send(session, who, asked, one, now=self.now)
            changed.update(asked.names)

        if self.done(act):
            assert self.people[actor] == self.owners[which]
            if "proposal" in changed:
                self.published.pop(self.ids[which], None)

    @rule(actor=st.sampled_from(["author", "stranger", "officer"]), which=WHICH, is_for=st.booleans())
    def supports(self, actor: str, which: int, is_for: bool) -> None:
        async def act(session: AsyncSession) -> None:
            who = await self.who(session, actor)
            if is_for:
                await supports.support(session, who, self.ids[which], now=self.now)
            else:
                await supports.withdraw(session, who, self.ids[which])

        if self.done(act) and is_for:
            assert self.ids[which] in self.published, "support for what nobody can see"
            assert self.people[actor] != self.owners[which], "support for one's own"

    @invariant()
    def only_drawn_steps_are_taken(self) -> None:
        async def check(session: AsyncSession) -> None:
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

        self.look(check)

    @invariant()
    def a_state_is_decided_exactly_by_a_published_decision(self) -> None:
        async def check(session: AsyncSession) -> None:
            for one in (await session.scalars(select(Initiative))).all():
                public = await decisions.latest_published(session, one.id)
                decided = one.state in {S.ACCEPTED, S.IN_PLAN, S.REJECTED}
                assert decided == (public is not None)
                assert public is None or public.outcome.value == one.state.value
                assert decided <= (one.decision_published_at is not None)

        self.look(check)

    @invariant()
    def everybody_is_told_what_concerns_them_exactly_once(self) -> None:
        async def check(session: AsyncSession) -> None:
            query = select(Notice.kind, Notice.subject, Notice.citizen_id).where(Notice.kind.in_(KINDS))
            heard = Counter(
                (kind.removeprefix("supported-"), subject.partition(":")[0], reader)
                for kind, subject, reader in await session.execute(query)
            )
            assert heard == self.told
            of_authors = select(Notice.cause, Notice.citizen_id).where(
                Notice.kind.in_(KINDS), ~Notice.kind.startswith("supported-")
            )
            for cause, reader in await session.execute(of_authors):  # only what is theirs comes at night
                assert reader == self.owners[self.ids.index(int(cause.split(":")[1]))]

        self.look(check)

    @invariant()
    def nothing_is_read_outside_but_what_is_published(self) -> None:
        """In the list, the pages, the open data, the feed, the search, and in what others than the author are told."""
        if not self.is_changed:
            return
        self.is_changed = False
        allowed = self.decided.union(*self.published.values())
        outside = self.loop.run_until_complete(self.outside.read_all())
        assert {words for words in self.secrets if words in outside} <= allowed
        visible = {number for number in (self.number_of(one) for one in self.published) if number not in outside}
        assert not visible, "published, and seen nowhere"
        for which, title in enumerate(TITLES):
            found = self.loop.run_until_complete(self.outside.finds(title))
            assert found <= set(self.published), f"the search finds what is not published: {which}"

        async def read(session: AsyncSession) -> None:
            for reader, notice, text in await told(session, KINDS):
                subject = notice.subject.partition(":")[0]
                about = str(await _about(session, notice)) if notice.kind.endswith("decision") else subject
                if reader.id != self.owners[self.ids.index(int(about))]:
                    leaked = {words for words in self.secrets if words in text} - allowed
                    # Who supported it has read its title while it was published.
                    assert not leaked or (
                        notice.kind.endswith("merged") and leaked == {TITLES[self.ids.index(int(about))]}
                    )
                assert not any("Ички белги" in words or words == SECRET_NAME for words in self.secrets if words in text)

        self.look(read)

    def number_of(self, initiative_id: int) -> str:
        return self.look(lambda s: s.scalar(select(Initiative.number).where(Initiative.id == initiative_id)))

    @invariant()
    def people_of_the_plan_follow_its_commitment(self) -> None:
        async def check(session: AsyncSession) -> None:
            in_plan = select(Initiative.author_id).where(Initiative.state == S.IN_PLAN)
            followers = (await session.scalars(select(Subscription.citizen_id))).all()
            assert set((await session.scalars(in_plan)).all()) <= set(followers)
            assert len(followers) == len(set(followers))

        self.look(check)


async def _about(session: AsyncSession, notice: Notice) -> int:
    return (await session.get_one(Decision, int(notice.subject))).initiative_id


class QuestionMachine(_Machine):
    """One question between its author and staff."""

    async def begin(self, session: AsyncSession) -> None:
        await super().begin(session)
        author = await self.who(session, "author")
        asked = await questions.ask(session, author, "Айыл өкмөтү бюджетин кайда жарыялайт?", now=START, zone=ZONE)
        self.question = asked.id
        self.said = 0
        self.told: Counter[str] = Counter()  # by kind of notice: how many there should be

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
        self.told["answer"] += was_allowed

    @rule(actor=ACTORS, with_file=st.booleans())
    def asks_on(self, actor: str, with_file: bool) -> None:
        said = self.words("Сайты жок болсочу?", with_file=with_file)

        async def act(session: AsyncSession) -> None:
            await answering.ask_on(session, await self.who(session, actor), self.question, said, bot_id=1, now=self.now)

        whose = self.look(lambda s: s.scalar(select(Question.assignee_id).where(Question.id == self.question)))
        if self.done(act):
            assert actor == "author"
            self.told["asked-on"] += whose is not None

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
            text = f"Оңдолду {self.now}"
            edited = await answering.edit(session, who, chat_id=1, message_id=message, text=text, now=self.now)
            self.told["answer-edited"] += edited is not None and edited.is_staff

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
            told = Counter((await session.scalars(select(Notice.kind).where(Notice.kind.in_(SPOKEN)))).all())
            assert told == +self.told
            heard = select(Notice.id).where(Notice.kind != "asked-on", Notice.citizen_id != self.people["author"])
            assert not (await session.scalars(heard.where(Notice.kind.in_(SPOKEN)))).all(), "told to somebody else"

        self.look(check)


_LIMITS = settings(max_examples=6, stateful_step_count=30, suppress_health_check=list(HealthCheck), derandomize=True)
TestInitiatives = InitiativeMachine.TestCase
TestInitiatives.settings = _LIMITS
TestQuestions = QuestionMachine.TestCase
TestQuestions.settings = _LIMITS
