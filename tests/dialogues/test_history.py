"""What staff edit keeps what was there before, and shows it, so that a slip can be typed back."""

from datetime import timedelta

import pytest

from handlers.screens.secretariat.library import fact_words
from handlers.screens.secretariat.words import OUTCOMES
from handlers.screens.texts import shortened
from locales.translator import Translator, Voices
from models import Completion, Outcome, Role
from tests.conftest import ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed

BOTH = pytest.mark.parametrize("language", ["ky", "ru"])


def was(before: str, t: Translator) -> str:
    return t.plain("Before: {text}", text=before)


@BOTH
async def test_a_moved_collection_shows_the_dates_it_had(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.taps(t.plain("Texts"))
    await nurlan.taps(t.plain("Collections of initiatives"))
    shown = await nurlan.sees(t.plain("No collection is announced."))
    plan = next(label for label in shown.labels if "20" in label)
    await nurlan.taps(plan)
    today = bot.clock().astimezone(ZONE).date()
    first, last = today + timedelta(days=5), today + timedelta(days=30)
    await nurlan.says(f"{first} {last}")
    shown = await nurlan.sees(t("<b>Edits</b>").striptags(), "Нурлан")
    assert was("", t).strip() not in shown.text  # nothing was there before
    await nurlan.taps(plan)
    await nurlan.says(f"{first + timedelta(days=2)} {last}")
    await nurlan.sees(was(t.day(first), t), t.day(first + timedelta(days=2)))


@BOTH
async def test_a_changed_wording_shows_what_it_said(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.taps(t.plain("Texts"))
    await nurlan.taps(t.plain("Wordings for reasons"))
    await nurlan.taps((await nurlan.sees(t.plain(OUTCOMES[Outcome.ACCEPTED]))).labels[0])
    for words in ("Бул сунуш каралып, кабыл алынды.", "Сунуш каралып, кийинки планга сунушталат."):
        await nurlan.taps(t.plain("Change: {field}", field="Кыргызча"))
        await nurlan.says(words)
        await nurlan.sees(t.plain("The wording is changed."), words)
    await nurlan.sees(t("<b>Edits</b>").striptags(), was("Бул сунуш каралып, кабыл алынды.", t))


@BOTH
async def test_a_fact_and_a_status_show_what_they_were(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.taps(t.plain("Texts"))
    await nurlan.taps(t.plain("Facts and contacts"))
    await nurlan.taps(shortened(fact_words("next_plan", {}, t), 60))
    for value in ("2027–2029", "-"):
        await nurlan.taps(t.plain("Change: {field}", field="Кыргызча"))
        await nurlan.says(value)
    await nurlan.sees("Кыргызча: —", was("2027–2029", t))
    await nurlan.says("/desk")
    await nurlan.taps(t.plain("Texts"))
    await nurlan.taps(t.plain("Commitments: status, dates, reports due"))
    await nurlan.taps((await nurlan.sees(t.plain("Which commitment?"))).labels[0])
    for status in (Completion.LIMITED, Completion.SUBSTANTIAL):
        label = t.plain({"limited": "Limited", "substantial": "Substantial"}[status.value])
        await nurlan.taps(t.plain("Completion: {status}", status=label))
    await nurlan.sees(was(t.plain("Limited"), t))
