"""Texts that staff edit without a release, beside citizens who read them at once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.driver import StandIn
from bot.preparing import utc_now
from services import answers, search
from tests.dialogues.staff import Office, open_office

# As they are in earnest: the fixture ``lean`` puts what was built once in their place.
_CORPUS_OF, _BUILD_INDEX = answers.corpus_of, search.build_index


@pytest.fixture(params=["ky", "ru"])
async def office(request: pytest.FixtureRequest, telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, language=request.param) as opened:
        yield opened


async def test_an_answer_becomes_an_faq_entry_that_search_finds_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "corpus_of", _CORPUS_OF)
    monkeypatch.setattr(answers, "build_index", _BUILD_INDEX)
    s, c, chief = office.staff, office.citizens, office.chief
    bakyt = await office.citizen("Бакыт")
    asked = c("Дрон үчүн парковка абонементин алса болобу?", "Можно ли оформить парковочный абонемент для дрона?")
    question = await office.question(bakyt, asked)
    await office.answers(question.number, c("Дрон акысыз токтойт.", "Дроны паркуют бесплатно."))
    await chief.taps(s("Көп берилүүчү суроолорго кошуу", "Добавить в частые вопросы"))
    await chief.taps((await chief.sees(s("Кайсы бөлүм?", "Какой раздел?"))).labels[0])
    await chief.sees(
        s("каралама, кызматкерлер гана көрөт", "черновик, видят только сотрудники"),
        s("Жазыла турган тилдер", "Осталось написать"),
    )
    await chief.taps(s("Бекитип жарыялоо", "Утвердить и опубликовать"))
    assert s("үч тилде тең", "на всех трёх языках") in await chief.toast()
    await chief.says("/desk")
    await chief.sees(s("Бекитиле турган жооптор: 1", "Ответы на утверждение: 1"))
    await chief.taps(question.number.lower())
    words = {
        "Кыргызча": ("Дрондун парковкасы", "Абонементтин кереги жок: <дрондор> акысыз токтойт."),
        "Русский": ("Парковочный абонемент для дрона", "Абонемент не нужен: <дроны> паркуют бесплатно."),
        "English": ("Parking permit for a drone", "A drone needs no parking permit."),
    }
    for language, (title, answer) in words.items():
        await chief.taps(s(f"Аталышы: {language}", f"Заголовок: {language}"))
        await chief.says(title)
        await chief.sees(title)
        await chief.taps(s(f"Жооп: {language}", f"Ответ: {language}"))
        await chief.says(answer)
        await chief.sees(title, s("Оңдоолор", "Правки"), s(f"· Жооп: {language}", f"· Ответ: {language}"))
    typed = c("дрондун парковкасы", "парковочный абонемент для дрона")
    await bakyt.says(typed)
    await bakyt.does_not_see(c("акысыз токтойт", "паркуют бесплатно"))
    await chief.taps(s("Бекитип жарыялоо", "Утвердить и опубликовать"))
    await chief.sees(s("· баары көрөт", "· видят все"))
    await bakyt.says(typed)
    await bakyt.sees(words[c.own_name][1])


async def test_a_fact_is_stated_and_taken_back_with_its_history(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    bakyt = await office.citizen("Бакыт")
    await chief.says("/desk")
    await chief.taps(s("Тексттер", "Тексты"))
    await chief.taps(s("Фактылар жана байланыш маалыматы", "Факты и контакты"))
    await chief.taps(s("Кийинки план: көрсөтүлө элек", "Следующий план: пока не указано"))
    await chief.taps(s(f"Өзгөртүү: {c.own_name}", f"Изменить: {c.own_name}"))
    await chief.sees(s("Маалыматты бул тилде жазыңыз", "Напишите значение на языке"), c.own_name)
    await chief.says("2027–2029")
    await chief.sees(
        s("Кийинки план: 2027–2029", "Следующий план: 2027–2029"),
        f"{c.own_name}: 2027–2029",
        s("Оңдоолор", "Правки"),
        f"Гүлмира · {c.own_name}",
    )
    await bakyt.follows_link("f_nap-periods")
    await bakyt.sees(c("Кийинки план: 2027–2029", "Следующий план: 2027–2029"))
    await chief.taps(s(f"Өзгөртүү: {c.own_name}", f"Изменить: {c.own_name}"))
    await chief.says("-")
    await chief.sees(f"{c.own_name}: —")
    await bakyt.follows_link("f_nap-periods")
    await bakyt.sees(c("маалымат бере элек", "пока не сообщил"))


async def test_opening_a_collection_tells_those_who_asked_once(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    today = utc_now().date()

    async def sets(first: int, last: int, seen: str) -> None:
        await chief.says(f"{today + timedelta(days=first)} {today + timedelta(days=last)}")
        await chief.sees(seen)

    await chief.says("/desk")
    await chief.taps(s("Тексттер", "Тексты"))
    await chief.taps(s("Демилгелерди кабыл алуу", "Сбор инициатив"))
    none = await chief.sees(s("мөөнөтү жарыялана элек", "Сбор не объявлен"))
    plan = next(label for label in none.labels if s("күндөрдү коюу", "задать даты") in label)
    await chief.taps(plan)
    await chief.says("завтра")
    await chief.sees(s("Эки күндү мындай жазыңыз", "две даты так"))
    await sets(9, -9, s("башталганга чейин бүтүп калат", "раньше, чем открылся"))
    await sets(2, 30, s("башталышы", "с "))
    await aizada.says("/initiative")
    await aizada.taps(c("Башталганда кабар бериңиз", "Сообщите, когда откроется"))
    await aizada.sees(c("сизге кабар келет", "вам придёт сообщение"))
    await chief.taps(plan)
    await sets(-2, 30, s("аягы", "до "))
    await office.parts.clockwork.tick()
    await office.parts.clockwork.tick()
    assert await office.deliver() == 1
    await aizada.sees(c("Демилге жөнөтүү", "Подать инициативу"))
