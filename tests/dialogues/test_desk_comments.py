"""What citizens write of a report waits at the desk until somebody has looked at it, and again when it changes."""

import pytest
from sqlalchemy import select

from locales.translator import Voices
from models import Assessment, Role, Verdict
from services import assessments
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed, arrived
from tests.dialogues.staff import Words
from tests.reporting import person, published

WORDS = ("Издөө иштебейт.", "Бул жерде башка адамдын телефону жазылган.")


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_comments_wait_until_they_are_looked_at(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    async with bot.begin() as session:
        report = await published(session)
        await assessments.judge(session, await person(session, 800), report.id, Verdict.DONE, now=bot.clock())
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.sees(t.plain("Nothing is waiting here."))  # an answer without words needs no look
    c = Words("ru" if language == "ky" else "ky")
    aizada = await arrived(bot, "Айзада", c.language)
    await aizada.follows_link(f"r_{report.id}")
    await aizada.taps(c("Бул чынбы?", "Это правда?"))
    await aizada.taps(c("Аткарылган эмес", "Не сделано"))
    await aizada.taps(c("Пикир же сүрөт кошуу", "Добавить комментарий или фото"))
    await aizada.says(WORDS[0])
    await aizada.sees(c("Пикириңиз сакталды. Рахмат.", "Ваш комментарий сохранён. Спасибо."))
    async with bot.begin() as session:
        other = await assessments.judge(
            session, await person(session, 900), report.id, Verdict.NOT_DONE, now=bot.clock()
        )
        await assessments.comment(session, other, WORDS[1], now=bot.clock())
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
    await aizada.taps(c("Пикир же сүрөт кошуу", "Добавить комментарий или фото"))
    await aizada.says("Эми издөө иштейт.")
    await aizada.sees(c("Пикириңиз сакталды", "Ваш комментарий сохранён"))
    await nurlan.says("/desk")
    await nurlan.sees(f"{kind}: 1")
