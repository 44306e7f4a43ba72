"""The page for everybody: axe-core finds nothing, light or dark, on a desk or a phone; changes are announced."""

import pytest
from playwright.sync_api import expect

from locales.translator import LANGUAGES, Translator
from tests.browser.conftest import DESKTOP, PHONE, Opens
from tests.browser.desk import OPENING_MS, Desk, Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SIZES = {"desktop": DESKTOP, "phone": PHONE}


def seeded(desk: Desk) -> Phone:
    """Aizada's phone once the opening scene has been played on it."""
    aizada = desk.phone_of("Айзада Токтогулова")
    expect(aizada.own("Ачык Өкмөт деген эмне?")).to_be_visible(timeout=OPENING_MS)
    return aizada


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(opens: Opens, size: str, scheme: str) -> None:
    desk = opens(size=SIZES[size], scheme=scheme)
    aizada = seeded(desk)
    look(desk, f"{size}-{scheme}-chat")
    for opener, what in (("chat_menu", "menu"), ("commands", "commands"), ("attach", "attach")):
        aizada.place.get_by_role("button", name=desk.word(opener)).click()
        look(desk, f"{size}-{scheme}-{what}")
        desk.page.keyboard.press("Escape")
    aizada.place.get_by_role("button", name=desk.word("back_to_chats")).click()
    look(desk, f"{size}-{scheme}-chats")
    aizada.place.get_by_role("button", name=desk.word("new_group"), exact=True).click()
    look(desk, f"{size}-{scheme}-dialog")
    desk.page.keyboard.press("Escape")
    for tab in ("calls", "faults", "bot"):
        panel = desk.opens_panel(f"tab_{tab}")
        if tab == "calls":
            panel.locator("summary").first.click()
        look(desk, f"{size}-{scheme}-panel-{tab}")


def look(desk: Desk, name: str) -> None:
    desk.shoot(name)
    desk.nothing_is_cut()
    desk.is_accessible()


@pytest.mark.parametrize("size", [(320, 568), (844, 390)], ids=["narrow", "sideways"])
def test_the_smallest_screens_cut_nothing(opens: Opens, size: tuple[int, int]) -> None:
    desk = opens(size=size)
    aizada = seeded(desk)
    desk.shoot(f"smallest-{size[0]}")
    desk.nothing_is_cut()
    expect(aizada.field).to_be_in_viewport()
    desk.opens_panel("tab_faults")
    desk.shoot(f"smallest-{size[0]}-panel")
    desk.nothing_is_cut()


def test_a_small_phone_leaves_most_of_itself_to_messages(opens: Opens, t: Translator) -> None:
    desk = opens(size=(360, 640))
    begimai = desk.adds("Бегимай Турдубекова", "ru")  # the bot's Russian name is the longest
    begimai.begins(t)
    desk.shoot("phone-small")
    height = begimai.place.get_by_role("log").evaluate("(log) => log.clientHeight")
    assert height > 0.55 * 640
    desk.nothing_is_cut()


@pytest.mark.parametrize("size", SIZES)
def test_a_count_of_unread_messages_lies_on_the_face_and_not_on_the_name(opens: Opens, size: str) -> None:
    desk = opens(size=SIZES[size])
    nurlan = desk.page.get_by_role("navigation").locator("li").filter(has_text="Нурлан")
    badge = nurlan.locator(".badge")
    expect(badge).to_be_visible(timeout=OPENING_MS)
    badge.evaluate("(badge) => { badge.textContent = '20'; }")
    figures, name = badge.bounding_box(), nurlan.locator(".person-words b").bounding_box()
    assert figures
    assert name
    is_beside = figures["x"] + figures["width"] <= name["x"]
    assert is_beside or figures["y"] + figures["height"] <= name["y"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_readers_language(opens: Opens, language: str) -> None:
    desk = opens(language=language)
    assert desk.language == language
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text(desk.word("title"))
    expect(desk.page.get_by_role("button", name=desk.word("add_person"))).to_be_visible()
    desk.shoot(f"desktop-{language}")
    desk.nothing_is_cut()


def test_a_language_and_an_appearance_are_chosen_and_kept(opens: Opens) -> None:
    desk = opens()
    desk.page.get_by_role("button", name="English").click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("playground")
    dark = desk.page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in ("light", "dark"):
        desk.page.get_by_role("button", name=desk.word("theme")).click()
    assert desk.page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    desk.page.reload()
    expect(desk.page.locator("html")).to_have_attribute("lang", "en")
    expect(desk.page.get_by_role("button", name=desk.word("theme_dark"))).to_be_visible()
    assert desk.language == "en"


def test_a_screen_reader_is_told_who_spoke_and_what_changed(opens: Opens) -> None:
    desk = opens()
    aizada = seeded(desk)
    chat = aizada.place.get_by_role("log", name=desk.word("messages"))
    expect(chat).to_be_visible()
    said = chat.get_by_role("listitem").filter(has_text="Ачык Өкмөт деген эмне?").first
    assert said.inner_text().startswith(f"{desk.word('you')}:")
    expect(aizada.place.get_by_role("status").first).to_be_attached()
    expect(desk.page.locator("#notice")).to_have_role("status")
