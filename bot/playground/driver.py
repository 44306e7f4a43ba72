"""People for tests: a dialogue reads as a transcript.

    async with StandIn.serve() as telegram:          # give the bot telegram.url and telegram.token
        aizada = telegram.person("Aizada", language_code="ky")
        await aizada.says("/start")
        await aizada.sees("...")
        await aizada.taps("Next")

The same people play against a stand-in of another process through :meth:`StandIn.at`.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground.clock import Clock
from bot.playground.control import Control, Here, There
from bot.playground.persona import Persona
from bot.playground.rates import Rates
from bot.playground.records import Json
from bot.playground.serving import running
from bot.playground.world import TOKEN, World

PATIENCE = 10.0
# How long nothing may happen before the bot counts as at rest.
SETTLED = 0.08


class StandIn:
    """One stand-in for Telegram and the people in it."""

    def __init__(self, url: str, token: str, control: Control, world: World | None = None) -> None:
        self.url = url
        self.token = token
        self.control = control
        self._world = world
        self.patience = PATIENCE
        # Whether a bot of this process has something in hand that Telegram knows nothing of.
        self.has_work: Callable[[], Awaitable[bool]] | None = None

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        *,
        folder: Path | None = None,
        rates: Rates | None = None,
        token: str = TOKEN,
        clock: Clock | None = None,
    ) -> AsyncIterator["StandIn"]:
        """Serve on a free loopback port, in this event loop. ``folder`` keeps the state for a next time."""
        world = World(token=token, folder=folder, clock=clock or Clock(), rates=rates or Rates())
        async with running(world) as url:
            yield cls(url, token, Here(world), world)

    @classmethod
    @asynccontextmanager
    async def at(cls, url: str, token: str = TOKEN) -> AsyncIterator["StandIn"]:
        """People of a stand-in that another process serves at ``url``."""
        async with aiohttp.ClientSession() as session:
            yield cls(url, token, There(url, session))

    @property
    def world(self) -> World:
        """Everything inside, for a stand-in of this process."""
        assert self._world, "this stand-in runs in another process"
        return self._world

    @property
    def clock(self) -> Clock:
        return self.world.clock

    def person(self, name: str, *, language_code: str = "", username: str = "") -> Persona:
        """Someone new with a phone. Known to the bot only once they have written to it."""
        person = self.world.add_person(name, language_code=language_code, username=username)
        return Persona(self, person.id, name)

    async def newcomer(self, name: str, *, language_code: str = "") -> Persona:
        """As :meth:`person`, for a stand-in of another process too."""
        facts = await self.control.do("add_person", {"name": name, "language_code": language_code})
        return Persona(self, facts["id"], name)

    def known(self, person_id: int) -> Persona:
        """Someone who is already there, such as a seeded person."""
        return Persona(self, person_id, str(person_id))

    async def group(
        self, title: str, owner: Persona, *members: Persona, kind: str = "group", with_bot: bool = True
    ) -> int:
        """A group, supergroup or channel; gives its chat id."""
        wish = {"person": owner.id, "title": title, "type": kind, "with_bot": with_bot}
        chat: Json = await self.control.do("create_chat", wish | {"members": [one.id for one in members]})
        return int(chat["id"])

    async def fail(self, kind: str, **how: Any) -> None:
        """Switch a fault on, by its kind of :data:`bot.playground.faults.KINDS`.

        ``method``, ``chat_id``, ``times``, ``seconds`` and ``text`` narrow and shape it.
        """
        await self.control.do("add_fault", {"kind": kind, **how})

    async def heal(self, kind: str = "") -> None:
        await self.control.do("clear_faults", {"kind": kind})

    async def calls(self, method: str = "") -> list[Json]:
        """The bot's last requests, oldest first, of one method or of all."""
        calls: list[Json] = await self.control.look("calls")
        return [call for call in calls if not method or call["method"].lower() == method.lower()]

    async def until(self, what: str, ready: Callable[[], Awaitable[Any]], *, patience: float = 0) -> Any:
        """Wait until ``ready`` gives something. Raises AssertionError naming ``what``."""
        end = time.monotonic() + (patience or self.patience)
        while True:
            seq = (await self.control.look("progress"))["seq"]
            if found := await ready():
                return found
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(what)
            await self.control.changed(seq, min(left, 0.25))

    async def quiet(self, *, answered: bool = True, patience: float = 0) -> None:
        """Wait until the bot has taken every update and rests.

        At rest: nothing waits, every press has its answer, every private chat whose last word was a person's
        has been answered (unless ``answered`` is False), and no request ran for a moment.
        """
        end = time.monotonic() + (patience or self.patience)
        while True:
            now: Json = await self.control.look("progress")
            open_ends = _open_ends(now)
            if not answered:
                open_ends.pop("owed", None)
            is_settled = not open_ends and now["idle_for"] >= SETTLED and now["seq"] == await self._still()
            if is_settled and not (self.has_work and await self.has_work()):
                return
            if time.monotonic() > end:
                raise AssertionError(f"the bot has not come to rest: {open_ends or 'it keeps sending'}")
            await asyncio.sleep(0.01)

    async def at_rest(self, *, owed_to: int) -> bool:
        """Whether the bot owes this person nothing and does nothing right now."""
        now: Json = await self.control.look("progress")
        open_ends = _open_ends(now)
        if owed_to not in open_ends.pop("owed", []):
            return not open_ends and now["idle_for"] >= SETTLED
        return False

    async def _still(self) -> int:
        await asyncio.sleep(0.03)
        return int((await self.control.look("progress"))["seq"])


def _open_ends(now: Json) -> Json:
    """What the bot has still to do."""
    return {key: now[key] for key in ("waiting", "running", "unanswered", "owed") if now[key]}
