"""Staff and citizens at once: from a new initiative to a published decision, each hearing what concerns them once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.playground.driver import StandIn
from bot.preparing import utc_now
from models import Initiative, InitiativeState, Notice, Subscription, Support
from services import initiatives
from tests.dialogues.staff import Office, open_office
from tests.dialogues.words import PROBLEM, TITLE


@pytest.fixture(params=["ky", "ru"])
async def office(request: pytest.FixtureRequest, telegram: StandIn, tmp_path: Path, lean: str) -> AsyncIterator[Office]:
    async with open_office(telegram, tmp_path, language=request.param) as opened:
        yield opened


async def state_of(office: Office, one: Initiative) -> Initiative:
    async with office.parts.database.read() as session:
        found = await initiatives.find_by_key(session, str(one.number))
        assert found is not None
        return found


async def test_an_initiative_is_refused_with_a_reason_that_the_author_reads(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    one = await office.initiative(aizada, TITLE[c.language], name="Айзада Токтосунова")

    await chief.says("/desk")
    await chief.sees(
        s("Иш столу · күтүп тургандар: 1", "Рабочий стол · ждут: 1"),
        s("Жаңы демилгелер: 1", "Новые инициативы: 1"),
        TITLE[c.language],
    )
    await chief.taps(str(one.number))
    await chief.sees(
        s("Жөнөтүлдү · жарыяланган эмес", "Отправлена · не опубликована"),
        s("Аткаруучу: дайындала элек", "Исполнитель: не назначен"),
    )
    await chief.does_not_see("Токтосунова")
    await chief.taps(s("Атын, байланыш маалыматын көрсөтүү", "Показать имя и контакт"))
    await chief.sees("Айзада Токтосунова", s("журналга жазылды", "записан в журнал"))
    await chief.says("/team")
    await chief.taps(s("Аракеттер журналы", "Журнал действий"))
    await chief.sees("Гүлмира", "initiative.contact", f"initiative:{one.id}", "name,contact")

    await chief.says("/review")
    await chief.taps(str(one.number))
    await chief.taps(s("Ишке алуу", "Взять в работу"))
    await chief.sees(s("Кезекке кайтаруу", "Вернуть в очередь"))
    await chief.taps(s("Чечим чыгаруу", "Принять решение"))
    await chief.taps(s("Четке кагылды", "Отклонена"))
    await chief.sees(s("Негиздемени көрсөтүңүз", "Укажите обоснование"), c.own_name)
    await chief.says("жок")
    await chief.sees("10")
    reason = c("Бул иш азыркы милдеттенменин алкагында аткарылып жатат.", "Это уже делается в рамках обязательства.")
    await chief.says(reason)
    await chief.sees(s("Чечим жазылды", "Решение записано"), reason)

    assert await office.deliver() == 1
    await aizada.sees(c("демилгеңиз каралууда", "на рассмотрении"))
    await aizada.says("/my")
    await aizada.sees(c("Каралууда", "На рассмотрении"))
    await aizada.does_not_see(c("Четке кагылды", "Отклонена"))

    await chief.taps(s("Чечимди жарыялоо", "Опубликовать решение"))
    await chief.taps(s("Ооба, жарыялайм", "Да, опубликовать"))
    await chief.sees(s("Бул тилдерде негиздеме жок: Кыргызча", "Обоснования нет на языках: Русский"))
    await chief.taps(s("Ооба, бар тилдерде жарыялайм", "Да, опубликовать на имеющихся языках"))
    await chief.sees(s("чечим жарыяланды: Четке кагылды", "опубликовано: Отклонена"))
    assert await office.deliver() == 1
    await aizada.sees(
        c("демилгеңиз боюнча чечим", "Решение по вашей инициативе"), c("Четке кагылды", "Отклонена"), reason
    )
    assert await office.deliver() == 0


async def test_a_wording_is_changed_and_given_as_the_reason(office: Office) -> None:
    """The author reads what staff have just made of it, in their own language."""
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    one = await office.initiative(aizada, TITLE[c.language])
    name = s("Так сунуш жок", "Нет конкретного предложения")
    await chief.says("/desk")
    await chief.taps(s("Тексттер", "Тексты"))
    await chief.taps(s("Негиздеменин үлгүлөрү", "Готовые обоснования"))
    await chief.taps(s(f"Четке кагылды: {name}", f"Отклонена: {name}"))
    await chief.taps(s(f"Өзгөртүү: {c.own_name}", f"Изменить: {c.own_name}"))
    words = c("Ким эмне кылышы керектиги жазылган эмес.", "Не сказано, кто и что должен сделать.")
    await chief.says(words)
    await chief.sees(s("Үлгү өзгөртүлдү.", "Текст изменён."), words)

    await chief.says("/review")
    await chief.taps(str(one.number))
    await chief.taps(s("Чечим чыгаруу", "Принять решение"))
    await chief.taps(s("Четке кагылды", "Отклонена"))
    await chief.taps(name)
    await chief.taps(s("Чечимди жарыялоо", "Опубликовать решение"))
    await chief.sees(s("Жарыяланган чечимди кайтарып алууга болбойт", "Отозвать опубликованное решение нельзя"))
    await chief.taps(s("Ооба, жарыялайм", "Да, опубликовать"))
    await chief.sees(s("чечим жарыяланды", "опубликовано"))
    await office.deliver()
    await aizada.sees(c("Негиздеме: ", "Обоснование: "), words)


async def test_an_author_clarifies_only_the_named_fields(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    bakyt = await office.citizen("Бакыт")
    one = await office.initiative(bakyt, TITLE[c.language])
    asked = c("Кайсы мектептер жөнүндө айтып жатасыз?", "О каких школах идёт речь?")
    better = c("Мамлекеттик мектептердин акчасы кайда кетери белгисиз.", "Куда уходят деньги государственных школ?!")
    await chief.says("/review")
    await chief.taps(str(one.number))
    await chief.taps(s("Автордон тактоону суроо", "Попросить автора уточнить"))
    await chief.taps(s("Көйгөй", "Проблема"))
    await chief.sees(s("✓ тандалды: Көйгөй", "✓ выбрано: Проблема"))
    await chief.taps(s("Кийинки", "Далее"))
    await chief.sees(c.own_name, s("Автордун тилинде жазыңыз", "Напишите на языке автора"))
    await chief.says(asked)
    await chief.sees(s("Автордон тактоо суралат", "Автора попросят уточнить"))

    assert await office.deliver() == 1
    await bakyt.sees(
        c("демилгеңизди тактап берүүңүздү суранат: Көйгөй", "просит вас уточнить инициативу"),
        c("Көйгөй", "Проблема"),
        asked,
    )
    await bakyt.taps(c("Азыр жооп берүү", "Ответить сейчас"))
    await bakyt.sees(c("кайсы көйгөйдү чечет", "Какую проблему"))
    await bakyt.says(better)
    await bakyt.sees(c("боюнча тактооңуз", "Ваше уточнение"), PROBLEM[c.language], better)
    assert (await state_of(office, one)).text.problem == PROBLEM[c.language]
    await bakyt.taps(c("Жөнөтүү", "Отправить"))
    await bakyt.sees(c("тактооңуз жөнөтүлдү", "снова на рассмотрении"))

    await chief.says("/desk")
    await chief.sees(s("Келген тактоолор: 1", "Уточнения получены: 1"))
    await chief.taps(str(one.number))
    await chief.sees(s("автор тактап берди (Көйгөй)", "автор уточнил (Проблема)"), better)


async def test_an_initiative_in_the_plan_makes_its_people_followers(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    bakyt = await office.person("Бакыт", s.language)  # who reads the one language supports what is in the other
    one = await office.initiative(aizada, TITLE[c.language])
    await chief.says("/desk")
    await chief.taps(str(one.number))
    await chief.taps(s("Колдоо үчүн жарыялоо", "Опубликовать для поддержки"))
    await chief.sees(s("бул тилдерде тексти жок", "нет текста на языках"), s.own_name)
    await chief.taps(s("Ооба, жарыялайм", "Да, опубликовать"))
    await chief.sees(s("· жарыяланган", "· опубликована"), s("Колдоочулар: 0", "Сторонников: 0"))
    await bakyt.follows_link(f"i_{one.id}")
    await bakyt.sees(TITLE[c.language])
    await chief.taps(s("Ачык тизмеден алуу", "Убрать из открытого списка"))
    assert await chief.toast() == s("Ачык тизмеден алынды.", "Убрано из открытого списка.")
    await bakyt.follows_link(f"i_{one.id}")
    await bakyt.does_not_see(TITLE[c.language])
    await chief.taps(s("Колдоо үчүн жарыялоо", "Опубликовать для поддержки"))
    await chief.taps(s("Ооба, жарыялайм", "Да, опубликовать"))
    await chief.sees(s("· жарыяланган", "· опубликована"))
    async with office.parts.database.begin() as session:
        supporter = await office.citizen_in(session, bakyt)
        session.add(Support(initiative_id=one.id, citizen_id=supporter.id, supported_at=utc_now()))

    await chief.taps(s("Чечим чыгаруу", "Принять решение"))
    await chief.taps(s("Планга киргизилди", "Включена в НПД"))
    await chief.taps(s("1. Ачык маалыматтар", "1. Открытые данные"))
    await chief.taps(s("Милдеттенмеге киргизилди", "Вошла в обязательство"))
    await chief.sees(s("Чечим жазылды", "Решение записано"), "Улуттук иш-аракеттер", "Национального плана")
    await chief.taps(s("Чечимди жарыялоо", "Опубликовать решение"))
    await chief.sees(s("бардыгы: 2 адам", "всего человек: 2"))
    await chief.taps(s("Ооба, жарыялайм", "Да, опубликовать"))
    await chief.sees(s("чечим жарыяланды: Планга киргизилди", "опубликовано: Включена в НПД"))
    assert await office.deliver() == 3  # published for support, told once; and the decision to two people
    await aizada.sees(
        c("демилгеңиз боюнча чечим", "Решение по вашей инициативе"),
        c("Планга киргизилди", "Включена в НПД"),
        c("милдеттенмеге жазылдыңыз", "вы подписаны на это обязательство"),
    )
    await bakyt.sees(
        s("Сиз колдогон", "которую вы поддерживаете"),
        s("Планга киргизилди", "Включена в НПД"),
        s("Негиздеме: Демилгеңиз", "Обоснование: Ваша инициатива вошла"),
    )
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Subscription)) == 2
    await bakyt.taps(s("Жазылуудан чыгуу", "Отписаться"))
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Subscription)) == 1

    emil = await office.citizen("Эмил")
    double = await office.initiative(emil, c("Мектептердин бюджетин сайтка чыгаралы", "Бюджеты школ — на сайт"))
    await chief.follows_link(f"desk_i{double.id}")
    await chief.taps(s("Окшошу менен бириктирүү", "Объединить с похожей"))
    await chief.says(str(one.number))
    await chief.taps(s("Ооба, бириктирем", "Да, объединить"))
    assert await office.deliver() == 1
    await emil.sees(
        c("окшош демилге менен бириктирилди", "объединена с похожей"),
        c("милдеттенмеге жазылдыңыз", "вы подписаны на это обязательство"),
    )
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Subscription)) == 2
    await emil.taps(c("Жазылуудан чыгуу", "Отписаться"))
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Subscription)) == 1


async def test_a_duplicate_is_merged_and_its_author_follows_the_survivor(office: Office) -> None:
    s, c, chief = office.staff, office.citizens, office.chief
    aizada, bakyt = await office.citizen("Айзада"), await office.citizen("Бакыт")
    survivor = await office.initiative(aizada, TITLE[c.language])
    double = await office.initiative(bakyt, c("Мектептердин бюджетин сайтка чыгаралы", "Бюджеты школ — на сайт"))
    await chief.says("/review")
    await chief.taps(str(double.number))
    await chief.sees(s("Кайталанышы мүмкүн болгон демилгелер", "Возможные дубликаты"), str(survivor.number))
    await chief.taps(s("Окшошу менен бириктирүү", "Объединить с похожей"))
    await chief.says("KG-2026-99999")
    await chief.sees(s("Мындай демилге жок", "Такой инициативы нет"))
    await chief.says(str(survivor.number))
    await chief.sees(s("Муну артка кайтарууга болбойт", "Отменить это нельзя"))
    await chief.taps(s("Ооба, бириктирем", "Да, объединить"))
    await chief.sees(s("Бириктирилген демилге", "Объединена с"), str(survivor.number))
    assert await office.deliver() == 1
    await bakyt.sees(c("окшош демилге менен бириктирилди", "объединена с похожей"), str(survivor.number))
    assert (await state_of(office, double)).state is InitiativeState.MERGED
    async with office.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Support)) == 1
        assert await session.scalar(select(func.count()).select_from(Notice)) == 1


async def test_two_officers_share_a_filtered_queue_and_hand_a_task_over(office: Office) -> None:
    """Two languages at the one desk: what the one takes, filters or notes is in the other's words for the other."""
    s, c, chief = office.staff, office.citizens, office.chief
    aizada = await office.citizen("Айзада")
    one = await office.initiative(aizada, TITLE[c.language], region="osh", theme="anti-corruption")
    await office.initiative(aizada, c("Жолдорду оңдоо планын ачуу", "Открыть план ремонта дорог"), region="naryn")
    nurlan = await office.moderator("Нурлан", c.language)
    await nurlan.says("/desk")
    await nurlan.taps(c("Аймак", "Регион"))
    await nurlan.sees(c("Кайсы аймак көрсөтүлсүн?", "Какой регион показать?"))
    await nurlan.taps(c("Ош облусу", "Ошская область"))
    await nurlan.sees(c("Чыпка: аймак: Ош облусу", "Фильтр: регион: Ошская область"), str(one.number))
    await nurlan.does_not_see(c("Жолдорду оңдоо", "план ремонта"))
    await nurlan.taps(str(one.number))
    await nurlan.sees(c("Ишке алуу", "Взять в работу"))
    await chief.says("/desk")
    await chief.taps(str(one.number))
    await chief.taps(s("Ишке алуу", "Взять в работу"))
    assert await chief.toast() == s("Эми бул сиздин тапшырмаңыз.", "Теперь это ваша задача.")
    await nurlan.taps(c("Ишке алуу", "Взять в работу"))
    assert c("кесиптешиңиз алган", "взял коллега") in await nurlan.toast()
    await chief.taps(s("Кезекке кайтаруу", "Вернуть в очередь"))
    assert await chief.toast() == s("Кезекке кайтарылды.", "Возвращено в очередь.")
    await chief.taps(s("Ички жазуу кошуу", "Написать заметку"))
    await chief.says("Финансы министрлигинен сурадым.")
    await chief.sees(s("Жазуу сакталды", "Заметка сохранена"), "Гүлмира: Финансы министрлигинен сурадым.")
    await chief.taps(s("Өткөрүп берүү", "Передать"))
    await chief.taps("Нурлан")
    await chief.sees(s("Аткаруучу: Нурлан", "Исполнитель: Нурлан"))
    assert await office.deliver() == 2
    await aizada.sees(c("демилгеңиз каралууда", "на рассмотрении"))
    await nurlan.sees(c("эми сиздин тапшырмаңыз", "теперь ваша задача"), TITLE[c.language])
    await nurlan.taps(c(f"Ачуу: {one.number}", f"Открыть {one.number}"))
    await nurlan.sees(c("Кызматкерлердин ички жазуулары", "Внутренние заметки"), "Финансы министрлигинен")
    await nurlan.says("/desk")
    await nurlan.taps(c("Көрсөтүү: меники", "Показать: мои"))
    await nurlan.sees(c("Чыпка: тапшырмалар: меники", "Фильтр: задачи: мои"), str(one.number))
    await nurlan.does_not_see(c("Жолдорду оңдоо", "план ремонта"))
    await nurlan.taps(c("Чыпкаларды тазалоо", "Сбросить фильтры"))
    await nurlan.sees(c("Жолдорду оңдоо", "план ремонта"))
