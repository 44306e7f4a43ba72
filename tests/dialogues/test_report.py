"""/report: an agency officer reports in two minutes, in each language; nobody else does."""

import pytest
from sqlalchemy import func, select, update

from locales.translator import LANGUAGES, OWN_NAMES, Voices
from models import AuditEntry, Completion, Language, Report, ReportState, Role, StaffRole
from services import reports
from tests.conftest import START, ZONE
from tests.dialogues.conftest import Running
from tests.reporting import appoint

DONE = {
    "ky": "Реестр беш сотто сыналды, 1200 сот актысы жарыяланды.",
    "ru": "Реестр испытан в пяти судах, опубликовано 1200 судебных актов.",
    "en": "The register was tested in five courts and 1,200 acts were published.",
}


async def officer(bot: Running, language: str, agency: str = "adilet-sot"):
    person = bot.telegram.person("Officer", language_code=language)
    await person.says("/start")
    await person.taps(OWN_NAMES[language])
    await bot.telegram.quiet()
    await appoint(bot.parts.database, person.id, Role.AGENCY_OFFICER, agency)
    return person


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_officer_reports_and_little_progress_needs_its_obstacles(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language].plain
    aibek = await officer(bot, language)
    await aibek.says("/report")
    await aibek.sees(t("Which commitment do you report on?"))
    await aibek.taps(
        {"ky": "4. Сот актыларынын реестри", "ru": "4. Реестр судебных актов"}.get(
            language, "4. Register of judicial acts"
        )
    )
    await aibek.sees(t("Which period is the report about?"))
    await aibek.taps(aibek.screen.labels[1])
    await aibek.taps(t("Limited"))
    await aibek.sees(t("What was done in this period? 20 to 3000 characters. One language is enough."))
    await aibek.says(DONE[language])
    question = await aibek.sees(
        t("What stands in the way, and what happens next? This is needed because little is done so far.")
    )
    assert t("Skip") not in question.labels
    await aibek.says(
        {"ky": "Майдагы тендер өтпөй калды.", "ru": "Тендер в мае не состоялся."}.get(
            language, "The tender in May failed."
        )
    )
    await aibek.sees(t("Is there a page that shows the result? Send its address. You may leave it out."))
    await aibek.says("www ogp")
    await aibek.sees("https://www.ogp.el.kg")
    await aibek.says("https://act.sot.kg/ru")
    await aibek.sends_photo()
    await aibek.sees(t("The file is attached."))
    await aibek.taps(t("Done"))
    preview = await aibek.sees("https://act.sot.kg/ru", DONE[language])
    assert t("Limited") in preview.text
    await aibek.taps(t("Send"))
    await aibek.sees(t("waits for the Secretariat"))
    async with bot.parts.database.read() as session:
        sent = (await session.scalars(select(Report))).one()
        whole = await reports.get(session, sent.id)
    assert whole.state is ReportState.RECEIVED
    assert (whole.commitment_id, whole.agency_id) == ("judicial-acts-register", "adilet-sot")
    assert whole.status is Completion.LIMITED
    assert [(text.lang, text.done) for text in whole.texts] == [(Language(language), DONE[language])]
    assert whole.texts[0].obstacles
    assert len(whole.files) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_outsider_is_refused_and_it_is_noted(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language].plain
    nurlan = bot.telegram.person("Nurlan", language_code=language)
    await nurlan.says("/start")
    await nurlan.taps(OWN_NAMES[language])
    await nurlan.says("/report")
    await nurlan.sees(t("This is not available to you."))
    async with bot.parts.database.read() as session:
        entry = (await session.scalars(select(AuditEntry))).one()
    assert (entry.action, entry.is_refused) == ("report.write", True)


async def test_with_much_done_obstacles_may_be_skipped_and_an_old_send_button_stores_nothing_twice(
    bot: Running,
) -> None:
    aibek = await officer(bot, "ru")
    await aibek.says("/report")
    await aibek.taps("4. Реестр судебных актов")
    await aibek.taps("2026 год")
    await aibek.taps("Выполнено")
    await aibek.says(DONE["ru"])
    await aibek.sees("Были ли препятствия?")
    await aibek.taps("Пропустить")
    await aibek.taps("Пропустить")
    await aibek.taps("Пропустить")
    preview = await aibek.sees("Ваш отчёт", "2026 год", "Выполнено")
    await aibek.taps("Отправить")
    await aibek.sees("Отправлено.")
    await aibek.presses(preview, preview.button("Отправить").data)
    assert await aibek.toast() == ""
    async with bot.parts.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 1


async def test_a_revoked_officer_cannot_go_on_with_a_draft(bot: Running) -> None:
    aibek = await officer(bot, "ru")
    await aibek.says("/report")
    await aibek.taps("4. Реестр судебных актов")
    await aibek.taps("2026 год")
    async with bot.parts.database.begin() as session:
        await session.execute(update(StaffRole).values(revoked_at=START))
    await aibek.taps("Выполнено")
    assert await aibek.toast() == "Это вам недоступно."
    await aibek.says("/report")
    await aibek.sees("Это вам недоступно.")


async def test_a_forged_button_does_not_report_on_another_agencys_commitment(bot: Running) -> None:
    aibek = await officer(bot, "ru")
    await aibek.says("/report")
    question = await aibek.sees("По какому обязательству вы отчитываетесь?")
    assert not [label for label in question.labels if "Бюджетный процесс" in label]
    await aibek.presses(
        question, question.button("4. Реестр судебных актов").data.replace("judicial-acts-register", "budget-process")
    )
    assert await aibek.toast() == "Это вам недоступно."
    async with bot.begin() as session:
        refused = select(AuditEntry).where(AuditEntry.is_refused, AuditEntry.action.like("report.%"))
        assert (await session.scalars(refused)).all()
    stranger = await officer(bot, "ru", "mof")
    await stranger.says("/report")
    theirs = await stranger.sees("По какому обязательству вы отчитываетесь?")
    data = theirs.buttons[0].data.split(":")
    await stranger.presses(theirs, ":".join([*data[:4], "1", *data[5:]]))
    assert await stranger.toast() == "Это вам недоступно."


async def test_a_draft_is_kept_and_continued_and_the_outcome_is_seen(bot: Running) -> None:
    aibek = await officer(bot, "ky")
    await aibek.says("/report")
    await aibek.taps("4. Сот актыларынын реестри")
    await aibek.says("/cancel")
    await aibek.sees("Форма жабылды", "/report")
    await aibek.says("/report")
    await aibek.taps("Улантуу: 4. Сот актыларынын реестри")
    await aibek.sees("Отчет кайсы мезгилге тиешелүү?")


async def test_an_edited_message_corrects_its_answer_until_the_report_is_sent(bot: Running) -> None:
    aibek = await officer(bot, "ru")
    await aibek.says("/report")
    await aibek.taps("4. Реестр судебных актов")
    await aibek.taps("2026 год")
    await aibek.taps("Выполнено")
    answer = await aibek.says(DONE["ru"])
    await aibek.sees("Были ли препятствия?")
    await aibek.edits(answer, "Реестр испытан в восьми судах, не в пяти.")
    await aibek.sees("Исправлено: Что сделано.")
    await aibek.edits(answer, "Мало")
    await aibek.sees("Ответ в поле «Что сделано» остался прежним.")
    for _ in range(3):
        await aibek.taps("Пропустить")
    await aibek.sees("Ваш отчёт", "в восьми судах")
    await aibek.taps("Отправить")
    await aibek.sees("Отправлено.")
    await aibek.edits(answer, "Реестр испытан в девяти судах, не в восьми.")
    await aibek.sees("правка ничего не меняет")
    async with bot.parts.database.read() as session:
        report = (await session.scalars(select(Report))).one()
        assert "восьми" in (await reports.get(session, report.id)).texts[0].done
