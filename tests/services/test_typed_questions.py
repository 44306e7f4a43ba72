"""What had no answer is listed in groups; what people say of answers is counted; both are theirs to erase."""

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, QuestionOutcome, Role, StaffRole, TypedQuestion
from models.database import Database
from services import privacy, typed_questions
from services.errors import NotFound, NotYours
from services.typed_questions import Usefulness
from tests.conftest import START
from tests.reporting import member, person

ENTRY = "forum"


async def said(session: AsyncSession, author: Citizen, inbox_id: int, *, helped: bool, text: str | None = "форум?"):
    await typed_questions.note_feedback(session, author, ENTRY, helped=helped, text=text, inbox_id=inbox_id, now=START)


async def all_rows(session: AsyncSession) -> list[TypedQuestion]:
    return list((await session.scalars(select(TypedQuestion).order_by(TypedQuestion.id))).all())


class TestFeedback:
    async def test_praise_is_kept_without_words_and_the_last_word_counts(self, session, aizada):
        await said(session, aizada, 7, helped=False)
        await said(session, aizada, 7, helped=True)
        (row,) = await all_rows(session)
        assert (row.outcome, row.entry_id, row.text) == (QuestionOutcome.HELPED, ENTRY, None)

    async def test_is_counted_by_entry(self, session, aizada, bolot):
        await said(session, aizada, 7, helped=True)
        await said(session, bolot, 8, helped=True)
        await said(session, aizada, 9, helped=False)
        assert await typed_questions.usefulness(session) == {ENTRY: Usefulness(2, 1)}

    async def test_a_made_up_number_meets_nobody_elses_question(self, session, aizada, bolot):
        await typed_questions.note_unanswered(session, aizada, "айлык качан", inbox_id=7, now=START)
        await said(session, bolot, 7, helped=True)
        assert [row.outcome for row in await all_rows(session)] == ["no-answer", "helped"]

    async def test_an_entry_that_is_gone_is_refused(self, session, aizada):
        with pytest.raises(NotFound):
            await typed_questions.note_feedback(
                session, aizada, "no-such", helped=True, text=None, inbox_id=7, now=START
            )

    async def test_a_no_whose_question_is_forgotten_teaches_nothing(self, session, aizada):
        await said(session, aizada, 7, helped=False, text=None)
        assert await all_rows(session) == []


class TestUnanswered:
    async def test_are_grouped_for_moderators_the_largest_group_first(self, database: Database):
        texts = ["айлыгым качан түшөт", "аба ырайы кандай", "aylygym kachan tushot", "айлыгым качан тушот?"]
        async with database.begin() as session:
            moderator = await member(session, 71, Role.MODERATOR)
            aizada, bolot = await person(session, 72), await person(session, 73)
            for number, text in enumerate(texts):
                author = bolot if number % 2 else aizada
                await typed_questions.note_unanswered(session, author, text, inbox_id=number, now=START)
            await said(session, aizada, 50, helped=True)
        groups = await typed_questions.group_unanswered(database, 71)
        assert [len(group) for group in groups] == [3, 1]
        assert await typed_questions.group_unanswered(database, 72) == ()
        async with database.begin() as session:
            last = max(max(group) for group in groups)
            await typed_questions.note_unanswered(session, aizada, "айлыгым качан түшөт", inbox_id=60, now=START)
        assert await typed_questions.group_unanswered(database, 71, up_to=last) == groups
        assert [len(group) for group in await typed_questions.group_unanswered(database, 71)] == [4, 1]
        async with database.begin() as session:
            moderator = await session.get_one(Citizen, moderator.id)
            found = await typed_questions.list_unanswered(session, moderator, groups, now=START)
            assert [one.text for one in found[1]] == ["аба ырайы кандай"]
            await typed_questions.settle(session, moderator, groups[0], now=START)
            assert len(await typed_questions.list_unanswered(session, moderator, groups, now=START)) == 1
            assert await typed_questions.count_unanswered(session) == 2
            reader = await session.get_one(Citizen, aizada.id)
            with pytest.raises(NotYours):
                await typed_questions.list_unanswered(session, reader, groups, now=START)

    async def test_a_long_text_is_cut(self, session, aizada):
        await typed_questions.note_unanswered(session, aizada, "ө" * 4000, inbox_id=1, now=START)
        (row,) = await all_rows(session)
        assert row.text == "ө" * 400

    async def test_a_moderator_settles_them(self, session, aizada, bolot):
        await typed_questions.note_unanswered(session, aizada, "айлык качан", inbox_id=1, now=START)
        await said(session, aizada, 2, helped=True)
        ids = [row.id for row in await all_rows(session)]
        with pytest.raises(NotYours):
            await typed_questions.settle(session, bolot, ids, now=START)
        session.add(StaffRole(citizen_id=bolot.id, role=Role.MODERATOR, granted_at=START))
        await session.flush()
        assert await typed_questions.settle(session, bolot, ids, now=START) == 1
        assert [row.outcome for row in await all_rows(session)] == ["helped"]


async def test_are_shown_to_their_author_and_erased_with_them(session, aizada, bolot):
    await typed_questions.note_unanswered(session, aizada, "айлык качан", inbox_id=1, now=START)
    await typed_questions.note_unanswered(session, bolot, "аба ырайы", inbox_id=2, now=START)
    kept = (await privacy.export(session, aizada))["typed_questions_without_an_answer"]
    assert [one["text"] for one in kept] == ["айлык качан"]
    await privacy.erase(session, aizada, inbox_id=3, now=START)
    assert [row.author_id for row in await all_rows(session)] == [bolot.id]
