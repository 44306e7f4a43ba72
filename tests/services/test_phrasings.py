"""Staff teach the search other ways of asking: each line has an outcome, nothing is taught to two entries."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    AuditEntry,
    Citizen,
    ContentVersion,
    FaqEntry,
    FaqPhrasing,
    FaqText,
    Language,
    Origin,
    Role,
)
from models.database import Database
from services import content, library, phrasings
from services.errors import NotFound, NotYours
from services.phrasings import LONGEST, MOST, MOST_AT_ONCE, Outcome, judge, lines_of, outline_of
from services.search import DocumentKind, Hit
from tests.conftest import START
from tests.services.office import officer, person

HORSES, DRONES = "t-1", "t-2"


@pytest.fixture
async def desk(session: AsyncSession) -> Citizen:
    """A moderator before two entries, one of which came with phrasings of the release."""
    for place, (entry_id, title) in enumerate([(HORSES, "Тулпар деген эмне?"), (DRONES, "Дронду кайда коём?")]):
        session.add(FaqEntry(id=entry_id, category_id="about", position=place, published_at=START))
        await session.flush()
        session.add(FaqText(entry_id=entry_id, lang=Language.KY, title=title, answer="Мындай жана тигиндей."))
    shipped = FaqPhrasing(entry_id=HORSES, lang=Language.KY, text="тулпарга ким кирет", origin=Origin.SEED)
    session.add(shipped)
    await session.flush()
    return await officer(session, 71)


async def added(
    session: AsyncSession, desk: Citizen, text: str, entry_id: str = HORSES, lang: Language = Language.KY
) -> phrasings.Added:
    return await phrasings.add(session, desk, entry_id, lang, text, now=START)


class TestAdding:
    async def test_each_line_is_kept_and_listed_beside_those_of_the_release(self, session, desk):
        made = await added(session, desk, "  тулпар   качан болот \n\ntulparga kantip barsam bolot")
        assert [one.outcome for one in made.lines] == [Outcome.ADDED] * 2
        assert made.is_content_changed
        found = await phrasings.list_of(session, desk, HORSES, now=START)
        assert [one.text for one in found.of(Language.KY)] == ["тулпар качан болот", "tulparga kantip barsam bolot"]
        assert found.of(Language.RU) == []
        assert found.shipped == {Language.KY: 1}
        other = await phrasings.list_of(session, desk, DRONES, now=START)
        assert (other.own, dict(other.shipped)) == ([], {})

    async def test_what_the_search_reads_alike_is_one(self, session, desk):
        made = await added(
            session, desk, "Тулпар качан өтөт\ntulpar kachan otot?\nТУЛПАРГА КИМ КИРЕТ?\nТулпар деген эмне"
        )
        outcomes = [one.outcome for one in made.lines]
        assert outcomes == [Outcome.ADDED, Outcome.KNOWN, Outcome.KNOWN, Outcome.KNOWN]

    async def test_what_another_entry_has_is_refused_with_its_name(self, session, desk):
        made = await added(session, desk, "Тулпарга ким кирет?", DRONES)
        (line,) = made.lines
        assert (line.outcome, line.entry_id) == (Outcome.ELSEWHERE, HORSES)
        assert [one.texts[0].title for one in made.others] == ["Тулпар деген эмне?"]
        assert not made.is_content_changed
        assert not made.is_taught
        assert (await phrasings.list_of(session, desk, DRONES, now=START)).own == []

    async def test_has_room_for_so_many_in_a_language(self, session, desk):
        for start in range(0, MOST, MOST_AT_ONCE):
            numbers = range(start, start + MOST_AT_ONCE)
            made = await added(session, desk, "\n".join(f"тулпар {number}" for number in numbers))
            assert {one.outcome for one in made.lines} == {Outcome.ADDED}
        made = await added(session, desk, "тулпар 99")
        assert [one.outcome for one in made.lines] == [Outcome.NO_ROOM]
        made = await added(session, desk, "тулпар 99", lang=Language.RU)
        assert [one.outcome for one in made.lines] == [Outcome.ADDED]

    async def test_reads_so_many_lines_at_once_and_counts_the_rest(self, session, desk):
        made = await added(session, desk, "\n".join(f"тулпар {number}" for number in range(MOST_AT_ONCE + 3)))
        assert (len(made.lines), made.unread) == (MOST_AT_ONCE, 3)

    async def test_a_draft_learns_but_the_search_does_not_change(self, session, desk):
        await library.take_off_entry(session, desk, HORSES, now=START)
        made = await added(session, desk, "тулпар качан болот")
        assert made.is_taught
        assert not made.is_content_changed

    async def test_an_entry_that_is_gone_is_refused(self, session, desk):
        with pytest.raises(NotFound):
            await added(session, desk, "тулпар качан болот", "no-such")

    async def test_loading_the_content_files_leaves_them(self, session, desk):
        await added(session, desk, "тулпар качан болот")
        await content.load(session, now=START)
        kept = select(FaqPhrasing.text).where(FaqPhrasing.origin == Origin.STAFF)
        assert (await session.scalars(kept)).all() == ["тулпар качан болот"]


async def test_two_colleagues_at_once_add_a_wording_once(database: Database):
    async with database.begin() as session:
        ids = [(await officer(session, 71)).id, (await officer(session, 72)).id]

    async def adds(citizen_id: int) -> Outcome:
        async with database.begin() as session:
            desk = await session.get_one(Citizen, citizen_id)
            return (await added(session, desk, "тулпар качан болот", "forum")).lines[0].outcome

    assert sorted(await asyncio.gather(*map(adds, ids))) == [Outcome.ADDED, Outcome.KNOWN]


class TestJudging:
    def test_says_of_each_line_what_is_wrong_with_it(self):
        lines = ["ф", "ф" * (LONGEST + 1), "?!", "тулпар", "ТУЛПАР?", "дрон", "качан"]
        found = judge(lines, {outline_of("дрон"): DRONES}, HORSES, room=1)
        assert [one.outcome for one in found] == [
            Outcome.TOO_SHORT,
            Outcome.TOO_LONG,
            Outcome.WORDLESS,
            Outcome.ADDED,
            Outcome.KNOWN,
            Outcome.ELSEWHERE,
            Outcome.NO_ROOM,
        ]
        assert [one.text for one in found] == lines

    def test_the_limits_are_within(self):
        found = judge(["фо", "ф" * LONGEST], {}, HORSES, room=2)
        assert [one.outcome for one in found] == [Outcome.ADDED] * 2

    def test_lines_lose_needless_spaces_only(self):
        assert lines_of(" a  b \r\n\n\tc\n") == ["a b", "c"]


class TestRemoving:
    async def test_takes_out_one_of_staffs(self, session, desk):
        await added(session, desk, "тулпар качан болот\nтулпар кайда болот")
        first, second = (await phrasings.list_of(session, desk, HORSES, now=START)).own
        entry = await phrasings.remove(session, desk, first, now=START)
        assert entry.id == HORSES
        assert (await phrasings.list_of(session, desk, HORSES, now=START)).own == [second]
        with pytest.raises(NotFound):
            await phrasings.get(session, desk, first.id, now=START)

    async def test_not_one_of_the_release(self, session, desk):
        seeded = (await session.scalars(select(FaqPhrasing.id).where(FaqPhrasing.entry_id == HORSES))).one()
        with pytest.raises(NotFound):
            await phrasings.get(session, desk, seeded, now=START)


class TestTraces:
    async def test_the_trail_and_the_history_hold_no_words(self, session, desk):
        """A wording may be taken out because it told of somebody: then it must be nowhere."""
        await added(session, desk, "тулпар качан болот\nтулпар кайда болот")
        row = (await phrasings.list_of(session, desk, HORSES, now=START)).own[0]
        await phrasings.remove(session, desk, row, now=START)
        trail = (await session.execute(select(AuditEntry.action, AuditEntry.subject, AuditEntry.fields))).all()
        assert trail == [
            ("faq.phrasing-add", f"faq:{HORSES}", "phrasings_ky"),
            ("faq.phrasing-remove", f"faq:{HORSES}", "phrasings_ky"),
        ]
        versions = await library.history(session, desk, f"faq:{HORSES}", now=START)
        assert [(one.subject, one.before, one.after) for one in versions] == [
            (f"faq:{HORSES}:ky:phrasings", "2", "1"),
            (f"faq:{HORSES}:ky:phrasings", "0", "2"),
        ]

    async def test_what_changed_nothing_leaves_none(self, session, desk):
        await added(session, desk, "Тулпарга ким кирет?")
        assert await session.scalar(select(func.count()).select_from(ContentVersion)) == 0
        assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 0


class TestWhoMay:
    @pytest.mark.parametrize("role", [None, Role.ANNOUNCER])
    async def test_nobody_but_moderators_and_each_refusal_is_noted(self, session, desk, role):
        await added(session, desk, "тулпар качан болот")
        row = (await phrasings.list_of(session, desk, HORSES, now=START)).own[0]
        someone = await officer(session, 72, role) if role else await person(session, 72)
        acts = [
            phrasings.list_of(session, someone, HORSES, now=START),
            phrasings.get(session, someone, row.id, now=START),
            phrasings.add(session, someone, HORSES, Language.KY, "тулпар кайда болот", now=START),
            phrasings.remove(session, someone, row, now=START),
            phrasings.find_entries(session, someone, "тулпар", (), now=START),
        ]
        for act in acts:
            with pytest.raises(NotYours):
                await act
        refused = select(AuditEntry.action).where(AuditEntry.is_refused, AuditEntry.actor_id == someone.id)
        assert (await session.scalars(refused.order_by(AuditEntry.id))).all() == [
            "faq.phrasings",
            "faq.phrasings",
            "faq.phrasing-add",
            "faq.phrasing-remove",
            "faq.find",
        ]
        assert (await phrasings.list_of(session, desk, HORSES, now=START)).own == [row]


class TestFinding:
    async def test_those_with_the_words_in_their_title_come_before_the_searchs_best(self, session, desk):
        ranked = [Hit(DocumentKind.TOPIC, HORSES, 0.5), Hit(DocumentKind.TOPIC, "no-such", 0.2)]
        found = await phrasings.find_entries(session, desk, "ДРОНДУ кайда", ranked, now=START)
        assert [one.id for one in found] == [DRONES, HORSES]
        assert [one.id for one in await phrasings.find_entries(session, desk, "", ranked, now=START)] == [HORSES]

    async def test_drafts_are_not_among_them(self, session, desk):
        await library.take_off_entry(session, desk, DRONES, now=START)
        assert await phrasings.find_entries(session, desk, "дронду", (), now=START) == []
