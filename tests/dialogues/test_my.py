"""One's own drafts, initiatives and questions."""

from datetime import timedelta

from sqlalchemy import select

from bot.playground.driver import Persona
from handlers.errors import words
from handlers.screens.initiatives import STATES
from locales.translator import Translator
from models import Initiative, InitiativeEvent, InitiativeState
from services import citizens, questions
from services.errors import AlreadyDecided
from tests.conftest import ZONE
from tests.dialogues.conftest import Running, in_kyrgyz
from tests.dialogues.test_initiatives import number
from tests.dialogues.words import PROBLEM, TITLE, at_the_preview, sends, still_shows
from tests.services.conftest import sent


async def test_nothing_yet_offers_a_beginning(bot: Running, aizada: Persona, t: Translator) -> None:
    await aizada.says("/my")
    await aizada.sees(t.plain("There is nothing here yet."))
    await aizada.taps(t.plain("Submit an initiative"))
    await aizada.sees(t.plain("What is your initiative called? One short sentence, 10 to 120 characters."))


async def test_drafts_initiatives_and_questions_are_listed(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await sends(aizada, t, number(1))
    await aizada.says("/initiative")
    await aizada.says("Айылдарга китепкана ачуу")
    await aizada.says("/ask")
    await aizada.says("Жооп качан келет болду экен деп сурайын")
    await aizada.sees("Q-")
    await aizada.says("/my")
    listed = await aizada.sees(number(1), t.plain("Submitted"), TITLE[t.language], t.plain("waiting for an answer"))
    assert t.plain("Draft: {title}", title="Айылдарга китепкана ачуу") in listed.labels
    await aizada.taps(number(1))
    await aizada.sees(number(1), PROBLEM[t.language], t.plain("Withdraw"))
    await aizada.taps_on(listed, "myq:1")
    await aizada.sees("Жооп качан келет болду экен")
    bolot = await bot.citizen("Болот", t)
    await bolot.says("/my")
    await bolot.sees(t.plain("There is nothing here yet."))


@in_kyrgyz
async def test_what_is_too_much_for_one_page_is_on_the_next(bot: Running, aizada: Persona, t: Translator) -> None:
    async with bot.begin() as session:
        author = await citizens.find(session, aizada.id)
        assert author is not None
        citizens.consent(author, now=bot.clock())
        for n in range(21):
            now = bot.clock() - timedelta(days=4 - n // 5)  # ten a day may be sent, ten a day asked
            await sent(session, author, now=now, title="ө" * 110 + f" {n:02}")
            await questions.ask(session, author, f"Бул менин {n}-суроом болсун", now=now, zone=ZONE)
    await aizada.says("/my")
    first = await aizada.sees(t.plain("Next page"))
    await aizada.taps(t.plain("Next page"))
    second = await aizada.sees(t.plain("Previous page"), t.plain("Next page"))
    await aizada.taps(t.plain("Next page"))
    third = await aizada.sees(t.plain("Previous page"))
    labels = [*first.labels, *second.labels, *third.labels]
    assert len({label for label in labels if label.startswith("KG-")}) == 21
    assert len({label for label in labels if label.startswith("Q-")}) == 21
    assert t.plain("Next page") not in third.labels


async def test_the_history_shows_only_what_is_published(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await sends(aizada, t, number(1))
    now = bot.clock()
    async with bot.begin() as session:
        one = (await session.scalars(select(Initiative))).one()
        one.state = InitiativeState.REJECTED
        seen = InitiativeEvent(initiative_id=one.id, state=InitiativeState.UNDER_REVIEW, at=now, published_at=now)
        unseen = InitiativeEvent(initiative_id=one.id, state=InitiativeState.ACCEPTED, at=now + timedelta(hours=1))
        session.add_all([seen, unseen])
    await aizada.taps(t.plain("Open it"))
    await aizada.sees(t.plain(STATES[InitiativeState.UNDER_REVIEW]))
    await aizada.does_not_see(t.plain(STATES[InitiativeState.ACCEPTED]))


async def test_withdrawing_is_asked_once_more_and_shows_in_the_history(
    bot: Running, aizada: Persona, t: Translator
) -> None:
    await at_the_preview(aizada, t)
    await sends(aizada, t, number(1))
    await aizada.taps(t.plain("Open it"))
    await aizada.taps(t.plain("Withdraw"))
    await aizada.sees(number(1), TITLE[t.language], t.plain("Yes, withdraw"))
    await aizada.taps(t.plain("No, leave it"))
    await aizada.sees(t.plain("Withdraw"))
    await aizada.taps(t.plain("Withdraw"))
    sure = await aizada.sees(t.plain("Yes, withdraw"))
    await aizada.taps_together(sure, *[t.plain("Yes, withdraw")] * 2)
    await aizada.sees(number(1), t.plain("Withdrawn"))
    await still_shows(aizada, t.plain("Withdrawn"))
    assert t.plain("Withdraw") not in aizada.screen.labels
    events = await bot.stored(select(InitiativeEvent.state).order_by(InitiativeEvent.id))
    assert events == [InitiativeState.SUBMITTED, InitiativeState.WITHDRAWN]


@in_kyrgyz
async def test_what_is_decided_is_not_withdrawn(bot: Running, aizada: Persona, t: Translator) -> None:
    await at_the_preview(aizada, t)
    await sends(aizada, t, number(1))
    await aizada.taps(t.plain("Open it"))
    await aizada.taps(t.plain("Withdraw"))
    await aizada.sees(t.plain("Yes, withdraw"))
    async with bot.begin() as session:
        (await session.scalars(select(Initiative))).one().state = InitiativeState.ACCEPTED
    await aizada.taps(t.plain("Yes, withdraw"))
    assert await aizada.toast() == words(AlreadyDecided(), t).striptags()
