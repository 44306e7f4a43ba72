"""Texts that staff edit without a release, beside citizens who read them at once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.assembly import utc_now
from bot.playground.driver import StandIn
from services import campaigns
from tests.dialogues.staff import Office, open_office


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, prepared_url: str) -> AsyncIterator[Office]:
    """Not the lean one: what is published must be found, so the search is built anew, as it is in earnest."""
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def test_an_answer_becomes_an_faq_entry_that_search_finds_at_once(office: Office) -> None:
    chief = office.chief
    bakyt = await office.person("Бакыт", "ru")
    question = await office.question(bakyt, "Можно ли оформить парковочный абонемент для дрона?")
    await chief.says("/questions")
    await chief.taps(question.number)
    await chief.taps("Ответить")
    await chief.says("Парковочный абонемент для дрона не нужен: дроны паркуют бесплатно.")
    await chief.taps("Добавить в частые вопросы")
    await chief.sees("Какой раздел?")
    await chief.taps((await chief.sees("Какой раздел?")).labels[0])
    await chief.sees("черновик, видят только сотрудники", "Осталось написать")
    await chief.taps("Утвердить и опубликовать")
    assert "на всех трёх языках" in await chief.toast()
    await chief.says("/desk")
    await chief.sees("Ответы на утверждение: 1")
    await chief.taps(question.number.lower())
    words = {
        "Кыргызча": ("Дрондун парковкасы", "Дрон үчүн парковка абонементи керек эмес."),
        "Русский": ("Парковочный абонемент для дрона", "Абонемент не нужен: <дроны> паркуют бесплатно."),
        "English": ("Parking permit for a drone", "A drone needs no parking permit."),
    }
    for language, (title, answer) in words.items():
        await chief.taps(f"Заголовок: {language}")
        await chief.says(title)
        await chief.sees(title)
        await chief.taps(f"Ответ: {language}")
        await chief.says(answer)
        await chief.sees(title, "Правки")
    await bakyt.says("парковочный абонемент для дрона")
    await bakyt.does_not_see("паркуют бесплатно")
    await chief.taps("Утвердить и опубликовать")
    await chief.sees("· видят все")
    await bakyt.says("парковочный абонемент для дрона")
    await bakyt.sees("Абонемент не нужен: <дроны> паркуют бесплатно.")


async def test_a_fact_is_stated_and_taken_back_with_its_history(office: Office) -> None:
    chief = office.chief
    await chief.says("/desk")
    await chief.taps("Тексты")
    await chief.taps("Факты и контакты")
    await chief.taps("next_plan: не указано")
    await chief.taps("Изменить: Кыргызча")
    await chief.says("2027–2029")
    await chief.sees("Кыргызча: 2027–2029", "Правки", "Гүлмира")
    await chief.taps("Изменить: Кыргызча")
    await chief.says("-")
    await chief.sees("Кыргызча: —")


async def test_opening_a_collection_tells_those_who_asked_once(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    async with office.parts.database.begin() as session:
        await campaigns.wait_for_opening(session, await office.citizen_in(session, aizada), now=utc_now())
    chief = office.chief
    await chief.says("/desk")
    await chief.taps("Тексты")
    await chief.taps("Сбор инициатив")
    plan = next(label for label in (await chief.sees("Сбор не объявлен")).labels if label.startswith("План"))
    await chief.taps(plan)
    await chief.says("завтра")
    await chief.sees("две даты так")
    today = utc_now().date()
    await chief.says(f"{today + timedelta(days=9)} {today - timedelta(days=9)}")
    await chief.sees("раньше, чем открылся")
    await chief.says(f"{today - timedelta(days=2)} {today + timedelta(days=30)}")
    await chief.sees("с ", "до ")
    await office.parts.clockwork.tick()
    await office.parts.clockwork.tick()
    assert await office.deliver() == 1
    await aizada.sees("Демилге жөнөтүү")
