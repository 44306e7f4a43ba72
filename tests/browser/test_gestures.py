"""What people do on a phone beside writing and tapping."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.playground.world import TOKEN
from handlers.screens.start import old_button
from locales.translator import Translator
from tests.browser.conftest import PHONE, Demo, Opens
from tests.browser.desk import Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def bot_sends(phone: Phone, demo: Demo, text: str, markup: object) -> None:
    """The bot says something of this test's own, through the Bot API."""
    form = {"chat_id": str(phone.person_id), "text": text, "reply_markup": json.dumps(markup)}
    answer = phone.page.request.post(f"{demo.url}/bot{TOKEN}/sendMessage", form=form)
    assert answer.ok, answer.text()


def test_ones_messages_are_answered_edited_and_deleted(opens: Opens, t: Translator) -> None:
    desk = opens()
    bakyt = desk.adds("Бакыт Осмонов", "ky")
    bakyt.begins(t)
    bakyt.says("Ачык маалымт деген эмне?")
    bakyt.sees("Башкы меню")
    bakyt.chooses(bakyt.own("маалымт"), "edit")
    expect(bakyt.field).to_have_value("Ачык маалымт деген эмне?")
    bakyt.says("Ачык маалымат деген эмне?")
    expect(bakyt.own("Ачык маалымат деген эмне?")).to_contain_text(bakyt.word("edited"))
    bakyt.chooses(bakyt.own("Ачык маалымат деген эмне?"), "reply")
    bakyt.says("Рахмат")
    expect(bakyt.own("Рахмат")).to_contain_text("Ачык маалымат деген эмне?")
    desk.shoot("desktop-edited-and-answered")
    bakyt.chooses(bakyt.own("Рахмат"), "delete")
    expect(bakyt.own("Рахмат")).to_have_count(0)


def test_who_blocks_the_bot_gets_unblock_in_place_of_the_field(opens: Opens, t: Translator) -> None:
    desk = opens()
    nurbek = desk.adds("Нурбек Садыков", "ky")
    nurbek.begins(t)
    nurbek.in_chat_menu("block")
    expect(nurbek.field).to_have_count(0)
    expect(desk.page.get_by_role("navigation")).to_contain_text(desk.word("has_blocked"))
    nurbek.place.get_by_role("button", name=desk.word("unblock"), exact=True).click()
    nurbek.says("/help")
    nurbek.sees("/initiative")


def test_what_a_bot_has_no_use_for_is_shown_and_answered(opens: Opens, t: Translator) -> None:
    desk = opens(size=PHONE)
    nazira = desk.adds("Назира Алиева", "ky")
    nazira.begins(t)
    answers = nazira.place.locator(".message.in").filter(has_text=t.plain(NOT_UNDERSTOOD))
    signs = {"poll": "?", "dice": "\N{GAME DIE}", "video_note": desk.word("video_note")}
    for number, (what, sign) in enumerate(signs.items(), 1):
        nazira.place.get_by_role("button", name=desk.word("attach")).click()
        nazira.place.get_by_role("menuitem", name=desk.word(what), exact=True).click()
        expect(nazira.own(sign)).to_be_visible()
        expect(answers).to_have_count(number)
    desk.shoot("phone-poll-and-dice")
    desk.nothing_is_cut()


NOT_UNDERSTOOD = "I cannot do anything with that. Please type a question, or choose from the menu."


def test_a_deleted_account_is_asked_about_first_and_then_silent(opens: Opens, t: Translator) -> None:
    desk = opens()
    samat = desk.adds("Самат Ибраев", "ru")
    samat.begins(t)
    samat.in_chat_menu("delete_account")
    desk.fills_in("delete")
    expect(samat.field).to_have_count(0)
    expect(samat.place).to_contain_text(desk.word("account_deleted"))


def test_a_voice_message_is_recorded_and_a_file_carries_its_caption(
    opens: Opens, t: Translator, tmp_path: Path
) -> None:
    table = tmp_path / "Чыгаша.csv"
    table.write_text("жыл;сом\n2026;1000\n", encoding="utf-8")
    desk = opens(size=PHONE)
    cholpon = desk.adds("Чолпон Эсенова", "ky")
    cholpon.begins(t)
    cholpon.place.get_by_role("button", name=desk.word("record")).click()
    expect(cholpon.place.get_by_text(desk.word("recording"))).to_be_visible()
    cholpon.place.get_by_role("button", name=desk.word("send_recording")).click()
    voice = cholpon.place.get_by_role("button", name=desk.word("play"))
    expect(voice).to_be_visible()
    cholpon.field.fill("Айылдын чыгашасы")
    cholpon.attaches("attach_file", table)
    sent = cholpon.own("Айылдын чыгашасы")
    expect(sent).to_contain_text("Чыгаша.csv")
    with desk.page.expect_download() as download:
        sent.get_by_role("link").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == table.read_text(encoding="utf-8")
    desk.shoot("phone-voice-and-file")
    desk.nothing_is_cut()


def test_a_link_opens_what_it_names(opens: Opens, t: Translator) -> None:
    desk = opens()
    saltanat = desk.adds("Салтанат Бейшенова", "ky")
    saltanat.begins(t)
    saltanat.in_chat_menu("open_link")
    desk.fills_in("open", open_link_label="https://t.me/AchykOkmotBot?start=c_open-data-policy")
    saltanat.sees("ачык маалыматтар саясатын")
    saltanat.taps(t.plain("Subscribe to this commitment"))
    toast = saltanat.place.get_by_role("status").filter(has_text=t.plain(FOLLOWED))
    expect(toast).to_be_visible()
    desk.shoot("desktop-toast")


FOLLOWED = "You are subscribed. You can unsubscribe any time under /subscriptions."


def test_the_command_menu_says_what_the_bot_can_do(opens: Opens, t: Translator) -> None:
    desk = opens()
    aibek = desk.adds("Айбек Токтосунов", "ky")
    aibek.begins(t)
    aibek.place.get_by_role("button", name=desk.word("commands")).click()
    commands = aibek.place.get_by_role("listbox", name=desk.word("commands"))
    desk.shoot("desktop-commands")
    commands.get_by_role("option", name="/help").click()
    aibek.sees("/initiative")


def test_a_reply_keyboard_lies_under_the_field_and_says_its_label(opens: Opens, t: Translator, demo: Demo) -> None:
    desk = opens(size=PHONE)
    meerim = desk.adds("Мээрим Абдиева", "ky")
    meerim.begins(t)
    keyboard = {"keyboard": [["Ооба", "Жок"], [{"text": "Номеримди бөлүшөм", "request_contact": True}]]}
    bot_sends(meerim, demo, "Кайрылабызбы?", keyboard)
    keys = meerim.place.get_by_role("group", name=desk.word("keyboard"))
    expect(keys).to_be_visible()
    desk.shoot("phone-reply-keyboard")
    keys.get_by_role("button", name="Ооба").click()
    expect(meerim.own("Ооба")).to_be_visible()
    keys.get_by_role("button", name="Номеримди бөлүшөм").click()
    expect(meerim.own("+996700000000")).to_be_visible()
    meerim.place.get_by_role("button", name=desk.word("hide_keyboard")).click()
    expect(keys).to_be_hidden()


def test_a_button_the_bot_does_not_know_gets_its_toast(opens: Opens, t: Translator, demo: Demo) -> None:
    desk = opens()
    emil = desk.adds("Эмил Жумабаев", "ky")
    emil.begins(t)
    bot_sends(emil, demo, "Эски экран", {"inline_keyboard": [[{"text": "Эски баскыч", "callback_data": "1:old"}]]})
    emil.taps("Эски баскыч")
    expect(emil.place.get_by_role("status").filter(has_text=old_button(t))).to_be_visible()
