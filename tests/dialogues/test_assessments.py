"""Citizens watch: reports are read, and "Is it true?" is answered in one tap, in each language."""

import pytest
from sqlalchemy import select

from locales.translator import LANGUAGES, OWN_NAMES, Voices
from models import Assessment, Completion, Report, Verdict
from models.database import Database
from services import assessments
from tests.conftest import START, ZONE
from tests.dialogues.conftest import Running
from tests.reporting import person, published

TITLE = {
    "ky": "Сот актыларынын мамлекеттик реестрин модернизациялоо",
    "ru": "Модернизация государственного реестра судебных актов",
    "en": "Modernizing the state register of judicial acts",
}


async def publish(database: Database, **facts: object) -> Report:
    async with database.begin() as session:
        return await published(session, **facts)


async def judge(database: Database, report_id: int, count: int, verdict: Verdict) -> None:
    async with database.begin() as session:
        for number in range(count):
            voter = await person(session, 9000 + number)
            await assessments.judge(session, voter, report_id, verdict, now=START)


async def newcomer(bot: Running, language: str):
    aizada = bot.telegram.person("Айзада", language_code=language)
    await aizada.says("/start")
    await aizada.taps(OWN_NAMES[language])
    await bot.telegram.quiet()
    return aizada


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_citizen_reads_a_report_and_says_whether_it_is_true(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language].plain
    report = await publish(bot.parts.database, evidence_url="https://act.sot.kg/ru")
    await judge(bot.parts.database, report.id, 9, Verdict.NOT_DONE)
    aizada = await newcomer(bot, language)
    await aizada.follows_link(f"r_{report.id}")
    card = await aizada.sees(TITLE[language], t("Substantial"), "1200")
    assert ("Русский" in card.text) is (language != "ru")  # a report in one language says so
    assert t("It is not done") not in card.text  # nine answers are not yet the citizens' view
    await aizada.taps(t("Is it true?"))
    await aizada.sees(t("It is partly done"))
    await aizada.taps(t("It is partly done"))
    assert await aizada.toast() == t("Thank you, your answer is counted.")
    await aizada.taps(t("Say which region"))
    await aizada.taps({"ky": "Нарын облусу", "ru": "Нарынская область"}.get(language, "Naryn Region"))
    await aizada.taps(t("Add a comment or photo"))
    await aizada.says("Актыларды сайттан таптым, бирок издөө иштебейт.")
    await aizada.sees(t("Your comment is kept. Thank you."))
    await aizada.taps(t("Add a comment or photo"))
    await aizada.sends_photo()
    await aizada.sees(t("Your photo is kept. Thank you."))
    await aizada.taps(t("Back to the report"))
    card = await aizada.sees(TITLE[language], f"{t('It is not done')}: 9", f"{t('It is partly done')}: 1")
    assert "10" in card.text
    assert "издөө" not in card.text  # comments are for the Secretariat
    async with bot.parts.database.read() as session:
        own = (await session.scalars(select(Assessment).order_by(Assessment.id.desc()))).first()
    assert own is not None
    assert (own.verdict, own.region_id) == (Verdict.PARTLY, "naryn")
    assert own.photo_id


async def test_an_answer_is_changed_not_counted_twice(bot: Running) -> None:
    report = await publish(bot.parts.database)
    aizada = await newcomer(bot, "ky")
    await aizada.says("/reports")
    await aizada.taps("2026-жылдын 23-ноябры · Сот актыларынын реестри")
    await aizada.taps("Бул чынбы?")
    question = await aizada.sees("Аткарылган эмес")
    await aizada.taps("Аткарылган")
    await aizada.taps("Жообумду өзгөртүү")
    await aizada.sees("Азыркы жообуңуз: Аткарылган")
    await aizada.taps_together(question, "Аткарылган эмес", "Аткарылган эмес")
    await bot.telegram.quiet()
    async with bot.parts.database.read() as session:
        tally = await assessments.tally(session, report.id, minimum=1)
    assert tally is not None
    assert (tally.total, tally.counts[Verdict.NOT_DONE]) == (1, 1)


async def test_a_form_going_on_waits_while_somebody_judges(bot: Running) -> None:
    report = await publish(bot.parts.database)
    aizada = await newcomer(bot, "ru")
    await aizada.says("/initiative")
    await aizada.follows_link(f"r_{report.id}")
    await aizada.taps("Это правда?")
    await aizada.taps("Сделано")
    await aizada.says("Публиковать бюджет каждой школы")
    await aizada.sees("Какую проблему она должна решить?")


async def test_a_commitments_card_shows_its_timeline(bot: Running) -> None:
    await publish(
        bot.parts.database, external_id="1", status=Completion.LIMITED, period_to="2026-03-31", period_from="2026-01-01"
    )
    latest = await publish(bot.parts.database, external_id="2", period_to="2026-09-30", period_from="2026-07-01")
    await judge(bot.parts.database, latest.id, 10, Verdict.DONE)
    aizada = await newcomer(bot, "ru")
    await aizada.follows_link("c_judicial-acts-register")
    card = await aizada.sees("Ход событий", "3-й квартал 2026 года", "1-й квартал 2026 года")
    assert "Ограниченное выполнение → Существенное выполнение" in card.text
    assert "Исполнение: Существенное выполнение" in card.text
    assert "Мнение граждан (10 ответов)" in card.text
    await aizada.taps("Все отчёты по нему: 2")
    await aizada.sees("Отчёты государственных органов", "Реестр судебных актов")


async def test_a_link_to_a_report_that_is_not_public_leads_to_the_menu(bot: Running) -> None:
    aizada = await newcomer(bot, "ky")
    await aizada.follows_link("r_77")
    await aizada.sees("Шилтемедеги маалымат табылган жок")
