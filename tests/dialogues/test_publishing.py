"""/publish: the Secretariat approves, refuses, adds the missing language, and hides abuse."""

import pytest
from sqlalchemy import select

from locales.translator import LANGUAGES, OWN_NAMES, Voices
from models import Report, ReportState, Role, Verdict
from models.database import Database
from services import assessments, matching
from services.sources import receiving
from tests.conftest import START, ZONE
from tests.dialogues.conftest import Running
from tests.reporting import appoint, person, published, said

SOURCE = receiving.Origin("ministry", agency_id="adilet-sot")


async def moderator(bot: Running, language: str = "ru"):
    nurlan = bot.telegram.person("Нурлан", language_code=language)
    await nurlan.says("/start")
    await nurlan.taps(OWN_NAMES[language])
    await bot.telegram.quiet()
    await appoint(bot.parts.database, nurlan.id, Role.MODERATOR)
    return nurlan


async def receive(database: Database, **facts: object) -> None:
    async with database.begin() as session:
        register = await matching.register(session)
        await receiving.receive(session, SOURCE, [said(**facts)], register, now=START)  # type: ignore[arg-type]


async def only(database: Database) -> Report:
    async with database.read() as session:
        return (await session.scalars(select(Report))).one()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_suggested_commitment_is_confirmed_and_the_report_published(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language].plain
    await receive(bot.parts.database, commitment=None, title="О реестре судебных актов")
    nurlan = await moderator(bot, language)
    await nurlan.says("/publish")
    queue = await nurlan.sees(t("What citizens answered"))
    await nurlan.taps(queue.labels[0])
    await nurlan.sees(t("Suggested commitment, please confirm"), "1200")
    await nurlan.taps(t("Publish"))
    await nurlan.sees(t("No report is waiting."))
    report = await only(bot.parts.database)
    assert (report.state, report.commitment_id) == (ReportState.PUBLISHED, "judicial-acts-register")


async def test_a_translation_is_added_and_a_refusal_says_why(bot: Running) -> None:
    await receive(bot.parts.database, evidence_url="https://act.sot.kg/ru")
    nurlan = await moderator(bot)
    await nurlan.says("/publish")
    await nurlan.taps("23 ноября 2026 года · 4. Реестр судебных актов")
    await nurlan.taps("Добавить текст: Кыргызча")
    await nurlan.says("Кыска")
    await nurlan.sees("Текст коротковат")
    await nurlan.says("Реестр беш сотто сыналды, 1200 акт жарыяланды.")
    await nurlan.sees("Теперь напишите на этом языке, что мешает: Кыргызча")
    await nurlan.says("Жок")
    await nurlan.sees("Текст коротковат")
    await nurlan.taps("Вернуться к отчёту")
    await nurlan.taps("Добавить препятствия: Кыргызча")
    await nurlan.says("Тендер өтпөй калды.")
    card = await nurlan.sees("Новый отчёт", "беш сотто", "Тендер өтпөй калды.")
    assert "Добавить препятствия: Кыргызча" not in card.labels
    assert "Добавить текст: Кыргызча" not in card.labels
    await nurlan.taps("Прочитать полностью с подтверждениями")
    await nurlan.sees("https://act.sot.kg/ru")
    await nurlan.taps("Не принимать")
    await nurlan.says("Нет ссылки на сам реестр.")
    await nurlan.sees("Ничего не ждёт решения.")
    report = await only(bot.parts.database)
    assert (report.state, report.rejection_reason) == (ReportState.REJECTED, "Нет ссылки на сам реестр.")


async def test_a_change_is_shown_as_what_it_would_become(bot: Running) -> None:
    nurlan = await moderator(bot)
    await receive(bot.parts.database)
    await nurlan.says("/publish")
    await nurlan.taps("23 ноября 2026 года · 4. Реестр судебных актов")
    await nurlan.taps("Опубликовать")
    await receive(bot.parts.database, done="Подключены все суды страны.")
    await nurlan.says("/publish")
    await nurlan.taps("23 ноября 2026 года · 4. Реестр судебных актов")
    await nurlan.sees("Изменение опубликованного отчёта", "Подключены все суды страны.")
    await nurlan.taps("Выбрать обязательство")
    await nurlan.taps("8. Бюджетный процесс")
    await nurlan.sees("Ничего не ждёт решения.")
    report = await only(bot.parts.database)
    assert (report.version, report.commitment_id) == (2, "budget-process")


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_a_published_report_is_given_its_missing_language_and_taken_down(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language].plain
    async with bot.parts.database.begin() as session:
        report = await published(session)
    nurlan = await moderator(bot, language)
    await nurlan.says("/publish")
    await nurlan.taps(t("Published reports"))
    listed = await nurlan.sees(t("No text in: {languages}", languages="Кыргызча"))
    await nurlan.taps(listed.labels[0])
    card = await nurlan.sees(t("Report: {state}", state=t("published")))
    assert not {t("Publish"), t("Do not accept"), t("Choose the commitment")} & set(card.labels)
    await nurlan.taps(t("Add the text: {language}", language="Кыргызча"))
    await nurlan.says("Реестр беш сотто сыналды, 1200 акт жарыяланды.")
    await nurlan.says("Тендер өтпөй калды.")
    await nurlan.sees("Тендер өтпөй калды.")
    aizada = bot.telegram.person("Айзада", language_code="ky")
    await aizada.says("/start")
    await aizada.taps("Кыргызча")
    menu = await aizada.sees("Башкы меню")
    await aizada.presses(menu, f"rpo:{report.id}")
    await aizada.sees("Реестр беш сотто сыналды", "Тоскоолдуктар", "Тендер өтпөй калды.")
    await nurlan.taps(t("Withdraw from publication"))
    await nurlan.taps(t("Yes, withdraw it"))
    card = await nurlan.sees(t("Report: {state}", state=t("withdrawn")))
    assert t("Withdraw from publication") not in card.labels
    await aizada.says("/reports")
    await aizada.sees("Азырынча бир да отчет жарыялана элек")
    assert (await only(bot.parts.database)).state is ReportState.WITHDRAWN


async def test_abuse_is_hidden_and_counted_again(bot: Running) -> None:
    async with bot.parts.database.begin() as session:
        report = await published(session)
        own = await assessments.judge(session, await person(session, 900), report.id, Verdict.NOT_DONE, now=START)
        await assessments.comment(session, own, "Грубые слова", now=START)
    nurlan = await moderator(bot)
    await nurlan.says("/publish")
    await nurlan.taps("Ответы граждан")
    await nurlan.sees("Не сделано", "Грубые слова")
    await nurlan.taps("1: скрыть")
    await nurlan.sees("скрыт", "1: снова учитывать")
    async with bot.parts.database.read() as session:
        assert await assessments.tally(session, report.id, minimum=1) is None


async def test_others_see_nothing_that_is_not_published(bot: Running) -> None:
    await receive(bot.parts.database)
    report = await only(bot.parts.database)
    aizada = bot.telegram.person("Айзада", language_code="ky")
    await aizada.says("/start")
    await aizada.taps("Кыргызча")
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
