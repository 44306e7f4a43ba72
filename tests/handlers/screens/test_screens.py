"""Every screen, refusal and command in three languages: no translation missing, no placeholder left."""

import gettext
import re

import pytest

from bot.gallery import every
from bot.playground.html import parse
from handlers.errors import words
from handlers.screens.start import commands
from locales import translator
from locales.translator import LANGUAGES, Translator, Voices
from services import errors
from tests.conftest import START, ZONE

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


def test_every_screen_is_translated_and_every_placeholder_is_filled(strict: Translator) -> None:
    """That all screens are in the gallery, and fit, is asked in `tests/handlers/test_gallery.py`."""
    for example in every(strict):
        for screen in example.screens:
            labels = (button.label for row in screen.rows for button in row)
            for said in (parse(str(screen.text))[0], *screen.before, *labels):
                assert not _PLACEHOLDER.search(said), (example.name, said)


REFUSALS = (
    errors.NotFound(),
    errors.NotYours(),
    errors.TextTooShort(9, 10),
    errors.TextTooLong(4096, 2000),
    *(errors.LimitReached(what, 10) for what in ("drafts", "attachments")),
    *(errors.LimitReached(what, 10, until=START) for what in ("submissions", "questions")),
    errors.OwnInitiative(),
    errors.SupportClosed(),
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
