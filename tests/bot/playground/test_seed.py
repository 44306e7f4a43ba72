"""The opening scene: who is there, and what they play with the real bot."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.playground import seed
from bot.playground.control import Here
from bot.playground.driver import StandIn
from bot.playground.screens import Message
from bot.playground.world import World
from tests.dialogues.conftest import running_bot


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(seed, "FIRST_PATIENCE", 0.05)
    return World()


def test_a_kyrgyz_and_a_russian_speaking_citizen_and_one_officer_have_phones(empty: World) -> None:
    seeded = seed.plant(empty)
    people = [empty.people[each] for each in seeded.ids.values()]
    assert [(one.language_code, one.role) for one in people] == [
        ("ky", "citizen"),
        ("ru", "citizen"),
        ("ru", "secretariat"),
    ]
    assert seeded.secretariat == [people[2].id]


def test_planting_again_keeps_who_is_there(empty: World) -> None:
    first = seed.plant(empty)
    empty.add_person("Бакыт Осмонов", language_code="ky")
    assert seed.plant(empty) == first
    assert len(empty.people) == len(first.ids) + 1


async def test_a_silent_bot_ends_the_scene_quietly(empty: World) -> None:
    seeded = seed.plant(empty)
    await seed.play(empty, "http://127.0.0.1:9", seeded)
    assert [entry.message["text"] for entry in empty.entries.values()] == ["/start"] * len(seeded.ids)


async def test_what_has_been_said_is_not_played_again(empty: World) -> None:
    seeded = seed.plant(empty)
    await Here(empty).do("say", {"person": seeded.ids["aizada"], "text": "Салам"})
    await seed.play(empty, "http://127.0.0.1:9", seeded)
    assert [entry.message["text"] for entry in empty.entries.values()] == ["Салам"]


async def test_with_the_bot_the_scene_ends_in_an_answer_and_a_numbered_initiative(
    telegram: StandIn, tmp_path: Path
) -> None:
    seeded = seed.plant(telegram.world)
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
    async with running_bot(telegram, url, Fernet.generate_key().decode()):
        await seed.play(telegram.world, telegram.url, seeded)
        aizada, sergey = (telegram.known(seeded.ids[key]) for key in ("aizada", "sergey"))
        asked = next(at for at, one in enumerate(aizada.chat) if one.text == "Ачык Өкмөт деген эмне?")
        assert any("Ачык Өкмөт" in one.text for one in bots(aizada.chat[asked:]))
        assert re.search(r"KG-\d{4}-00001", sergey.chat[-1].text)
        assert any(one.kind == "photo" for one in sergey.chat)


def bots(messages: list[Message]) -> list[Message]:
    return [one for one in messages if one.by_bot]
