"""Photos, documents, voice, video and albums; and giving files back."""

from typing import Any

from bot.playground import texts
from bot.playground.api.access import writable_chat
from bot.playground.api.sending import deliver
from bot.playground.calls import Call, Upload
from bot.playground.errors import bad_request
from bot.playground.files import MAX_DOWNLOAD
from bot.playground.records import Json, KeptFile
from bot.playground.world import World

ALBUM_KINDS = {"photo", "video", "document", "audio"}
ALBUM_SIZES = range(2, 11)
# "at least 1 hour" [Bot API, getFile]: a bot must not count on more.
LINK_LIFE = 3600


def send_photo(world: World, call: Call) -> Json:
    return _send(world, call, "photo")


def send_document(world: World, call: Call) -> Json:
    return _send(world, call, "document")


def send_voice(world: World, call: Call) -> Json:
    return _send(world, call, "voice")


def send_video(world: World, call: Call) -> Json:
    return _send(world, call, "video")


def _send(world: World, call: Call, kind: str) -> Json:
    caption = texts.caption(
        call.text("caption"), call.text("parse_mode"), call.json("caption_entities", "can't parse entities")
    )
    writable_chat(world, call)
    return deliver(world, call, medium(world, call, kind, call.text(kind), call) | caption)


def medium(world: World, call: Call, kind: str, source: str, facts: Any) -> Json:
    """The message field for a file: uploaded under its own name or ``attach://``, or known by ``file_id``."""
    upload = call.uploads.get(source.removeprefix("attach://") if source.startswith("attach://") else kind)
    if upload:
        return {kind: take(world, kind, upload, _measures(kind, facts))}
    if not source:
        raise bad_request(f"there is no {kind} in the request")
    if source.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the stand-in fetches nothing from elsewhere
    return {kind: _known(world, kind, source)}


def _measures(kind: str, facts: Any) -> Json:
    names = {"voice": ("duration",), "video": ("duration", "width", "height")}.get(kind, ())
    return {name: facts.number(name) for name in names} if isinstance(facts, Call) else {}


def take(world: World, kind: str, upload: Upload, facts: Json) -> Any:
    """Keep an uploaded file and describe it as its message field. Raises the refusals of what is no file."""
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        return world.files.keep_photo(upload)
    if kind == "voice":
        upload = Upload(upload.name, "audio/ogg", upload.content)
    if kind == "video":
        facts = {"width": 0, "height": 0, "duration": 0} | facts
    return world.files.describe(world.files.keep(kind, upload, facts))


def _known(world: World, kind: str, file_id: str) -> Any:
    kept = world.files.find(file_id)
    if not kept:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if kept.kind != kind:
        # A document's id cannot be sent as a photo: ids carry their kind.
        raise bad_request(f"can't use file of type {kept.kind.title()} as {kind.title()}")
    return [world.files.describe(kept)] if kind == "photo" else world.files.describe(kept)


def send_media_group(world: World, call: Call) -> list[Json]:
    items = call.json("media", "can't parse media JSON object")
    if not isinstance(items, list):
        raise bad_request("expected an Array of InputMedia")
    if len(items) not in ALBUM_SIZES:
        raise bad_request("group send failed: an album holds 2 to 10 items")
    chat_id = writable_chat(world, call)
    contents = [_album_item(world, call, item) for item in items]
    world.rates.charge(chat_id, world.clock.now(), len(contents) - 1)
    group = world.new_id()
    # Albums cannot carry a keyboard: Telegram ignores the parameter.
    bare = Call(call.method, {key: text for key, text in call.values.items() if key != "reply_markup"}, call.uploads)
    return [deliver(world, bare, {"media_group_id": group} | content) for content in contents]


def _album_item(world: World, call: Call, item: Any) -> Json:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind not in ALBUM_KINDS:
        raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup")
    return input_media(world, call, item)


def input_media(world: World, call: Call, item: Json) -> Json:
    """The message fields of an ``InputMedia``. Raises Telegram's refusals."""
    kind, source = str(item.get("type")), str(item.get("media") or "")
    if kind not in ALBUM_KINDS:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    if not source:
        raise bad_request("can't parse InputMedia: media not found")
    words = texts.caption(
        str(item.get("caption") or ""), str(item.get("parse_mode") or ""), item.get("caption_entities")
    )
    return medium(world, call, kind, source, item) | words


def get_file(world: World, call: Call) -> Json:
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    kept: KeptFile | None = world.files.find(file_id)
    if not kept:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if kept.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    facts = {"file_id": kept.file_id, "file_unique_id": kept.unique_id, "file_size": kept.size}
    world.file_links[kept.path] = world.clock.now() + LINK_LIFE
    return facts | {"file_path": kept.path}
