"""Says things in Kyrgyz, Russian or English, from the gettext catalogues beside this file."""

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from locales.dates import day_words, moment_words

LANGUAGES = ("ky", "ru", "en")
OWN_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}
HERE = Path(__file__).parent


def catalogue_path(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "bot.po"


def read_catalogue(language: str) -> Catalog:
    """The catalogue as Babel parses it. Raises FileNotFoundError for a language that is not offered."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language)


def _catalogue(language: str) -> gettext.GNUTranslations:
    # To a cache a member of a StrEnum is another key than the string it equals: each would be compiled anew.
    return _compiled(str(language))


@cache
def _compiled(language: str) -> gettext.GNUTranslations:
    # Compiled in memory from the .po at start: there is no .mo that could go stale.
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def msg(message: str) -> str:
    """Marks a message for extraction where it stands in a table; it is said later."""
    return message


@dataclass(frozen=True)
class Translator:
    """One language's voice. ``t(...)`` says HTML with every value escaped; ``t.plain(...)`` is for buttons,
    toasts and commands, where Telegram reads no HTML."""

    language: str
    zone: ZoneInfo

    def __call__(self, message: str, /, **values: object) -> Markup:
        return Markup(self._said(message)).format(**values)  # noqa: S704 - catalogues are ours; values are escaped

    def plural(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        said = _catalogue(self.language).ngettext(one, many, n)
        return Markup(said).format(n=n, **values)  # noqa: S704 - as above

    def plain(self, message: str, /, **values: object) -> str:
        return self._said(message).format(**values)

    def plain_plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        return _catalogue(self.language).ngettext(one, many, n).format(n=n, **values)

    def day(self, day: date) -> str:
        """A date as people write it: 2026-жылдын 23-ноябры, 23 ноября 2026 года, 23 November 2026."""
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        return day_words(day, self.language)

    def moment(self, moment: datetime) -> str:
        """A day and a clock time in the zone of the installation."""
        return moment_words(moment.astimezone(self.zone), self.language)

    def pick(self, texts: Mapping[str, Any]) -> Any:
        """The text in this language, or in the nearest one there is (Kyrgyz and Russian before English)."""
        for language in (self.language, *LANGUAGES):
            if texts.get(language):
                return texts[language]
        raise LookupError("a text without any language")

    def _said(self, message: str) -> str:
        return _catalogue(self.language).gettext(message)


@dataclass(frozen=True)
class Voices:
    """The translators of an installation."""

    zone: ZoneInfo

    def __getitem__(self, language: str) -> Translator:
        return Translator(language, self.zone)

    @property
    def every(self) -> tuple[Translator, ...]:
        return tuple(self[language] for language in LANGUAGES)


def suggested(language_code: str | None) -> str:
    """The language to suggest for Telegram's IETF tag, which may be missing: Kyrgyz unless ours is named."""
    primary = (language_code or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else "ky"
