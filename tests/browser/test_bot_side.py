"""What any bot may do, shown on the page: here the test is the bot, and nothing else runs."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import expect

from bot.playground import samples
from bot.playground.driver import StandIn
from bot.playground.world import TOKEN
from tests.browser.conftest import Opens
from tests.browser.desk import Desk, Phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


THUMB = {"type": "emoji", "emoji": "\N{THUMBS UP SIGN}"}


@dataclass
class Bot:
    """Asks the Bot API through the page's own connection."""

    url: str
    desk: Desk

    def does(self, method: str, **values: Any) -> Any:
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
        answer = self.desk.page.request.post(f"{self.url}/bot{TOKEN}/{method}", form=form).json()
        assert answer["ok"], answer
        return answer["result"]

    def sends_photo(self, chat_id: int, caption: str) -> None:
        photo = {"name": "photo.png", "mimeType": "image/png", "buffer": samples.photo(320, 240)}
        form = {"chat_id": str(chat_id), "caption": caption, "photo": photo}
        assert self.desk.page.request.post(f"{self.url}/bot{TOKEN}/sendPhoto", multipart=form).ok


@pytest.fixture
def address() -> Iterator[str]:
    """A stand-in that runs no bot, in a thread with its own loop."""
    loop = asyncio.new_event_loop()
    ready, urls = threading.Event(), []
    leave = asyncio.Event()

    async def serve() -> None:
        async with StandIn.serve() as telegram:
            urls.append(telegram.url)
            ready.set()
            await leave.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert ready.wait(30)
    yield urls[0]
    loop.call_soon_threadsafe(leave.set)
    thread.join()
    loop.close()


@pytest.fixture
def desk(address: str, opens: Opens) -> Desk:
    return opens(url=address)


@pytest.fixture
def bot(desk: Desk, address: str) -> Bot:
    return Bot(address, desk)


@pytest.fixture
def aida(desk: Desk) -> Phone:
    aida = desk.adds("Аида Сатыбалдиева", "ky")
    aida.place.get_by_role("button", name=desk.word("start"), exact=True).click()
    expect(aida.own("/start")).to_be_visible()
    return aida


def test_marked_words_links_and_a_picture_look_as_they_should(aida: Phone, bot: Bot, desk: Desk) -> None:
    text = '<b>Калың</b> <i>жантык</i> <a href="https://ogp.el.kg">шилтеме</a> <tg-spoiler>сыр</tg-spoiler> 2 &lt; 3'
    bot.does("sendMessage", chat_id=aida.person_id, text=text, parse_mode="HTML")
    said = aida.sees("Калың жантык шилтеме сыр 2 < 3")
    expect(said.locator("strong")).to_have_text("Калың")
    said.get_by_role("link", name="шилтеме").click()
    expect(desk.page.get_by_role("dialog", name=desk.word("leave_ask"))).to_contain_text("https://ogp.el.kg/")
    desk.page.keyboard.press("Escape")
    said.get_by_role("button", name="сыр").click()
    expect(said.get_by_role("button", name="сыр")).to_have_attribute("aria-expanded", "true")
    bot.sends_photo(aida.person_id, "Ысык-Көл")
    aida.sees("Ысык-Көл").get_by_role("button", name=desk.word("open_photo")).click()
    expect(desk.page.get_by_role("dialog", name="Ысык-Көл")).to_be_visible()
    desk.shoot("desktop-photo")
    desk.is_accessible()
    desk.page.keyboard.press("Escape")


def test_an_answer_to_a_press_may_be_an_alert(aida: Phone, bot: Bot, desk: Desk) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Басыңыз", "callback_data": "x"}]]}
    bot.does("sendMessage", chat_id=aida.person_id, text="Баскыч", reply_markup=keyboard)
    with desk.page.expect_response("**/do/press") as pressed:
        aida.taps("Басыңыз")
    query = pressed.value.json()["result"]["id"]
    bot.does("answerCallbackQuery", callback_query_id=query, text="Уруксат жок", show_alert=True)
    alert = desk.page.get_by_role("dialog", name="Уруксат жок")
    expect(alert).to_be_visible()
    alert.get_by_role("button", name=desk.word("ok")).click()
    expect(alert).to_have_count(0)


def test_an_edit_a_reaction_and_typing_are_seen(aida: Phone, bot: Bot, desk: Desk) -> None:
    sent = bot.does("sendMessage", chat_id=aida.person_id, text="Биринчи")
    place = {"chat_id": aida.person_id, "message_id": sent["message_id"]}
    bot.does("editMessageText", text="Экинчи", **place)
    expect(aida.sees("Экинчи")).to_contain_text(desk.word("edited"))
    number = int(aida.own("/start").get_attribute("data-id") or 0)
    bot.does("setMessageReaction", chat_id=aida.person_id, message_id=number, reaction=[THUMB])
    expect(aida.own("/start")).to_contain_text(THUMB["emoji"])
    bot.does("sendChatAction", chat_id=aida.person_id, action="typing")
    expect(aida.place.get_by_text(desk.word("typing"))).to_be_visible()
    bot.does("deleteMessage", **place)
    expect(aida.place.get_by_text("Экинчи")).to_have_count(0)


def test_an_inline_result_is_found_and_sent_into_a_group(aida: Phone, bot: Bot, desk: Desk) -> None:
    aida.place.get_by_role("button", name=desk.word("back_to_chats")).click()
    aida.place.get_by_role("button", name=desk.word("new_group"), exact=True).click()
    desk.fills_in("create", chat_title="Айыл")
    expect(aida.place.get_by_role("heading", name="Айыл")).to_be_visible()
    with desk.page.expect_response("**/do/ask_inline") as asked:
        aida.field.fill("@AchykOkmotBot бюджет")
    expect(aida.place.get_by_role("status").filter(has_text=desk.word("inline_waiting"))).to_be_attached()
    results = [
        {
            "type": "article",
            "id": "1",
            "title": "Ачык бюджет",
            "description": "3-милдеттенме",
            "input_message_content": {"message_text": "Ачык бюджет: көз салыңыз"},
        }
    ]
    query = asked.value.json()["result"]["id"]
    bot.does("answerInlineQuery", inline_query_id=query, results=results, is_personal=True)
    aida.place.get_by_role("option", name="Ачык бюджет").click()
    expect(aida.own("Ачык бюджет: көз салыңыз")).to_contain_text("AchykOkmotBot")
    desk.shoot("desktop-inline")


def test_a_share_button_asks_for_the_chat_first(aida: Phone, bot: Bot, desk: Desk) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Бөлүшүү", "switch_inline_query": "KG-2026-00001"}]]}
    bot.does("sendMessage", chat_id=aida.person_id, text="Демилге", reply_markup=keyboard)
    aida.taps("Бөлүшүү")
    desk.fills_in("choose")
    expect(aida.field).to_have_value("@AchykOkmotBot KG-2026-00001")


def test_without_a_process_of_its_own_the_panel_says_where_to_point_a_bot(desk: Desk, address: str) -> None:
    panel = desk.opens_panel("tab_bot")
    expect(panel).to_contain_text(f"TELEGRAM_API_URL={address}")
    expect(panel).to_contain_text(TOKEN)
