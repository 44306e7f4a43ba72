"""Reports that are due: staff set the day, silence is seen on the desk and on the commitment's own card."""

import pytest
from sqlalchemy import select

from locales import content as files
from locales.translator import Translator, Voices
from models import Completion, ContentVersion, ReportDeadline, Role
from services import matching
from services.sources import receiving
from tests.conftest import START, ZONE
from tests.dialogues.conftest import Running
from tests.dialogues.people import appointed, arrived
from tests.dialogues.staff import Words
from tests.reporting import said

BOTH = pytest.mark.parametrize("language", ["ky", "ru"])
FOURTH = next(one for one in files.read("commitments") if one["id"] == "judicial-acts-register")


def name(t: Translator) -> str:
    return f"4. {FOURTH['short'][t.language]}"


@BOTH
async def test_a_deadline_is_set_passes_in_silence_and_is_switched_off(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.taps(Words(language)("Тексттер", "Тексты"))
    await nurlan.taps(t.plain("Commitments: status, dates, reports due"))
    await nurlan.taps(name(t))
    await nurlan.sees(t.plain("No report is due, so the bot sends no overdue notices."))
    await nurlan.taps(t.plain("Set when a report is due"))
    await nurlan.says("эртең")
    await nurlan.sees(t.plain("This is not a day, or not a number of days."))
    await nurlan.says("2020-01-31")
    await nurlan.sees("2027-01-31")
    due = (bot.clock().astimezone(ZONE)).date()
    await nurlan.says(f"{due.isoformat()} 3")
    await nurlan.sees(t.day(due), t.plain("Turn off overdue notices"))

    bot.clock.move(days=5)
    await nurlan.says("/desk")
    await nurlan.sees(t.plain("Overdue reports"), name(t))
    aizada = await arrived(bot, "Айзада", language)
    await aizada.follows_link(f"c_{FOURTH['id']}")
    overdue = str(t("⏰ <b>Overdue:</b> the report due on {day} has not come.", day=t.day(due)).striptags())
    await aizada.sees(overdue)

    await nurlan.taps(name(t))
    await nurlan.taps(t.plain("Turn off overdue notices"))
    await nurlan.sees(Words(language)("Кечиккени тууралуу кайра кабарлоо", "Снова сообщать о просрочке"))
    await nurlan.says("/desk")
    await nurlan.sees(t.plain("Nothing is waiting here."))
    (deadline,) = await bot.stored(select(ReportDeadline))
    assert (deadline.is_on, deadline.grace_days) == (False, 3)


@BOTH
async def test_status_and_term_are_changed_and_what_was_before_is_kept(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    await nurlan.taps(Words(language)("Тексттер", "Тексты"))
    await nurlan.taps(t.plain("Commitments: status, dates, reports due"))
    await nurlan.taps(name(t))
    await nurlan.taps(t.plain("Completion: {status}", status=t.plain("Limited")))
    await nurlan.sees(str(t("<b>Completion:</b> {status}", status=t.plain("Limited")).striptags()))
    await nurlan.taps(t.plain("Change the term"))
    await nurlan.says("2027-12-31 2026-01-01")
    await nurlan.sees(t.plain("The last day must come after the first."))
    await nurlan.says("2026-01-01 2027-12-31")
    words = Words(language)
    await nurlan.sees(
        t("<b>Edits</b>").striptags(),
        words("· Аткарылышы: Чектелүү деңгээлде аткарылды", "· Исполнение: Ограниченное выполнение"),
        words("· Мөөнөтү: 2026-жылдын 1-январы – 2027", "· Срок: 1 января 2026 года – 31 декабря 2027"),
    )
    await nurlan.taps(t.plain("As people see it"))
    await nurlan.sees(t.plain("Limited"), "2027")
    kept = await bot.stored(select(ContentVersion).order_by(ContentVersion.id))
    assert [(one.subject.rpartition(":")[2], one.after) for one in kept] == [
        ("status", Completion.LIMITED.value),
        ("dates", "2026-01-01 / 2027-12-31"),
    ]


@BOTH
async def test_a_body_is_named_and_taken_off_again(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    justice = next(one for one in files.read("agencies") if one["id"] == "moj")["name"][language]
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    aizada = await arrived(bot, "Айзада", language)
    await nurlan.says("/desk")
    await nurlan.taps(Words(language)("Тексттер", "Тексты"))
    await nurlan.taps(t.plain("Commitments: status, dates, reports due"))
    await nurlan.taps(name(t))
    await nurlan.taps(t.plain("Responsible bodies"))
    before = FOURTH["leads"]
    add, off = t.plain("Add: {name}", name=justice), t.plain("Remove: {name}", name=justice)
    screen = await nurlan.sees(t.plain("Back"))
    while add not in screen.labels:
        await nurlan.taps(t.plain("Next page"))
        screen = await nurlan.sees(t.plain("Back"))
    await nurlan.taps(add)
    await nurlan.sees(off)
    await nurlan.taps_on(screen, add)  # the button as it was drawn before: nothing is named twice
    await aizada.follows_link(f"c_{FOURTH['id']}")
    await aizada.sees(justice)
    await nurlan.taps(off)
    await nurlan.sees(add)
    await aizada.follows_link(f"c_{FOURTH['id']}")
    await aizada.does_not_see(justice)
    kept = await bot.stored(select(ContentVersion).order_by(ContentVersion.id))
    assert [(one.subject.rpartition(":")[2], one.after) for one in kept] == [
        ("bodies", ", ".join([*before, "moj"])),
        ("bodies", ", ".join(before) or None),
    ]


@BOTH
async def test_a_report_that_waits_opens_for_a_decision_from_the_desk(bot: Running, language: str) -> None:
    t = Voices(ZONE)[language]
    async with bot.begin() as session:
        source = receiving.Origin("ministry", agency_id="adilet-sot")
        await receiving.receive(session, source, [said()], await matching.register(session), now=bot.clock())
    nurlan = await appointed(bot, "Нурлан", language, Role.MODERATOR)
    await nurlan.says("/desk")
    report = t.plain("Report of {day}: {commitment}", day=t.day(START), commitment="").split(":")[0]
    desk = await nurlan.sees(Words(language)("Бекитиле турган отчеттор", "Отчёты на утверждение"))
    (label,) = [one for one in desk.labels if name(t) in one]
    assert label.startswith(report.split()[0])
    await nurlan.taps(label)
    await nurlan.taps(t.plain("Publish"))
    await nurlan.sees(t.plain("No report is waiting."))
    await nurlan.says("/desk")
    await nurlan.sees(t.plain("Nothing is waiting here."))


@BOTH
async def test_a_report_has_a_link_to_share(bot: Running, language: str) -> None:
    async with bot.begin() as session:
        trusted = receiving.Origin("ministry", agency_id="adilet-sot", is_trusted=True)
        await receiving.receive(session, trusted, [said()], await matching.register(session), now=bot.clock())
    aizada = await arrived(bot, "Айзада", language)
    await aizada.says("/reports")
    await aizada.taps(next(one for one in (await aizada.sees(" · ")).labels if " · " in one))
    await aizada.taps(Words(language)("Шилтеме жана QR-код", "Ссылка и QR-код"))
    await aizada.sees("start=r_1", FOURTH["title"][language])
