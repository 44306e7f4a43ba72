"""The technical panel: the Bot API's calls, faults on demand, the bot's process."""

import pytest
from playwright.sync_api import Locator, expect

from locales.translator import Translator
from tests.browser.conftest import Opens
from tests.browser.desk import Desk, Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def desk(opens: Opens) -> Desk:
    return opens()


@pytest.fixture
def kanykei(desk: Desk, t: Translator) -> Phone:
    kanykei = desk.adds("Каныкей Асанова", "ky")
    kanykei.begins(t)
    return kanykei


def fault(desk: Desk, name: str) -> Locator:
    """One fault's card in the panel."""
    faults = desk.opens_panel("tab_faults")
    return faults.locator("section").filter(has_text=desk.word(name))


def calls(desk: Desk, *parts: str) -> Locator:
    """The calls whose line has all parts."""
    found = desk.opens_panel("tab_calls").locator("summary")
    for part in parts:
        found = found.filter(has_text=part)
    return found


def test_a_call_shows_its_parameters_answer_and_time(desk: Desk, kanykei: Phone) -> None:
    newest = calls(desk, "Каныкей Асанова", "200").first
    expect(newest).to_contain_text("editMessageText")
    expect(newest).to_contain_text(desk.word("milliseconds", n=""))
    newest.click()
    details = newest.locator("..")
    expect(details).to_contain_text('"parse_mode": "HTML"')
    expect(details).to_contain_text('"ok": true')
    desk.shoot("desktop-panel-calls")


def test_too_many_requests_delay_the_answer_but_lose_nothing(desk: Desk, kanykei: Phone) -> None:
    card = fault(desk, "fault_too_many")
    card.get_by_label(desk.word("seconds")).fill("1")
    card.get_by_label(desk.word("only_next")).check()
    card.get_by_role("switch").check()
    kanykei.says("/help")
    kanykei.sees("/initiative")
    expect(calls(desk, "429")).not_to_have_count(0)
    expect(fault(desk, "fault_too_many").get_by_role("switch")).not_to_be_checked()


def test_a_lost_reply_was_delivered_and_is_marked_as_dropped(desk: Desk, kanykei: Phone) -> None:
    card = fault(desk, "fault_lost_reply")
    card.get_by_label(desk.word("only_next")).check()
    card.get_by_role("switch").check()
    kanykei.says("/help")
    kanykei.sees("/initiative")
    expect(calls(desk, desk.word("call_lost"))).not_to_have_count(0)


def test_a_slow_network_slows_and_is_switched_off_again(desk: Desk, kanykei: Phone) -> None:
    card = fault(desk, "fault_slow")
    card.get_by_label(desk.word("seconds")).fill("1")
    switch = card.get_by_role("switch")
    switch.check()
    desk.shoot("desktop-panel-faults")
    kanykei.says("/help")
    kanykei.sees("/initiative")
    switch.uncheck()
    expect(switch).not_to_be_checked()


def test_the_bot_is_killed_and_what_was_said_is_answered(desk: Desk, kanykei: Phone, t: Translator) -> None:
    process = desk.opens_panel("tab_bot")
    kanykei.taps(t.plain("Submit an initiative"))
    kanykei.sees(t.plain("Cancel"))
    process.get_by_role("button", name=desk.word("bot_kill")).click()
    kanykei.says("Айылдын бюджетин ачык талкуулоо")
    desk.shoot("desktop-panel-bot")
    kanykei.sees(t.plain("What problem should it solve? 20 to 2000 characters."))
    expect(process.get_by_text(desk.word("bot_running"))).to_be_visible()


def test_a_stopped_bot_is_said_to_be_stopped_and_can_be_started(desk: Desk, kanykei: Phone) -> None:
    process = desk.opens_panel("tab_bot")
    process.get_by_role("button", name=desk.word("bot_stop")).click()
    expect(process.get_by_text(desk.word("bot_stopped"))).to_be_visible()
    expect(kanykei.place.get_by_text(desk.word("bot_down"))).to_be_visible()
    kanykei.says("/help")
    process.get_by_role("button", name=desk.word("bot_start")).click()
    expect(kanykei.place.get_by_text(desk.word("bot_waking"))).to_be_visible()
    kanykei.sees("/initiative")


def test_who_reads_the_end_of_a_chat_still_does_when_the_panel_makes_it_narrow(desk: Desk, kanykei: Phone) -> None:
    kanykei.says("Ачык Өкмөт деген эмне?")
    last = kanykei.sees("Башкы меню").get_by_role("button", name="Башкы меню")
    expect(last).to_be_in_viewport()
    desk.opens_panel("tab_calls")
    expect(last).to_be_in_viewport()
