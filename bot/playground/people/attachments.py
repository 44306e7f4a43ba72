"""Sending photos, files, voice, albums and the rest of what the paper clip offers."""

from bot.playground import samples
from bot.playground.api.media import take
from bot.playground.calls import Upload
from bot.playground.errors import bad_request
from bot.playground.people.talk import send
from bot.playground.records import Entry, Json, Person
from bot.playground.texts import caption as caption_fields
from bot.playground.world import World

KINDS = ("photo", "document", "voice", "video")
ALBUM_SIZES = range(2, 11)


def sample(kind: str, *, seconds: int = 3) -> Upload:
    """A photo or voice message to send when the person has none at hand."""
    if kind == "voice":
        return Upload("voice.ogg", "audio/ogg", samples.voice(seconds))
    return Upload("photo.png", "image/png", samples.photo())


def send_file(
    world: World,
    person: Person,
    chat_id: int,
    kind: str,
    upload: Upload,
    *,
    caption: str = "",
    seconds: int = 3,
    reply_to: int = 0,
) -> Entry:
    content = _content(world, kind, upload, seconds) | caption_fields(caption, "", None)
    return send(world, person, chat_id, content, reply_to=reply_to)


def _content(world: World, kind: str, upload: Upload, seconds: int) -> Json:
    if kind not in KINDS:
        raise bad_request(f"no such kind of file; there are {', '.join(KINDS)}")
    facts: Json = {"duration": seconds} if kind in {"voice", "video"} else {}
    return {kind: take(world, kind, upload, facts)}


def send_album(
    world: World, person: Person, chat_id: int, uploads: list[tuple[str, Upload]], *, caption: str = ""
) -> list[Entry]:
    """Several files in one gesture: as many updates, one ``media_group_id``, one caption."""
    if len(uploads) not in ALBUM_SIZES:
        raise bad_request("an album holds 2 to 10 files")
    group = {"media_group_id": world.new_id()}
    contents = [_content(world, kind, upload, 3) | group for kind, upload in uploads]
    contents[0] |= caption_fields(caption, "", None)
    return [send(world, person, chat_id, content) for content in contents]


def send_contact(world: World, person: Person, chat_id: int, phone: str) -> Entry:
    """One's own contact, as the "share my number" button sends it."""
    contact: Json = {"phone_number": phone, "first_name": person.first_name, "user_id": person.id}
    if person.last_name:
        contact["last_name"] = person.last_name
    return send(world, person, chat_id, {"contact": contact})


def send_location(world: World, person: Person, chat_id: int, latitude: float, longitude: float) -> Entry:
    return send(world, person, chat_id, {"location": {"latitude": latitude, "longitude": longitude}})


def send_sticker(world: World, person: Person, chat_id: int, emoji: str) -> Entry:
    upload = Upload("sticker.webp", "image/webp", b"RIFF\x00\x00\x00\x00WEBP")
    facts: Json = {"width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False}
    kept = world.files.keep("sticker", upload, facts | {"emoji": emoji})
    shown = world.files.describe(kept)
    # Stickers carry neither a name nor a type of file.
    sticker = {key: value for key, value in shown.items() if key not in {"file_name", "mime_type"}}
    return send(world, person, chat_id, {"sticker": sticker})
