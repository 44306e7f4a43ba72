"""Every screen in three languages: within Telegram's limits, and with no translation missing."""

import gettext
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from bot.playground.html import parse
from handlers import screens
from handlers.errors import words
from handlers.screens.screen import MOST_BUTTONS, MOST_CHARACTERS, Screen
from handlers.screens.start import commands
from handlers.screens.texts import telegram_length
from locales import translator
from locales.translator import LANGUAGES, Translator, Voices
from models.database import Database
from services import errors
from tests.conftest import ZONE
from tests.handlers.screens.examples import every, shelf

MOST_IN_CAPTION = 1024
MOST_IN_ROW = 8
MOST_IN_TOAST = 200
_PLACEHOLDER = re.compile(r"\{[a-z_:]+\}")


class _Missing(gettext.NullTranslations):
    """Stands behind a catalogue: whoever gets here has found no translation."""

    def gettext(self, message: str) -> str:
        raise AssertionError(f"is not translated: {message!r}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise AssertionError(f"is not translated: {msgid1!r}")


@pytest.fixture(params=LANGUAGES)
def strict(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Translator:
    """A voice that fails on what its catalogue does not have."""
    monkeypatch.setattr(translator._catalogue(request.param), "_fallback", _Missing())
    return Voices(ZONE)[request.param]


def builders() -> Iterator[str]:
    """Every function that makes screens, as module.function."""
    for found in pkgutil.iter_modules(screens.__path__):
        module = importlib.import_module(f"handlers.screens.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_here = function.__module__ == module.__name__ and not name.startswith("_")
            if is_here and get_type_hints(function).get("return") in {Screen, list[Screen]}:
                yield f"{found.name}.{name}"


async def test_every_screen_fits_and_is_translated(database: Database, strict: Translator) -> None:
    async with database.read() as session:
        content = await shelf(session)
        shown = set()
        for name, screen in every(content, strict):
            fits(name, screen)
            shown.add(name)
    assert sorted(set(builders()) - shown) == [], "give each of these an example in examples.py"


def fits(name: str, screen: Screen) -> None:
    """Telegram would take it: lengths after parsing, allowed tags, buttons that name something."""
    most = MOST_IN_CAPTION if screen.attached else MOST_CHARACTERS
    for text in (screen.text, *screen.before):
        assert 0 < telegram_length(text) <= most, name
        seen, _ = parse(str(text))
        assert seen.strip(), name
        assert len(seen) <= most, name
        assert not _PLACEHOLDER.search(seen), (name, seen)
    buttons = [button for row in screen.rows for button in row]
    assert len(buttons) <= MOST_BUTTONS, name
    for row in screen.rows:
        assert 0 < len(row) <= MOST_IN_ROW, name
    for button in buttons:
        assert button.label.strip(), name
        assert not _PLACEHOLDER.search(button.label), (name, button.label)
        assert "callback_data" not in button.to_dict() or len(button.to_dict()["callback_data"].encode()) <= 64, name


REFUSALS = (
    errors.NotFound(),
    errors.NotYours(),
    errors.TextTooShort(9, 10),
    errors.TextTooLong(4096, 2000),
    *(errors.LimitReached(what, 10) for what in ("drafts", "submissions", "questions", "attachments")),
    errors.AlreadySent(),
    errors.AlreadyDecided(),
    errors.CollectionClosed(),
    errors.ConsentNeeded(),
    *(errors.FileRefused(reason) for reason in ("kind", "size", "no-file")),
)


def test_every_refusal_fits_into_a_toast(strict: Translator) -> None:
    for refused in REFUSALS:
        said = words(refused, strict).striptags()
        assert 0 < len(said) <= MOST_IN_TOAST, said


def test_every_command_is_described_within_the_limit(strict: Translator) -> None:
    for name, about in commands(strict):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 0 < len(about) <= 256
