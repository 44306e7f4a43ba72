"""Groups on the page: made, joined, forwarded into, turned into supergroups."""

import pytest
from playwright.sync_api import Locator, expect

from locales.translator import Translator
from tests.browser.conftest import PHONE, Opens
from tests.browser.desk import Desk, Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def makes_group(desk: Desk, phone: Phone, title: str, *members: str) -> Locator:
    """A group with the bot in it; gives the chat's own list of messages."""
    phone.place.get_by_role("button", name=desk.word("back_to_chats")).click()
    phone.place.get_by_role("button", name=desk.word("new_group"), exact=True).click()
    window = desk.page.get_by_role("dialog")
    for member in members:
        window.get_by_label(member).check()
    window.get_by_label(desk.word("add_the_bot")).check()
    desk.fills_in("create", chat_title=title)
    expect(phone.place.get_by_role("heading", name=title)).to_be_visible()
    return phone.place.get_by_role("log")


def test_a_group_is_made_talked_in_and_turned_into_a_supergroup(opens: Opens, t: Translator) -> None:
    desk = opens()
    zhyldyz = desk.adds("Жылдыз Исаева", "ky")
    zhyldyz.begins(t)
    talk = makes_group(desk, zhyldyz, "Айыл кеңеши", "Айзада Токтогулова")
    expect(talk).to_contain_text(desk.word("event_created", name="Жылдыз Исаева"))
    expect(talk).to_contain_text(desk.word("event_joined", name="Айзада Токтогулова"))
    zhyldyz.says("Саламатсыздарбы!")
    aizada = desk.phone_of("Айзада Токтогулова")
    aizada.place.get_by_role("button", name=desk.word("back_to_chats")).click()
    aizada.place.get_by_role("button", name="Айыл кеңеши").click()
    expect(aizada.place.get_by_role("log")).to_contain_text("Саламатсыздарбы!")
    desk.shoot("desktop-group")
    aizada.in_chat_menu("upgrade")
    expect(aizada.place.get_by_role("log")).to_contain_text(desk.word("event_upgraded"))
    expect(aizada.place.get_by_role("heading", name="Айыл кеңеши")).to_be_visible()
    aizada.says("Топ чоңойду")
    expect(aizada.own("Топ чоңойду")).to_be_visible()
    aizada.in_chat_menu("remove_the_bot")
    expect(aizada.place.get_by_role("log")).to_contain_text(desk.word("event_left", name=""))


def test_a_message_is_forwarded_into_a_group(opens: Opens, t: Translator) -> None:
    desk = opens(size=PHONE)
    talant = desk.adds("Талант Бекболотов", "ky")
    talant.begins(t)
    makes_group(desk, talant, "Мектеп ата-энелери")
    talant.place.get_by_role("button", name=desk.word("back_to_chats")).click()
    talant.place.get_by_role("listitem").first.get_by_role("button").click()
    talant.chooses(talant.place.locator(".message.in").last, "forward")
    window = desk.page.get_by_role("dialog")
    window.get_by_label(desk.word("forward_to")).select_option(label="Мектеп ата-энелери")
    window.get_by_role("button", name=desk.word("choose"), exact=True).click()
    forwarded = talant.own(t.plain("Main menu"))
    expect(forwarded).to_contain_text(desk.word("forwarded_from", name=""))
    desk.shoot("phone-forwarded")
    desk.nothing_is_cut()


def test_a_commitment_is_found_by_its_name_and_shared_into_a_group(opens: Opens, t: Translator) -> None:
    desk = opens()
    anara = desk.adds("Анара Бекова", "ky")
    anara.begins(t)
    makes_group(desk, anara, "Шаардыктар")
    anara.field.fill("@AchykOkmotBot ачык маалыматтар")
    found = anara.place.get_by_role("listbox", name=desk.word("inline_results"))
    expect(found.get_by_role("option").first).to_be_visible()
    desk.shoot("desktop-inline-results")
    found.get_by_role("option", name="Ачык маалыматтар").first.click()
    shared = anara.own("AchykOkmotBot")
    expect(shared).to_contain_text("ачык маалыматтар саясатын")
    # The button in the group leads into one's own chat with the bot.
    shared.get_by_role("button", name=t.plain("Open in the bot")).click()
    anara.sees("ачык маалыматтар саясатын", t.plain("Subscribe to this commitment"))
    desk.shoot("desktop-shared-and-opened")
