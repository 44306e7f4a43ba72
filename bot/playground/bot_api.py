"""The Bot API's door: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

import asyncio
import json
import logging
import re
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.playground.api import METHODS
from bot.playground.api.webhooks import allowed_updates
from bot.playground.calls import Call, read_call
from bot.playground.errors import Refusal, conflict
from bot.playground.faults import Fault
from bot.playground.world import World

log = logging.getLogger(__name__)
NOT_FOUND = Refusal(404, "Not Found")
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
# SO_LINGER of 0 s: closing then resets the connection instead of ending it politely.
RESET = struct.pack("ii", 1, 0)


class HungUp(Exception):
    """The connection is gone, by the asker's will or by ours."""


async def bot_call(request: Request) -> Response:
    """Answer one request of the bot, as Telegram does."""
    world: World = request.app.state.world
    token, method = request.path_params["token"], request.path_params["method"]
    if refusal := _check_token(world, token):
        return _answer(refusal)
    try:
        call = await read_call(request, method)
    except Refusal as refusal:
        return _answer(refusal)
    logged = world.log.begin(call, method)
    faults = world.faults.meet(call.method, call.number("chat_id"))
    logged.faults = [fault.kind for fault in faults]
    try:
        answer = await _with_faults(world, request, call, faults)
    except HungUp:
        world.log.end(logged, 0, b"")
        raise
    world.store.commit()
    world.log.end(logged, answer.status_code, bytes(answer.body))
    if any(fault.kind == "lost_reply" for fault in faults):
        await hang_up(request, reset=False)
    return answer


def _check_token(world: World, token: str) -> Refusal | None:
    if token == world.token:
        return None
    return Refusal(401, "Unauthorized") if re.fullmatch(r"[1-9]\d*:[\w-]{30,}", token) else NOT_FOUND


async def _with_faults(world: World, request: Request, call: Call, faults: list[Fault]) -> Response:
    for fault in faults:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault.kind == "reset":
            await hang_up(request, reset=True)
        if refusal := fault.refusal():
            return _answer(refusal)
    try:
        result = await _until_hung_up(request, lambda gone: _execute(world, call, gone))
    except Refusal as refusal:
        return _answer(refusal)
    return Response(json.dumps({"ok": True, "result": result}, ensure_ascii=False), media_type="application/json")


async def _execute(world: World, call: Call, gone: "asyncio.Future[Any]") -> Any:
    if call.method == "getupdates":
        return await _get_updates(world, call, gone)
    if call.method not in METHODS:
        raise NOT_FOUND
    return METHODS[call.method](world, call)


async def _get_updates(world: World, call: Call, gone: "asyncio.Future[Any]") -> Any:
    if world.updates.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    world.updates.allow(allowed_updates(call))
    limit = min(max(call.number("limit", 100), 1), 100)
    return await world.updates.get(offset=call.number("offset"), limit=limit, seconds=call.number("timeout"), gone=gone)


async def _until_hung_up(request: Request, work: Callable[["asyncio.Future[Any]"], Awaitable[Any]]) -> Any:
    """Do the work while watching for the asker's end: a poll of a killed bot must not swallow updates."""
    gone = asyncio.ensure_future(_disconnected(request))
    try:
        return await work(gone)
    finally:
        gone.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def hang_up(request: Request, *, reset: bool) -> None:
    """Drop the connection without an answer. Raises HungUp, always."""
    transport = request.scope["standin.transport"]
    if reset and (line := transport.get_extra_info("socket")):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    transport.abort()
    await asyncio.sleep(0)  # lets the server notice, so that it does not try to answer on a closed line
    raise HungUp


def _answer(refusal: Refusal) -> Response:
    body = json.dumps(refusal.as_answer(), ensure_ascii=False)
    answer = Response(body, status_code=refusal.code, media_type="application/json")
    if retry_after := refusal.parameters.get("retry_after"):
        answer.headers["Retry-After"] = str(retry_after)
    return answer


async def bot_file(request: Request) -> Response:
    """Give the bytes of a file whose path getFile told."""
    world: World = request.app.state.world
    path = request.path_params["path"]
    kept = world.files.at(path)
    alive = world.file_links.get(path, 0) > world.clock.now()
    if request.path_params["token"] != world.token or not kept or not alive:
        return _answer(NOT_FOUND)
    return Response(world.files.read(kept), media_type="application/octet-stream")
