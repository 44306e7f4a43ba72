"""What citizens write of a report waits at the desk until somebody has looked at it, and again when it changes."""

import pytest
from sqlalchemy import select

from locales.translator import Voices
from models import Assessment, Citizen, Role, Verdict
from services import assessments
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed
from tests.dialogues.staff import Words
from tests.reporting import person, published

WORDS = ("Издөө иштебейт.", "Бул жерде башка адамдын телефону жазылган.")


async def commented(bot: Running, telegram_id: int, words: str) -> None:
    async with bot.begin() as session:
        own = await assessments.judge(session, await person(session, telegram_id), 1, Verdict.NOT_DONE, now=bot.clock())
        await assessments.comment(session, own, words, now=bot.clock())


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_comments_wait_until_they_are_looked_at(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    async with bot.begin() as session:
        report = await published(session)
        await assessments.judge(session, await person(session, 800), report.id, Verdict.DONE, now=bot.clock())
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.sees(t.plain("Nothing is waiting here."))  # an answer without words needs no look
    for number, words in enumerate(WORDS):
        await commented(bot, 900 + number, words)
    await nurlan.says("/desk")
    kind = Words(language)("Отчеттор боюнча жарандардын пикирлери", "Комментарии граждан к отчётам")
    desk = await nurlan.sees(f"{kind}: 1")
    await nurlan.taps(next(label for label in desk.labels if label.startswith("4. ")))
    await nurlan.sees(*WORDS)
    await nurlan.taps(t.plain("{n}: hide", n=2))
    await nurlan.does_not_see(WORDS[1])
    await nurlan.taps(t.plain("{n}: looks fine", n=1))
    await nurlan.sees(t.plain("Nothing is waiting here."))
    kept = await bot.stored(select(Assessment).order_by(Assessment.id))
    assert [(one.hidden_at is not None, one.checked_at is not None) for one in kept] == [
        (False, False),
        (False, True),
        (True, False),
    ]
    bot.clock.move(minutes=1)
    await commented(bot, 900, "Эми издөө иштейт.")
    await nurlan.says("/desk")
    await nurlan.sees(f"{kind}: 1")
    assert await bot.stored(select(Citizen.id).where(Citizen.telegram_id == 900))
