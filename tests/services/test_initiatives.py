"""Initiatives: answers, limits, sending once, numbers, withdrawing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Agency, AuditEntry, Campaign, Citizen, Initiative, InitiativeState, Language, Plan
from services import initiative_texts, initiatives
from services.errors import (
    AlreadyDecided,
    AlreadySent,
    CollectionClosed,
    ConsentNeeded,
    DraftIncomplete,
    LimitReached,
    NotFound,
    NotYours,
    TextTooLong,
    TextTooShort,
)
from tests.conftest import START, ZONE
from tests.services.conftest import ANSWERS, drafted, known, sent

LATER = START + timedelta(minutes=5)


class TestAnswers:
    @pytest.mark.parametrize(
        ("field", "at_least", "at_most"), [(f, *n) for f, n in initiative_texts.TEXT_LIMITS.items()]
    )
    def test_lengths_are_inclusive_and_counted_in_characters(self, field: str, at_least: int, at_most: int) -> None:
        assert initiative_texts.check_text(field, "ө" * at_least) == "ө" * at_least
        assert initiative_texts.check_text(field, f"  {'😀' * at_most}\n") == "😀" * at_most
        with pytest.raises(TextTooShort):
            initiative_texts.check_text(field, "ө" * (at_least - 1))
        with pytest.raises(TextTooLong) as refused:
            initiative_texts.check_text(field, "ө" * (at_most + 1))
        assert (refused.value.length, refused.value.at_most) == (at_most + 1, at_most)

    def test_what_cannot_be_seen_does_not_count(self) -> None:
        with pytest.raises(TextTooShort):
            initiative_texts.check_text("problem", "\u200b\u2060\ufeff" * 20)

    def test_a_title_is_one_line_and_a_problem_may_have_many(self) -> None:
        assert initiative_texts.check_text("title", "Мектеп\nбюджети   ачык") == "Мектеп бюджети ачык"
        assert "\n\n" in initiative_texts.check_text("problem", "Биринчи абзац бар\n\nэкинчиси да бар")

    async def test_an_answer_is_kept_with_its_message(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await drafted(session, aizada)
        assert initiatives.is_answered(draft, "title")
        assert not initiatives.is_answered(draft, "result")
        assert {answer.message_id for answer in draft.answers} == {100}
        assert initiatives.missing(draft) == []

    async def test_a_choice_must_exist(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await drafted(session, aizada)
        for field in ("theme", "agency", "region"):
            with pytest.raises(NotFound):
                await initiatives.answer(session, draft, field, "bogus", now=START)

    async def test_a_body_that_is_no_more_is_not_chosen_by_an_old_button(
        self, session: AsyncSession, aizada: Citizen
    ) -> None:
        draft = await drafted(session, aizada)
        (await session.get_one(Agency, "mof")).is_active = False
        with pytest.raises(NotFound):
            await initiatives.answer(session, draft, "agency", "mof", now=START)

    async def test_required_fields_cannot_be_skipped(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await drafted(session, aizada)
        with pytest.raises(DraftIncomplete):
            await initiatives.skip(session, draft, "title", now=START)

    async def test_skipping_empties(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await drafted(session, aizada)
        await initiatives.answer(session, draft, "region", "abroad", now=START)
        await initiatives.skip(session, draft, "region", now=START)
        assert draft.region_id is None
        assert initiatives.is_answered(draft, "region")

    async def test_the_language_is_the_texts_until_the_person_says_it(
        self, session: AsyncSession, aizada: Citizen
    ) -> None:
        draft = await drafted(session, aizada, title="Открытый бюджет школ", problem="Родители не видят расходов школ",
                              proposal="Публиковать расходы школ каждый квартал")  # fmt: skip
        assert draft.lang is Language.RU
        await initiatives.answer(session, draft, "lang", "en", now=START)
        await initiatives.answer(session, draft, "title", ANSWERS["title"], now=START)
        assert (draft.lang, draft.text.lang) == (Language.EN, Language.EN)

    async def test_a_changed_name_needs_consent_anew(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await drafted(session, aizada)
        await initiatives.answer(session, draft, "name", "Айзада", now=START)
        await initiatives.answer(session, draft, "contact_consent", "agree", now=START)
        assert draft.contact_consented_at == START
        await initiatives.answer(session, draft, "contact", "+996 555 123456", now=LATER)
        assert draft.contact_consented_at is None
        await initiatives.answer(session, draft, "contact_consent", "forget", now=LATER)
        assert (draft.name, draft.contact) == (None, None)

    async def test_a_message_finds_only_its_authors_answer(
        self, session: AsyncSession, aizada: Citizen, bolot: Citizen
    ) -> None:
        """Message ids are counted per chat: two people may have the same."""
        mine, theirs = await drafted(session, aizada), await drafted(session, bolot)
        found = await initiatives.find_answer(session, aizada, 100)
        assert found is not None
        assert found[0].id == mine.id != theirs.id
        assert await initiatives.find_answer(session, aizada, 101) is None

    @pytest.mark.parametrize("field", ["theme", "agency", "region", "lang", "details", "contact_consent"])
    async def test_a_choice_that_does_not_exist_is_refused(
        self, session: AsyncSession, aizada: Citizen, field: str
    ) -> None:
        draft = await drafted(session, aizada)
        with pytest.raises(NotFound):
            await initiatives.answer(session, draft, field, "bogus", now=START)


class TestOwnership:
    async def test_another_persons_draft_is_refused_and_noted(
        self, session: AsyncSession, aizada: Citizen, bolot: Citizen
    ) -> None:
        draft = await drafted(session, aizada)
        for look in (initiatives.get_own, initiatives.get_draft):
            with pytest.raises(NotYours):
                await look(session, bolot, draft.id, now=START)
        noted = (await session.scalars(select(AuditEntry))).all()
        assert [(entry.actor_id, entry.subject, entry.is_refused) for entry in noted] == [
            (bolot.id, f"initiative:{draft.id}", True)
        ] * 2

    async def test_what_is_not_there_is_not_found(self, session: AsyncSession, aizada: Citizen) -> None:
        with pytest.raises(NotFound):
            await initiatives.get_own(session, aizada, 10**17, now=START)

    async def test_lists_hold_ones_own_the_latest_first(
        self, session: AsyncSession, aizada: Citizen, bolot: Citizen
    ) -> None:
        await drafted(session, bolot)
        await sent(session, bolot)
        first, second = await drafted(session, aizada), await drafted(session, aizada, now=LATER)
        gone = await sent(session, aizada)
        assert [one.id for one in await initiatives.list_own(session, aizada, drafts=True)] == [second.id, first.id]
        assert [one.id for one in await initiatives.list_own(session, aizada, drafts=False)] == [gone.id]


class TestSending:
    async def test_sending_twice_stores_one(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await sent(session, aizada)
        again = await initiatives.submit(session, aizada, draft, now=LATER, zone=ZONE)
        assert again is draft
        assert (again.number, again.submitted_at) == ("KG-2026-00001", START)
        assert [event.state for event in again.events] == [InitiativeState.SUBMITTED]
        assert await session.scalar(select(func.count()).select_from(Initiative)) == 1

    async def test_the_year_of_a_number_is_bishkeks(self, session: AsyncSession, aizada: Citizen) -> None:
        eve = datetime(2026, 12, 31, 17, 59, 59, tzinfo=UTC)  # one second to midnight in Bishkek
        assert (await sent(session, aizada, now=eve)).number == "KG-2026-00001"
        assert (await sent(session, aizada, now=eve)).number == "KG-2026-00002"
        assert (await sent(session, aizada, now=eve + timedelta(seconds=1))).number == "KG-2027-00001"

    async def test_without_consent_nothing_is_sent(self, session: AsyncSession) -> None:
        author = await known(session, 3003, consented=False)
        draft = await drafted(session, author)
        with pytest.raises(ConsentNeeded):
            await initiatives.submit(session, author, draft, now=START, zone=ZONE)
        assert (draft.state, draft.number) == (InitiativeState.DRAFT, None)

    async def test_an_incomplete_draft_says_what_is_missing(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await initiatives.start_draft(session, aizada, now=START)
        await initiatives.answer(session, draft, "problem", ANSWERS["problem"], now=START)
        with pytest.raises(DraftIncomplete) as refused:
            await initiatives.submit(session, aizada, draft, now=START, zone=ZONE)
        assert refused.value.missing == ["title", "proposal"]

    async def test_a_name_without_consent_is_not_kept(self, session: AsyncSession, aizada: Citizen) -> None:
        draft = await drafted(session, aizada, name="Айзада", contact="+996555")
        await initiatives.submit(session, aizada, draft, now=START, zone=ZONE)
        assert (draft.name, draft.contact) == (None, None)

    async def test_only_an_open_campaign_takes(self, session: AsyncSession, aizada: Citizen) -> None:
        week = timedelta(days=7)
        plan_id = (await session.scalars(select(Plan.id).limit(1))).one()
        campaign = Campaign(id="next", plan_id=plan_id, opens_at=START, closes_at=START + week)
        session.add(campaign)
        await session.flush()
        assert (await sent(session, aizada)).campaign_id == "next"
        draft = await drafted(session, aizada)
        for moment in (START - timedelta(seconds=1), START + week):
            with pytest.raises(CollectionClosed):
                await initiatives.submit(session, aizada, draft, now=moment, zone=ZONE)


class TestLimits:
    async def test_five_drafts(self, session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
        await drafted(session, bolot)
        for _ in range(5):
            await initiatives.start_draft(session, aizada, now=START)
        with pytest.raises(LimitReached):
            await initiatives.start_draft(session, aizada, now=START)

    async def test_ten_a_day_by_bishkek_time(self, session: AsyncSession, aizada: Citizen, bolot: Citizen) -> None:
        await sent(session, bolot)
        evening = datetime(2026, 11, 23, 17, 59, tzinfo=UTC)  # a minute to midnight in Bishkek
        for _ in range(10):
            await sent(session, aizada, now=evening)
        draft = await drafted(session, aizada)
        with pytest.raises(LimitReached):
            await initiatives.submit(session, aizada, draft, now=evening, zone=ZONE)
        assert draft.number is None
        after = evening + timedelta(minutes=1)
        assert (await initiatives.submit(session, aizada, draft, now=after, zone=ZONE)).number == "KG-2026-00012"


class TestAfterwards:
    async def test_what_is_sent_is_not_changed_or_thrown_away(self, session: AsyncSession, aizada: Citizen) -> None:
        one = await sent(session, aizada)
        with pytest.raises(AlreadySent):
            await initiatives.answer(session, one, "title", "Башка аталыш болсун", now=LATER)
        with pytest.raises(AlreadySent):
            await initiatives.discard(session, one)
        with pytest.raises(AlreadySent):
            await initiatives.get_draft(session, aizada, one.id, now=LATER)

    @pytest.mark.parametrize("state", ["submitted", "under-review", "clarification"])
    async def test_the_undecided_is_withdrawn_once(self, session: AsyncSession, aizada: Citizen, state: str) -> None:
        one = await sent(session, aizada)
        one.state, one.published_at = InitiativeState(state), START
        for _ in range(2):
            await initiatives.withdraw(session, aizada, one, now=LATER)
        assert (one.state, one.published_at) == (InitiativeState.WITHDRAWN, None)
        assert [event.state for event in one.events] == [InitiativeState.SUBMITTED, InitiativeState.WITHDRAWN]

    @pytest.mark.parametrize("state", ["accepted", "in-plan", "rejected"])
    async def test_the_decided_is_not_withdrawn(self, session: AsyncSession, aizada: Citizen, state: str) -> None:
        one = await sent(session, aizada)
        one.state = InitiativeState(state)
        with pytest.raises(AlreadyDecided):
            await initiatives.withdraw(session, aizada, one, now=LATER)
        assert one.state == state

    async def test_a_link_finds_by_number_and_by_id(self, session: AsyncSession, aizada: Citizen) -> None:
        one = await sent(session, aizada)
        await sent(session, aizada)
        for key in ("KG-2026-00001", str(one.id)):
            found = await initiatives.find_by_key(session, key)
            assert found is not None
            assert found.id == one.id
        for key in ("KG-2026-99999", "9" * 40, "١", ""):
            assert await initiatives.find_by_key(session, key) is None
