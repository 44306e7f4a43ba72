"""The page's own door, ``/_playground/…``: gestures, views, events, files and the bot's process."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import yaml
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.playground import actions
from bot.playground.calls import Upload
from bot.playground.control import look
from bot.playground.errors import Refusal, bad_request
from bot.playground.records import Json
from bot.playground.world import World

# A comment now and then keeps the stream from looking dead to browsers and shows us who has left.
HEARTBEAT = 10.0
WORDS = Path(__file__).parent / "page" / "words.yaml"


def _world(request: Request) -> World:
    world: World = request.app.state.world
    return world


def _ok(result: Any) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(refusal: Refusal) -> Response:
    return JSONResponse(refusal.as_answer(), status_code=refusal.code)


async def do(request: Request) -> Response:
    """Do one action: its wish as JSON, or as the field ``wish`` of a form beside its files."""
    try:
        wish, uploads = await _read(request)
        return _ok(actions.perform(_world(request), request.path_params["action"], wish, uploads))
    except ValueError:
        return _no(bad_request("the wish is no JSON"))
    except Refusal as refusal:
        return _no(refusal)


async def _read(request: Request) -> tuple[Json, list[Upload]]:
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json":
        return await request.json(), []
    if kind != "multipart/form-data":
        raise Refusal(415, "send JSON or a form")
    async with request.form() as form:
        uploads = [
            Upload(part.filename or "file", part.content_type or "application/octet-stream", await part.read())
            for part in form.getlist("file")
            if isinstance(part, UploadFile)
        ]
        return json.loads(str(form.get("wish") or "{}")), uploads


async def view(request: Request) -> Response:
    try:
        return _ok(look(_world(request), request.path_params["view"], dict(request.query_params)))
    except Refusal as refusal:
        return _no(refusal)
    except KeyError:
        return _no(bad_request("nothing there"))


async def file(request: Request) -> Response:
    """A file as people see it in the chat."""
    world = _world(request)
    kept = world.files.find(request.path_params["file_id"])
    if not kept:
        return _no(Refusal(404, "no such file"))
    # Shown only as picture or sound, never as a page of ours: what people send is not trusted.
    safe = kept.mime if kept.mime.split("/")[0] in {"image", "audio", "video"} and "svg" not in kept.mime else ""
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return Response(world.files.read(kept), media_type=safe or "application/octet-stream", headers=headers)


async def events(request: Request) -> Response:
    """Server-sent events: everything the hub tells, from now on."""
    return StreamingResponse(
        _stream(_world(request)), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def changed(request: Request) -> Response:
    """Answer once something has happened since ``seq``, or after ``within`` seconds."""
    hub = _world(request).hub
    if hub.last <= int(request.query_params.get("seq", 0)):
        await hub.changed(min(float(request.query_params.get("within", 0)), HEARTBEAT))
    return _ok(hub.last)


async def _stream(world: World) -> AsyncIterator[str]:
    told = world.hub.listen()
    coming = asyncio.ensure_future(anext(told, None))
    yield f"data: {json.dumps({'kind': 'hello', 'seq': world.hub.last, 'life': world.hub.life})}\n\n"
    try:
        while True:
            done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT)
            if not done:
                yield ": still here\n\n"
            elif event := coming.result():
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
                coming = asyncio.ensure_future(anext(told, None))
            else:
                return
    finally:
        coming.cancel()


def page_words() -> dict[str, dict[str, str]]:
    """The page's own words: by key, then by language."""
    found: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


async def words(_: Request) -> Response:
    return _ok(page_words())


async def process(request: Request) -> Response:
    """The bot's process, where the stand-in runs it: its state (else none), and stop, kill, start, restart."""
    keeper = request.app.state.keeper
    if keeper is None:
        return _ok(None) if request.method == "GET" else _no(Refusal(404, "the bot is run elsewhere"))
    if request.method == "POST":
        await _read(request)
        try:
            await keeper.order(request.path_params["order"])
        except Refusal as refusal:
            return _no(refusal)
    return _ok(keeper.state())
