"""Refusals and commands: within Telegram's limits in every language."""

import re

import pytest

from handlers.errors import _LIMITS, words
from handlers.screens.start import commands
from locales.translator import LANGUAGES, Voices
from services import errors
from services.broadcast_checks import Blocker
from tests.conftest import START, ZONE

MOST_IN_TOAST = 200  # characters (Bot API, answerCallbackQuery)
MADE = {
    errors.Blocked: lambda: [errors.Blocked([Blocker("nobody")])],
    errors.DraftIncomplete: lambda: [errors.DraftIncomplete(["title"])],
    errors.TextTooShort: lambda: [errors.TextTooShort(9, 10)],
    errors.TextTooLong: lambda: [errors.TextTooLong(4096, 2000)],
    errors.LimitReached: lambda: [errors.LimitReached(what, 10, until=START) for what in _LIMITS],
    errors.FileRefused: lambda: [errors.FileRefused(reason) for reason in ("kind", "size", "no-file")],
    errors.NumberRefused: lambda: [errors.NumberRefused(1, 10_000)],
    errors.OneLanguageOnly: lambda: [errors.OneLanguageOnly(["ky", "ru"])],
    errors.TranslationsMissing: lambda: [errors.TranslationsMissing(["ky", "ru", "en"])],
}


def every() -> list[errors.Refused]:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refused)]
    return [refused for kind in kinds for refused in MADE.get(kind, lambda kind=kind: [kind()])()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_fits_into_a_toast(language):
    for refused in every():
        said = words(refused, Voices(ZONE)[language]).striptags()
        assert 0 < len(said) <= MOST_IN_TOAST, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described_within_the_limit(language):
    for name, about in commands(Voices(ZONE)[language]):
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 0 < len(about) <= 256
