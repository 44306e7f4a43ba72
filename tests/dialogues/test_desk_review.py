"""Staff and citizens at once: from a new initiative to a published decision, each hearing what concerns them once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.assembly import utc_now
from bot.playground.driver import StandIn
from models import InitiativeState, Notice, Subscription, Support
from services import initiatives
from tests.dialogues.staff import Office, open_office


@pytest.fixture
async def office(telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path) as opened:
        yield opened


async def test_an_initiative_is_refused_with_a_reason_that_the_author_reads_in_kyrgyz(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    one = await office.initiative(aizada, "Мектептердин бюджетин ачыктоо", name="Айзада Токтосунова")
    chief = office.chief

    await chief.says("/desk")
    await chief.sees("Рабочий стол", "ждут: 1", "Новые инициативы: 1", "Мектептердин бюджетин ачыктоо")
    await chief.taps(str(one.number))
    await chief.sees("Отправлена", "не опубликована", "Исполнитель: не назначен")
    await chief.does_not_see("Токтосунова")
    await chief.taps("Взять в работу")
    await chief.sees("Вернуть в очередь")
    await chief.taps("Принять решение")
    await chief.taps("Отклонена")
    await chief.sees("Укажите обоснование", "Кыргызча")
    await chief.says("жок")
    await chief.sees("10")
    await chief.says("Бул иш азыркы милдеттенменин алкагында аткарылып жатат.")
    await chief.sees("Решение записано", "Бул иш азыркы")

    assert await office.deliver() == 1
    await aizada.sees("демилгеңиз каралууда")
    await aizada.says("/my")
    await aizada.does_not_see("Четке кагылды")

    await chief.taps("Опубликовать решение")
    await chief.taps("Да, опубликовать")
    await chief.sees("Обоснования нет на языках: Русский")
    await chief.taps("Да, опубликовать на имеющихся языках")
    await chief.sees("опубликовано: Отклонена")
    assert await office.deliver() == 1
    await aizada.sees("демилгеңиз боюнча чечим", "Четке кагылды", "Бул иш азыркы милдеттенменин")
    assert await office.deliver() == 0


async def test_an_author_clarifies_only_the_named_fields_in_russian(office: Office) -> None:
    bakyt = await office.person("Бакыт", "ru")
    one = await office.initiative(
        bakyt,
        "Открыть бюджеты всех школ",
        problem="Родители не видят, на что школа тратит деньги фонда.",
        proposal="Каждая школа публикует доходы и расходы раз в квартал.",
    )
    chief = office.chief
    await chief.says("/review")
    await chief.taps(str(one.number))
    await chief.taps("Попросить автора уточнить")
    await chief.taps("Проблема")
    await chief.sees("✓ выбрано: Проблема")
    await chief.taps("Далее")
    await chief.says("О каких школах идёт речь: государственных или всех?")
    await chief.sees("Автора попросят уточнить", "Нужно уточнение")

    assert await office.deliver() == 1
    await bakyt.sees("Секретариат просит вас уточнить", "Проблема", "О каких школах")
    await bakyt.taps("Ответить сейчас")
    await bakyt.sees("Уточнение инициативы", "Какую проблему")
    await bakyt.says("Родители государственных школ не видят, куда уходят деньги фонда.")
    await bakyt.sees("Ваше уточнение", "Было:", "Станет:", "государственных школ")
    async with office.parts.database.read() as session:
        unchanged = await initiatives.find_by_key(session, str(one.number))
        assert unchanged is not None
        assert "государственных" not in (unchanged.text.problem or "")
    await bakyt.taps("Отправить")
    await bakyt.sees("отправлено", "снова на рассмотрении")

    await chief.says("/desk")
    await chief.sees("Уточнения получены: 1")
    await chief.taps(str(one.number))
    await chief.sees("автор уточнил", "государственных школ")


async def test_an_initiative_in_the_plan_makes_its_people_followers(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    bakyt = await office.person("Бакыт", "ru")
    one = await office.initiative(aizada, "Мектептердин бюджетин ачыктоо")
    chief = office.chief
    await chief.says("/desk")
    await chief.taps(str(one.number))
    await chief.taps("Опубликовать для поддержки")
    await chief.sees("нет текста на языках: Русский")
    await chief.taps("Да, опубликовать")
    await chief.sees("· опубликована")
    async with office.parts.database.begin() as session:
        supporter = await office.citizen_in(session, bakyt)
        session.add(Support(initiative_id=one.id, citizen_id=supporter.id, supported_at=utc_now()))

    await chief.taps("Принять решение")
    await chief.taps("Включена в НПД")
    await chief.taps("1. Открытые данные")
    await chief.taps("Вошла в обязательство")
    await chief.sees("Решение записано", "Улуттук иш-аракеттер", "Национального плана")
    await chief.taps("Опубликовать решение")
    await chief.sees("всего человек: 2")
    await chief.taps("Да, опубликовать")
    await chief.sees("опубликовано: Включена в НПД")
    assert await office.deliver() == 3  # published for support, and the decision to two people
    await aizada.sees("Сиздин", "Планга киргизилди", "жазылдыңыз")
    await bakyt.sees("которую вы поддерживаете", "Включена в НПД", "Обоснование: Ваша инициатива вошла")
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Subscription)) == 2
    await bakyt.taps("Не следить")
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Subscription)) == 1


async def test_a_duplicate_is_merged_and_its_author_follows_the_survivor(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    bakyt = await office.person("Бакыт", "ky")
    survivor = await office.initiative(aizada, "Мектептердин бюджетин сайтка чыгаруу")
    double = await office.initiative(bakyt, "Мектептердин бюджетин сайтка чыгаралы")
    chief = office.chief
    await chief.says("/review")
    await chief.taps(str(double.number))
    await chief.sees("Возможные дубликаты", str(survivor.number))
    await chief.taps("Объединить с похожей")
    await chief.says("KG-2026-99999")
    await chief.sees("Такой инициативы нет")
    await chief.says(str(survivor.number))
    await chief.sees("Отменить это нельзя")
    await chief.taps("Да, объединить")
    await chief.sees("Объединена с", str(survivor.number))
    assert await office.deliver() == 1
    await bakyt.sees("окшош демилге менен бириктирилди", str(survivor.number))
    async with office.parts.database.read() as session:
        merged = await initiatives.find_by_key(session, str(double.number))
        assert merged is not None
        assert merged.state is InitiativeState.MERGED
        assert await session.scalar(select(func.count()).select_from(Support)) == 1
        assert await session.scalar(select(func.count()).select_from(Notice)) == 1


async def test_two_officers_do_not_take_the_same_task_and_hand_over_works(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    one = await office.initiative(aizada, "Мектептердин бюджетин ачыктоо")
    nurlan = await office.moderator("Нурлан", "ky")
    await nurlan.says("/desk")
    await nurlan.taps(str(one.number))
    await nurlan.sees("Ишке алуу")
    await office.chief.says("/desk")
    await office.chief.taps(str(one.number))
    await office.chief.taps("Взять в работу")
    await nurlan.taps("Ишке алуу")
    assert "кесиптешиңиз алган" in await nurlan.toast()
    await office.chief.taps("Передать")
    await office.chief.taps("Нурлан")
    await office.chief.sees("Исполнитель: Нурлан")
    assert await office.deliver() == 2
    await aizada.sees("демилгеңиз каралууда")
    await nurlan.sees("эми сиздин тапшырмаңыз", "Мектептердин бюджетин ачыктоо")


async def test_name_and_contact_are_shown_on_request_only_and_the_look_is_noted(office: Office) -> None:
    aizada = await office.person("Айзада", "ky")
    one = await office.initiative(aizada, "Мектептердин бюджетин ачыктоо", name="Айзада Токтосунова")
    chief = office.chief
    await chief.says("/desk")
    await chief.taps(str(one.number))
    await chief.taps("Показать имя и контакт")
    await chief.sees("Айзада Токтосунова", "записан в журнал")
    await chief.says("/team")
    await chief.taps("Журнал действий")
    await chief.sees("Гүлмира", "initiative.contact", f"initiative:{one.id}", "name,contact")
