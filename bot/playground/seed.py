"""The first people and what they have already said, so that the page opens on something alive."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.playground.control import Here
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from bot.playground.records import Json
from bot.playground.world import World

log = logging.getLogger(__name__)
SEED = Path(__file__).parent / "page" / "seed.yaml"
# The bot may still be making its tables when the first word is said.
FIRST_PATIENCE, PATIENCE = 60.0, 20.0


@dataclass
class Seeded:
    """The people of the seed, by key."""

    ids: dict[str, int]
    secretariat: list[int]


def read() -> list[Json]:
    people: list[Json] = yaml.safe_load(SEED.read_text(encoding="utf-8"))["people"]
    return people


def plant(world: World) -> Seeded:
    """Make sure that the seed's people are there; those of an earlier run are kept as they are."""
    known = {person.username: person for person in world.people.values()}
    ids, secretariat = {}, []
    for facts in read():
        person = known.get(facts["username"]) or world.add_person(
            facts["name"],
            language_code=facts["language_code"],
            username=facts["username"],
            role=facts["role"],
        )
        ids[facts["key"]] = person.id
        if facts["role"] == "secretariat":
            secretariat.append(person.id)
    world.store.commit()
    return Seeded(ids, secretariat)


async def play(world: World, url: str, seeded: Seeded) -> None:
    """Let the seed's people talk to the bot, once. Stops quietly where the bot does not play along."""
    if world.entries:
        return
    telegram = StandIn(url, world.token, Here(world), world)
    telegram.patience = FIRST_PATIENCE
    for facts in read():
        person = telegram.known(seeded.ids[facts["key"]])
        try:
            for step in facts["script"]:
                await _play(person, step)
                telegram.patience = PATIENCE
            await telegram.quiet()
        except AssertionError as ended:
            log.info("the opening scene ends early: %s", ended)


async def _play(person: Persona, step: dict[str, Any]) -> None:
    """Do one step as a person would. Raises AssertionError when the bot does not play along."""
    if text := step.get("say"):
        await person.says(text)
    elif label := step.get("tap"):
        await person.taps(label)
    else:
        await person.sends_photo()
    # The bot may rest between the answer to a press and the screen that follows: the next tap is meant for the screen.
    await person.sees("")
