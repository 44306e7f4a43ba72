"""Files from people and from the bot."""

import json

import aiohttp
import pytest

from bot.playground import pictures, samples
from bot.playground.files import MAX_PHOTO


async def upload(bot, method, **values):
    form = aiohttp.FormData(quote_fields=False)
    for name, value in values.items():
        if isinstance(value, bytes):
            form.add_field(name, value, filename="сүрөт.png", content_type="image/png")
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    async with bot.session.post(f"{bot.address}/{method}", data=form) as answer:
        return await answer.json()


async def download(bot, file_id):
    path = (await bot.do("getFile", file_id=file_id))["file_path"]
    async with bot.session.get(f"{bot.telegram.url}/file/bot{bot.telegram.token}/{path}") as answer:
        return answer.status, await answer.read(), path


class TestFromPeople:
    async def test_a_photo_comes_in_sizes_and_can_be_fetched(self, bot, aizada):
        await aizada.sends_photo(samples.photo(640, 480), caption="Көчө")
        message = (await bot.update())["message"]
        small, large = message["photo"]
        assert (small["width"], small["height"], large["width"], large["height"]) == (320, 240, 640, 480)
        assert message["caption"] == "Көчө"
        status, content, path = await download(bot, large["file_id"])
        assert status == 200
        assert content == samples.photo(640, 480)
        assert path.startswith("photos/")

    async def test_a_document_keeps_its_name_and_kind(self, bot, aizada):
        await aizada.sends_document("Отчёт.xlsx", b"PK", "application/vnd.ms-excel")
        document = (await bot.update())["message"]["document"]
        assert document["file_name"] == "Отчёт.xlsx"
        assert document["mime_type"] == "application/vnd.ms-excel"
        assert document["file_size"] == 2

    async def test_a_voice_message_is_ogg(self, bot, aizada):
        await aizada.sends_voice(7)
        voice = (await bot.update())["message"]["voice"]
        assert (voice["duration"], voice["mime_type"]) == (7, "audio/ogg")
        _, content, _ = await download(bot, voice["file_id"])
        assert content.startswith(b"OggS")

    async def test_an_album_is_several_updates_of_one_group(self, bot, aizada):
        await aizada.sends_album(samples.photo(9, 9), samples.photo(8, 8), caption="Эки сүрөт")
        first, second = (one["message"] for one in await bot.updates())
        assert first["media_group_id"] == second["media_group_id"]
        assert "caption" not in second

    async def test_a_link_to_a_file_lives_an_hour(self, bot, aizada, telegram):
        await aizada.sends_photo()
        file_id = (await bot.update())["message"]["photo"][-1]["file_id"]
        path = (await bot.do("getFile", file_id=file_id))["file_path"]
        telegram.clock.advance(3601)
        async with bot.session.get(f"{telegram.url}/file/bot{telegram.token}/{path}") as answer:
            assert answer.status == 404

    async def test_more_than_20_mb_cannot_be_fetched(self, bot, aizada):
        await aizada.sends_document("том.pdf", bytes(20 * 1024 * 1024 + 1))
        file_id = (await bot.update())["message"]["document"]["file_id"]
        assert await bot.refused("getFile", file_id=file_id) == "Bad Request: file is too big"


class TestFromTheBot:
    async def test_a_photo_is_uploaded_and_sent_again_by_its_id(self, bot, aizada):
        sent = await upload(bot, "sendPhoto", chat_id=str(aizada.id), photo=samples.photo(20, 10), caption="QR")
        file_id = sent["result"]["photo"][-1]["file_id"]
        again = await bot.do("sendPhoto", chat_id=aizada.id, photo=file_id)
        assert again["photo"][0]["file_id"] == file_id

    async def test_a_file_may_be_attached_under_any_name(self, bot, aizada):
        sent = await upload(
            bot, "sendDocument", chat_id=str(aizada.id), document="attach://my_file", my_file=b"content"
        )
        assert sent["result"]["document"]["file_name"] == "сүрөт.png"

    @pytest.mark.parametrize("kind", ["voice", "video", "document"])
    async def test_a_file_is_sent_and_copied_to_somebody_else(self, bot, aizada, telegram, kind):
        content = samples.voice(1)
        sent = (await upload(bot, f"send{kind.title()}", chat_id=str(aizada.id), caption="Угуңуз", **{kind: content}))[
            "result"
        ]
        bakyt = telegram.person("Бакыт")
        await bakyt.says("/start")
        await bot.do("copyMessage", chat_id=bakyt.id, from_chat_id=aizada.id, message_id=sent["message_id"])
        copied = bakyt.screen
        assert (copied.kind, copied.text) == (kind, "Угуңуз")
        assert await download(bot, copied.facts[kind]["file_id"]) == (
            200,
            content,
            (await download(bot, sent[kind]["file_id"]))[2],
        )

    async def test_an_album_is_sent_as_one(self, bot, aizada):
        media = [{"type": "photo", "media": "attach://a", "caption": "Бир"}, {"type": "photo", "media": "attach://b"}]
        sent = await upload(
            bot, "sendMediaGroup", chat_id=str(aizada.id), media=media, a=samples.photo(9, 9), b=samples.photo(8, 8)
        )
        first, second = sent["result"]
        assert first["media_group_id"] == second["media_group_id"]
        assert first["caption"] == "Бир"

    async def test_a_photo_takes_the_place_of_a_text(self, bot, aizada):
        message = await bot.do("sendMessage", chat_id=aizada.id, text="QR")
        sent = await upload(
            bot,
            "editMessageMedia",
            chat_id=str(aizada.id),
            message_id=str(message["message_id"]),
            media={"type": "photo", "media": "attach://p", "caption": "Шилтеме"},
            p=samples.photo(9, 9),
        )
        assert sent["ok"]
        assert (aizada.screen.kind, aizada.screen.text) == ("photo", "Шилтеме")
        words = await bot.refused("editMessageText", chat_id=aizada.id, message_id=message["message_id"], text="a")
        assert words == "Bad Request: there is no text in the message to edit"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"no picture", "IMAGE_PROCESS_FAILED"),
            (samples.photo(210, 10), "PHOTO_INVALID_DIMENSIONS"),
            (b"", "file must be non-empty"),
            (
                bytes(MAX_PHOTO + 1),
                f"file of size {MAX_PHOTO + 1} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes",
            ),
        ],
        ids=["not a picture", "too narrow", "empty", "too big"],
    )
    async def test_bad_photos(self, bot, aizada, content, words):
        answer = await upload(bot, "sendPhoto", chat_id=str(aizada.id), photo=content)
        assert answer["description"] == f"Bad Request: {words}"

    @pytest.mark.parametrize(
        ("method", "values", "words"),
        [
            ("sendPhoto", {}, "there is no photo in the request"),
            ("sendPhoto", {"photo": "unknown"}, "wrong file identifier/HTTP URL specified"),
            ("sendPhoto", {"photo": "https://ogp.el.kg/a.png"}, "failed to get HTTP URL content"),
            ("sendDocument", {"document": "a", "caption": "a" * 1025}, "message caption is too long"),
            ("sendMediaGroup", {"media": "["}, "can't parse media JSON object"),
            (
                "sendMediaGroup",
                {"media": [{"type": "voice", "media": "a"}] * 2},
                "can't parse InputMedia: type \"voice\" can't be used in sendMediaGroup",
            ),
            ("getFile", {}, "file_id not specified"),
            ("getFile", {"file_id": "a"}, "wrong file_id or the file is temporarily unavailable"),
        ],
    )
    async def test_refusals(self, bot, aizada, method, values, words):
        assert await bot.refused(method, chat_id=aizada.id, **values) == f"Bad Request: {words}"

    async def test_more_than_50_mb_cannot_be_sent(self, bot, aizada):
        answer = await upload(bot, "sendDocument", chat_id=str(aizada.id), document=bytes(50 * 1024 * 1024 + 1))
        assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b"GIF89a\x03\x00\x02\x00", (3, 2)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x02\x00\x03", (3, 2)),
        (b"RIFF....WEBPVP8X....\x00\x00\x00\x00\x02\x00\x00\x01\x00\x00", (3, 2)),
        (b"RIFF....WEBPVP8L....\x2f\x02\x40\x00\x00", (3, 2)),
        (b"RIFF....WEBPVP8 ....\x00\x00\x00\x9d\x01\x2a\x03\x00\x02\x00", (3, 2)),
        (b"\xff\xd8nothing", None),
        (b"%PDF", None),
    ],
)
def test_a_pictures_size_is_read_from_its_head(content, size):
    assert pictures.size_of(content) == size
