"""What the bot could not answer: staff read it in groups, make an entry of it, settle it."""

import pytest
from sqlalchemy import select

from locales.translator import Voices
from models import AuditEntry, FaqEntry, Role, TypedQuestion
from services import citizens, typed_questions
from tests.conftest import START, ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed, arrived
from tests.dialogues.staff import Words
from tests.dialogues.words import UNKNOWN, name_of

BOTH = pytest.mark.parametrize("language", ["ky", "ru"])
OTHER = {"ky": "ru", "ru": "ky"}  # what the citizen speaks
TYPED = ["айлыгым качан түшөт", "айлыгым качан тушот?", "aylygym kachan tushot"]


async def asked(bot: Running, *texts: str) -> None:
    """A citizen's questions that the search had no answer to."""
    async with bot.begin() as session:
        author = await citizens.meet(session, 555, language_code="ky", now=START)
        known = len((await session.scalars(select(TypedQuestion.id))).all())
        for number, text in enumerate(texts, known):
            await typed_questions.note_unanswered(session, author, text, inbox_id=number, now=START)


@BOTH
async def test_similar_questions_stand_together_and_become_an_entry(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    await asked(bot, *TYPED)
    aizada = await arrived(bot, "Айзада", OTHER[language])
    await aizada.says(UNKNOWN[OTHER[language]])
    await aizada.sees(Words(OTHER[language])("Катчылыкка суроо берүү", "Спросить Секретариат"))
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.taps(Words(language)("Жообу жок суроолор: 4", "На что бот не ответил: 4"))
    await nurlan.sees(f"1. {t.plural('asked {n} time', 'asked {n} times', 3)}", UNKNOWN[OTHER[language]])
    await nurlan.taps(f"1. {TYPED[2]}")
    await nurlan.sees(*TYPED)
    await nurlan.taps(t.plain("Make this an FAQ entry"))
    await nurlan.taps(name_of("faq/categories", "about", t))
    await nurlan.sees(t.plain("a draft, seen by staff only"), t.plain("Approve and publish"))
    (entry,) = await bot.stored(select(FaqEntry).where(FaqEntry.id.startswith("t-")))
    assert entry.published_at is None
    await nurlan.says("/desk")
    await nurlan.sees(entry.id, t.plain("Drafted answers to approve"))


@BOTH
async def test_settled_questions_are_gone_and_what_came_later_stays(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    await asked(bot, *TYPED[:2])
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/questions")
    await nurlan.taps(Words(language)("Жообу жок суроолор: 2", "На что бот не ответил: 2"))
    await nurlan.taps(f"1. {TYPED[1]}")
    await nurlan.sees(*TYPED[:2])
    await asked(bot, TYPED[0])
    await nurlan.taps(t.plain("Settled"))
    assert await nurlan.toast() == t.plain("Settled.")
    await nurlan.sees(t.plain("Nothing is waiting here."))
    assert len(await bot.stored(select(TypedQuestion))) == 1


@BOTH
async def test_a_citizen_is_shown_nothing_of_what_others_typed(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    await asked(bot, TYPED[0])
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    data = (await nurlan.sees(t.plain("Refresh"))).button(t.plain("Questions without an answer: {n}", n=1)).data
    bolot = await arrived(bot, "Болот", language)
    await bolot.presses(bolot.screen, data)
    assert await bolot.toast() == Words(language)("Буга уруксатыңыз жок.", "Это вам недоступно.")
    await bolot.does_not_see(TYPED[0])
    refused = await bot.stored(select(AuditEntry.action).where(AuditEntry.is_refused))
    assert refused == ["faq.unanswered"]
