"""Two ways to move the stand-in's people: in this process, or over HTTP in another."""

import json
from collections.abc import Callable
from typing import Any, Protocol

import aiohttp

from bot.playground import actions, views
from bot.playground.calls import Upload
from bot.playground.errors import Refusal
from bot.playground.records import Json
from bot.playground.world import World


class Control(Protocol):
    """What the driver needs of a stand-in."""

    async def do(self, action: str, wish: Json, uploads: list[Upload] | None = None) -> Any: ...

    async def look(self, view: str, **about: Any) -> Any: ...

    async def changed(self, seq: int, within: float) -> None: ...


class Here:
    """A stand-in in this process."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def do(self, action: str, wish: Json, uploads: list[Upload] | None = None) -> Any:
        return actions.perform(self._world, action, wish, uploads or [])

    async def look(self, view: str, **about: Any) -> Any:
        return look(self._world, view, about)

    async def changed(self, seq: int, within: float) -> None:
        if self._world.hub.last <= seq:
            await self._world.hub.changed(within)


class There:
    """A stand-in at ``url``, served by another process."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = f"{url}/_playground"
        self._session = session

    async def do(self, action: str, wish: Json, uploads: list[Upload] | None = None) -> Any:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("wish", json.dumps(wish), content_type="application/json")
        for upload in uploads or []:
            form.add_field("file", upload.content, filename=upload.name, content_type=upload.mime)
        async with self._session.post(f"{self._url}/do/{action}", data=form) as answer:
            return self._result(await answer.json())

    async def look(self, view: str, **about: Any) -> Any:
        async with self._session.get(f"{self._url}/look/{view}", params=about) as answer:
            return self._result(await answer.json())

    async def changed(self, seq: int, within: float) -> None:
        about = {"seq": str(seq), "within": str(within)}
        async with self._session.get(f"{self._url}/changed", params=about) as answer:
            await answer.read()

    def _result(self, answer: Json) -> Any:
        if answer["ok"]:
            return answer["result"]
        raise Refusal(answer["error_code"], answer["description"])


def look(world: World, view: str, about: Json) -> Any:
    """One view of the world; ``about`` names whose. Raises a refusal when there is no such view."""
    if view not in VIEWS:
        raise Refusal(404, f"no such view: {view}")
    return VIEWS[view](world, about)


VIEWS: dict[str, Callable[[World, Json], Any]] = {
    "state": lambda world, _: views.snapshot(world),
    "chat": lambda world, about: views.chat(world, int(about["chat_id"])),
    "keyboard": lambda world, about: world.keyboards.get(int(about["chat_id"])),
    "progress": lambda world, _: views.progress(world),
    "press": lambda world, about: world.presses[str(about["id"])],
    "inline": lambda world, about: world.inline_queries[str(about["id"])],
    "calls": lambda world, _: views.calls(world),
}
