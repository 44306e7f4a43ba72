"""A citizen on a phone chooses Kyrgyz and sends a complete initiative with a photo."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.playground import samples
from locales.translator import Translator
from tests.browser.conftest import PHONE, Opens

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TITLE = "Мектептердин бюджетин ачык жарыялоо"
PROBLEM = "Ата-энелер мектептин акчасы кайда кеткенин көрө алышпайт."
PROPOSAL = "Ар бир мектеп кирешесин жана чыгашасын чейрек сайын өз сайтына жарыяласын."
RESULT = "Бир жылдан кийин бардык мектептердин чыгашаларын бир сайттан көрүүгө болот."


def test_a_complete_initiative_with_a_photo_gets_its_number(opens: Opens, t: Translator, tmp_path: Path) -> None:
    photo = tmp_path / "мектеп.png"
    photo.write_bytes(samples.photo(320, 240))
    desk = opens(size=PHONE)
    desk.shoot("phone-opening")
    gulnara = desk.adds("Гүлнара Өмүрбекова", "ru")
    desk.shoot("phone-before-start")
    gulnara.begins(t)
    gulnara.taps(t.plain("Submit an initiative"))
    for question, answer in zip(("Title", "Problem", "Proposal"), (TITLE, PROBLEM, PROPOSAL), strict=True):
        gulnara.sees(t.plain("Cancel"))
        desk.shoot(f"phone-question-{question.lower()}")
        gulnara.says(answer)
    gulnara.sees(t.plain("Add details"))
    gulnara.taps(t.plain("Add details"))
    gulnara.sees(t.plain("What will be different when it is done? How could one measure it?"))
    gulnara.says(RESULT)
    gulnara.sees("Билим берүү жана саламаттык сактоо")
    gulnara.taps("Билим берүү жана саламаттык сактоо")
    gulnara.taps(t.plain("I do not know"))
    gulnara.sees("Нарын облусу")
    gulnara.taps("Нарын облусу")
    gulnara.sees(t.plain("Skip"))
    gulnara.attaches("attach_photo", photo)
    gulnara.sees(t.plain("Done"))
    desk.shoot("phone-photo-attached")
    gulnara.taps(t.plain("Done"))
    for question in ("What is your name?", "How can the Secretariat reach you"):
        gulnara.sees(_beginning(t, question))
        gulnara.taps(t.plain("Skip"))
    preview = gulnara.sees(TITLE, PROBLEM, PROPOSAL, RESULT, "Нарын облусу")
    expect(preview.get_by_role("button", name=t.plain("Send"), exact=True)).to_be_visible()
    desk.shoot("phone-preview")
    gulnara.taps(t.plain("Send"))
    gulnara.taps(t.plain("I agree, send"))
    receipt = gulnara.sees("KG-", TITLE)
    assert re.search(r"\bKG-\d{4}-\d{5}\b", receipt.inner_text())
    receipt.locator(".bubble").evaluate("(bubble) => bubble.scrollIntoView()")
    desk.shoot("phone-number")
    desk.nothing_is_cut()


def _beginning(t: Translator, question: str) -> str:
    """What a question says in Kyrgyz, found by how it begins in English."""
    from handlers.initiative_fields import FIELDS

    whole = next(field.question for field in FIELDS if field.question.startswith(question))
    return t.plain(whole)
