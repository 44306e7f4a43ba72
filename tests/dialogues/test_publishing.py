"""/publish: the Secretariat approves, refuses, adds the missing language, and hides abuse."""

import pytest
from sqlalchemy import select

from bot.playground.driver import Persona
from locales.translator import LANGUAGES, Voices
from models import Language, Report, ReportState, Role, Verdict
from models.database import Database
from services import assessments, matching
from services.sources import receiving
from services.sources.incoming import Words as Written
from tests.conftest import START, ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed, arrived
from tests.dialogues.staff import Words
from tests.reporting import person, published, said

SOURCE = receiving.Origin("ministry", agency_id="adilet-sot")
DONE = {"ky": "Реестр беш сотто сыналды, 1200 акт жарыяланды.", "ru": "Реестр испытан в пяти судах, есть 1200 актов."}
OBSTACLES = {"ky": "Тендер өтпөй калды.", "ru": "Не состоялся тендер."}
# What staff read here, and what citizens do.
BOTH = pytest.mark.parametrize(("staff", "people"), [("ky", "ru"), ("ru", "ky")])


def written(language: str) -> dict[str, object]:
    """A report's texts in one language only."""
    return {"texts": {Language(language): Written(done=DONE[language], obstacles=OBSTACLES[language])}}


async def moderator(bot: Running, language: str) -> Persona:
    return await appointed(bot, "Нурлан", language, Role.MODERATOR)


async def receive(database: Database, **facts: object) -> None:
    async with database.begin() as session:
        register = await matching.register(session)
        await receiving.receive(session, SOURCE, [said(**facts)], register, now=START)  # type: ignore[arg-type]


async def only(database: Database) -> Report:
    async with database.read() as session:
        return (await session.scalars(select(Report))).one()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_suggested_commitment_is_confirmed_and_a_change_shown_as_what_it_would_become(
    bot: Running, language: str
) -> None:
    t = Voices(ZONE)[language].plain
    await receive(bot.parts.database, commitment=None, title="О реестре судебных актов")
    nurlan = await moderator(bot, language)
    await nurlan.says("/publish")
    queue = await nurlan.sees(t("What citizens answered"))
    await nurlan.taps(queue.labels[0])
    await nurlan.sees(t("Suggested commitment, please confirm"), "1200")
    await nurlan.taps(t("Publish"))
    await nurlan.sees({"ky": "Күтүп турган отчет жок.", "ru": "Ничего не ждёт решения."}.get(language, "waiting."))
    report = await only(bot.parts.database)
    assert (report.state, report.commitment_id) == (ReportState.PUBLISHED, "judicial-acts-register")

    await receive(bot.parts.database, commitment=None, title="О реестре", done="Подключены все суды страны.")
    await nurlan.says("/publish")
    await nurlan.taps((await nurlan.sees(t("What citizens answered"))).labels[0])
    await nurlan.sees(
        {"ky": "Жарыяланган отчетту өзгөртүү", "ru": "Изменение опубликованного отчёта"}.get(language, "A change of"),
        "Подключены все суды страны.",
    )
    await nurlan.taps(t("Choose the commitment"))
    choice = await nurlan.sees(t("On which commitment shall the report be published?"))
    await nurlan.taps(next(label for label in choice.labels if label.startswith("8. ")))
    await nurlan.sees(t("No report is waiting."))
    report = await only(bot.parts.database)
    assert (report.version, report.commitment_id) == (2, "budget-process")


@BOTH
async def test_a_translation_is_added_and_a_refusal_says_why_to_the_agency(
    bot: Running, staff: str, people: str
) -> None:
    """The officer whose report it is reads the reason in the words of the desk, the rest in their own language."""
    s, o = Words(staff), Words(people)
    await receive(bot.parts.database, evidence_url="https://act.sot.kg/ru", **written(people))
    nurlan = await moderator(bot, staff)
    officer = await appointed(bot, "Асан", people, Role.AGENCY_OFFICER, "adilet-sot")
    await nurlan.says("/publish")
    await nurlan.taps((await nurlan.sees(s("Бекитүүнү күткөн отчеттор", "Отчёты на утверждение"))).labels[0])
    add_text = s(f"Текст кошуу: {s.own_name}", f"Добавить текст: {s.own_name}")
    add_obstacles = s(f"Тоскоолдуктарды кошуу: {s.own_name}", f"Добавить препятствия: {s.own_name}")
    too_short = s("Бир аз кыска болуп калды", "Текст коротковат")
    await nurlan.taps(add_text)
    await nurlan.says("Кыска")
    await nurlan.sees(too_short)
    await nurlan.says(DONE[staff])
    await nurlan.sees(s("тоскоол болуп жатканын", "Теперь напишите на этом языке, что мешает"), s.own_name)
    await nurlan.says("Жок")
    await nurlan.sees(too_short)
    await nurlan.taps(s("Отчетко кайтуу", "Вернуться к отчёту"))
    await nurlan.taps(add_obstacles)
    await nurlan.says(OBSTACLES[staff])
    card = await nurlan.sees(s("Жаңы отчет", "Новый отчёт"), DONE[staff], OBSTACLES[staff])
    assert not {add_text, add_obstacles} & set(card.labels)
    await nurlan.taps(s("Далилдери менен толук окуу", "Прочитать полностью с подтверждениями"))
    await nurlan.sees("https://act.sot.kg/ru")
    await nurlan.taps(s("Кабыл албоо", "Не принимать"))
    reason = s("Реестрге шилтеме жок.", "Нет ссылки на сам реестр.")
    await nurlan.says(reason)
    await nurlan.sees(s("Күтүп турган отчет жок.", "Ничего не ждёт решения."))
    report = await only(bot.parts.database)
    assert (report.state, report.rejection_reason) == (ReportState.REJECTED, reason)
    await officer.says("/report")
    await officer.sees(reason, o("кабыл алынган жок", "не принят"))


@BOTH
async def test_a_published_report_is_given_its_missing_language_cleared_of_abuse_and_taken_down(
    bot: Running, staff: str, people: str
) -> None:
    s, c = Words(staff), Words(people)
    async with bot.parts.database.begin() as session:
        report = await published(session, **written(staff))
        own = await assessments.judge(session, await person(session, 900), report.id, Verdict.NOT_DONE, now=START)
        await assessments.comment(session, own, "Одоно сөздөр", now=START)
    nurlan, aizada = await moderator(bot, staff), await arrived(bot, "Айзада", people)
    await nurlan.says("/publish")
    await nurlan.taps(s("Жарандардын жооптору", "Ответы граждан"))
    await nurlan.sees(s("Аткарылган эмес", "Не сделано"), "Одоно сөздөр")
    await nurlan.taps(s("1: жашыруу", "1: скрыть"))
    await nurlan.sees(s("1: кайра эсепке алуу", "1: снова учитывать"))
    async with bot.parts.database.read() as session:
        assert await assessments.tally(session, report.id, minimum=1) is None

    await nurlan.says("/publish")
    await nurlan.taps(s("Жарыяланган отчеттор", "Опубликованные отчёты"))
    lacking = s(f"Бул тилде тексти жок: {c.own_name}", f"Нет текста на языке: {c.own_name}")
    await nurlan.taps((await nurlan.sees(lacking)).labels[0])
    card = await nurlan.sees(s("Отчет: жарыяланган", "Отчёт: опубликован"))
    acts = {s("Жарыялоо", "Опубликовать"), s("Кабыл албоо", "Не принимать"),
            s("Милдеттенмени тандоо", "Выбрать обязательство")}  # fmt: skip
    assert not acts & set(card.labels)
    await nurlan.taps(s(f"Текст кошуу: {c.own_name}", f"Добавить текст: {c.own_name}"))
    await nurlan.says(DONE[people])
    await nurlan.says(OBSTACLES[people])
    await nurlan.sees(OBSTACLES[people])
    menu = await aizada.sees(c("Башкы меню", "Главное меню"))
    await aizada.presses(menu, f"rpo:{report.id}")
    await aizada.sees(DONE[people], c("Тоскоолдуктар", "Препятствия"), OBSTACLES[people])
    withdraw = s("Жарыялоодон алып салуу", "Снять с публикации")
    await nurlan.taps(withdraw)
    await nurlan.taps(s("Ооба, алып салуу", "Да, снять"))
    card = await nurlan.sees(s("Отчет: кайтарып алынды", "Отчёт: отозван"))
    assert withdraw not in card.labels
    await aizada.says("/reports")
    await aizada.sees(c("Азырынча бир да отчет жарыялана элек", "Пока не опубликовано ни одного отчёта"))
    assert (await only(bot.parts.database)).state is ReportState.WITHDRAWN


async def test_others_see_nothing_that_is_not_published(bot: Running) -> None:
    await receive(bot.parts.database)
    report = await only(bot.parts.database)
    aizada = await arrived(bot, "Айзада", "ky")
    menu = await aizada.sees("Башкы меню")
    await aizada.says("/publish")
    await aizada.sees("Буга уруксатыңыз жок.")
    forged = [
        f"pk:{report.id}",
        f"pa:{report.id}:budget-process",
        f"pe:{report.id}",
        f"pj:{report.id}",
        "pn:0",
        "pl:0",
        f"pd:{report.id}:1",
        f"pb:{report.id}:ky",
    ]
    for data in [*forged, f"rpo:{report.id}", f"re:{report.id}", f"rpr:{report.id}", f"ju:{report.id}:done"]:
        await aizada.presses(menu, data)
        assert await aizada.toast(), data
    assert (await only(bot.parts.database)).state is ReportState.RECEIVED
