"""The page without a mouse."""

import pytest
from playwright.sync_api import Locator, Page, expect

from locales.translator import Translator
from tests.browser.conftest import Opens
from tests.browser.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
MOST_STEPS = 60


def walk_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press a key until the focus is on the target."""
    for _ in range(MOST_STEPS):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"{MOST_STEPS} presses of {key} do not lead to {target}")


@pytest.fixture
def desk(opens: Opens) -> Desk:
    return opens()


def test_a_person_is_added_and_the_bot_used_by_keys_alone(desk: Desk, t: Translator) -> None:
    keyboard = desk.page.keyboard
    walk_to(desk.page, desk.page.get_by_role("button", name=desk.word("add_person")))
    keyboard.press("Enter")
    keyboard.type("Асель Маматова")
    keyboard.press("Enter")
    place = desk.page.get_by_role("region", name=desk.word("phone_of", name="Асель Маматова"))
    start = place.get_by_role("button", name=desk.word("start"), exact=True)
    expect(start).to_be_focused()
    keyboard.press("Enter")
    button = place.get_by_role("button", name="Кыргызча", exact=True)
    expect(button).to_be_visible()
    expect(place.get_by_role("textbox")).to_be_focused()
    walk_to(desk.page, button, "Shift+Tab")
    keyboard.press("Enter")
    expect(place.get_by_role("log")).to_contain_text(t.plain("Main menu"))
    # Where the pressed button was there is another now: the focus has not been thrown out of the chat.
    assert place.get_by_role("log").evaluate("(chat) => chat.contains(document.activeElement)")
    walk_to(desk.page, place.get_by_role("textbox"))
    keyboard.type("/he")
    keyboard.press("ArrowDown")
    expect(place.get_by_role("option", name="/help")).to_have_attribute("aria-selected", "true")
    keyboard.press("Enter")
    expect(place.locator(".message.in").last).to_contain_text("/initiative")


def test_the_skip_link_leads_past_the_people(desk: Desk) -> None:
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name=desk.word("skip"))).to_be_focused()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.press("Tab")
    assert desk.page.get_by_role("main").evaluate("(main) => main.contains(document.activeElement)")


def test_a_menu_is_walked_with_arrows_and_gives_the_focus_back(desk: Desk) -> None:
    more = desk.page.get_by_role("button", name=desk.word("chat_menu")).first
    walk_to(desk.page, more)
    desk.page.keyboard.press("Enter")
    items = desk.page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    desk.page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(more).to_be_focused()


def test_arrows_lead_through_the_messages_menus(desk: Desk) -> None:
    place = desk.phone_of("Айзада Токтогулова").place
    menus = place.get_by_role("log").get_by_role("button", name=desk.word("message_menu"))
    expect(menus.nth(2)).to_be_attached()
    walk_to(desk.page, menus.last, "Shift+Tab")
    desk.page.keyboard.press("ArrowUp")
    expect(menus.nth(menus.count() - 2)).to_be_focused()


def test_the_panel_opens_is_walked_and_closed(desk: Desk) -> None:
    switch = desk.page.get_by_role("button", name=desk.word("panel"))
    walk_to(desk.page, switch)
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("tab", name=desk.word("tab_calls"), exact=True)).to_be_focused()
    desk.page.keyboard.press("ArrowRight")
    expect(desk.page.get_by_role("tab", name=desk.word("tab_faults"), exact=True)).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("tabpanel")).to_be_hidden()
    expect(switch).to_be_focused()
