"""How a request may come, and who is answered at all."""

import aiohttp
import pytest

from bot.playground.driver import StandIn
from bot.playground.serving import NotThisComputer, listen
from bot.playground.world import TOKEN


async def test_every_way_of_asking_is_understood(bot, aizada):
    ask = {"chat_id": str(aizada.id), "text": "Салам"}
    url = f"{bot.address}/sendMessage"
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in ask.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    for way in (
        bot.session.get(url, params=ask),
        bot.session.post(url, params=ask),
        bot.session.post(url, data=ask),
        bot.session.post(url, json=ask),
        bot.session.post(f"{bot.address}/SENDmessage", json=ask | {"chat_id": aizada.id}),
        bot.session.post(url, data=multipart),
    ):
        async with way as answer:
            assert (await answer.json())["ok"]
    assert [one.text for one in aizada.chat if one.by_bot] == ["Салам"] * 6


async def test_an_unknown_method_is_not_found(bot):
    async with bot.session.get(f"{bot.address}/sendNothing") as answer:
        assert answer.status == 404
        assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(
    ("token", "code", "words"),
    [("7000000001:AAwrong-wrong-wrong-wrong-wrong-wro", 401, "Unauthorized"), ("nonsense", 404, "Not Found")],
)
async def test_a_wrong_token_is_turned_away(bot, telegram, token, code, words):
    async with bot.session.get(f"{telegram.url}/bot{token}/getMe") as answer:
        assert answer.status == code
        assert await answer.json() == {"ok": False, "error_code": code, "description": words}


async def test_json_that_is_none_is_refused(bot):
    async with bot.session.post(
        f"{bot.address}/getMe", data="{", headers={"Content-Type": "application/json"}
    ) as answer:
        assert (await answer.json())["description"] == "Bad Request: can't parse JSON encoded request body"


async def test_calls_are_logged_with_their_answers(bot, telegram, aizada):
    await bot.do("sendMessage", chat_id=aizada.id, text="Салам")
    await bot.refused("sendMessage", chat_id=aizada.id)
    sent, refused = await telegram.calls("sendMessage")
    assert sent["parameters"]["text"] == "Салам"
    assert sent["status"] == 200
    assert '"message_id"' in sent["answer"]
    assert refused["status"] == 400
    assert sent["took"] is not None


def test_it_listens_on_this_computer_only():
    with pytest.raises(NotThisComputer):
        listen("0.0.0.0", 0)
    with pytest.raises(NotThisComputer):
        listen("example.org", 0)
    with listen("127.0.0.1", 0) as line:
        assert line.getsockname()[0] == "127.0.0.1"


async def test_a_foreign_name_is_turned_away(bot, telegram):
    async with bot.session.get(f"{telegram.url}/", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 421


@pytest.mark.parametrize("path", ["/_playground/do/start_over", f"/bot{TOKEN}/getMe"])
async def test_a_foreign_page_can_ask_nothing(bot, telegram, path):
    for origin, status in (("https://evil.example", 403), ("null", 403), (telegram.url, 200)):
        form = aiohttp.FormData({"wish": "{}"}, default_to_multipart=True)
        async with bot.session.post(f"{telegram.url}{path}", data=form, headers={"Origin": origin}) as answer:
            assert answer.status == status


async def test_a_plain_form_orders_nothing(bot, telegram):
    async with bot.session.post(f"{telegram.url}/_playground/do/start_over", data="wish={}") as answer:
        assert answer.status == 415


async def test_an_unknown_wish_is_refused_over_http(telegram):
    async with StandIn.at(telegram.url) as elsewhere:
        with pytest.raises(Exception, match="no such action"):
            await elsewhere.control.do("dance", {})
        with pytest.raises(Exception, match="say needs a known 'person'"):
            await elsewhere.control.do("say", {"text": "a"})
        with pytest.raises(Exception, match="say: invalid literal"):
            await elsewhere.control.do("say", {"person": "Aizada", "text": "a"})
        with pytest.raises(Exception, match="no such view"):
            await elsewhere.control.look("moon")


async def test_an_open_page_does_not_hold_up_the_end(caplog):
    async with aiohttp.ClientSession() as session:
        async with StandIn.serve() as telegram:
            page = await session.get(f"{telegram.url}/_playground/events")
            assert b"hello" in await page.content.readline()
        await page.content.read()  # ends, and in order: a line that breaks would raise
    assert "Cancel" not in caplog.text
