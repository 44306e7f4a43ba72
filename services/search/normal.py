"""One spelling for what people type: letters folded, Latin read as Cyrillic, keyboard slips turned back.

Everything here is pure and knows no language: the same text always gives the same result. Two depths are
offered. `to_cyrillic` gives a text a person could read (a sentence model needs that); `skeleton` goes on to a
phonetic outline in which the spellings of one word meet: with and without the Kyrgyz letters, in Latin, with
doubled letters.
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["LIMIT", "flip_layout", "has_latin", "skeleton", "tidy", "to_cyrillic", "words"]

LIMIT = 360
"""Characters of a text that are looked at: a sentence model takes seconds for pages. Of a longer text the
first and the last half of that count, since people ask first or after their story."""

_APOSTROPHES = re.compile("[\u0027\u0060\u00b4\u02b9-\u02bf\u2018\u2019\u201b\u2032]")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d])\1+")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
_DIGIT_AS_LETTER = re.compile(r"(?<=[^\W\d])[46](?!\d)|(?<!\d)[46](?=[^\W\d]{2})")


@cache
def _tables() -> dict[str, Any]:
    text = files(__package__).joinpath("letters.yaml").read_text(encoding="utf-8")
    tables: dict[str, Any] = yaml.safe_load(text)
    return tables


@cache
def _skeleton_table() -> dict[int, str]:
    return str.maketrans(_tables()["skeleton"])


@cache
def _latin_table() -> dict[str, str]:
    table: dict[str, str] = _tables()["latin"]
    return table


@cache
def _latin_pattern() -> re.Pattern[str]:
    keys = sorted(_latin_table(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


@cache
def _layout_tables() -> tuple[dict[int, int], dict[int, int]]:
    layout = _tables()["layout"]
    latin, cyrillic = layout["latin"], layout["cyrillic"]
    return str.maketrans(latin, cyrillic), str.maketrans(cyrillic, latin)


def _plain(text: str) -> str:
    """Lower case in composed letters, without combining marks that no letter of ours has."""
    composed = unicodedata.normalize("NFKC", _ends(text, LIMIT * 2)).casefold()
    # Casefolding can take letters apart again, so they are composed once more.
    plain = unicodedata.normalize("NFKC", composed)
    if not any(map(unicodedata.combining, plain)):  # nearly always, and three times as quick as to join letters
        return plain
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def tidy(text: str) -> str:
    """Words in lower case with single spaces between them, no punctuation, at most `LIMIT` characters."""
    joined = _APOSTROPHES.sub("", _plain(text))
    spaced = _NOT_WORD.sub(" ", joined)
    return " ".join(_ends(_STRETCHED.sub(r"\1", spaced).strip(), LIMIT).split())


def _ends(text: str, limit: int) -> str:
    """The first and the last half of what is allowed, cut at any letter."""
    half = limit // 2
    return text if len(text) <= limit else f"{text[: half - 1].rstrip()} {text[-half:].lstrip()}"


def has_latin(text: str) -> bool:
    """Whether a tidied text holds a Latin letter."""
    return _LATIN.search(text) is not None


def to_cyrillic(text: str) -> str:
    """A tidied text with its Latin letters read as Cyrillic, the way people write Kyrgyz and Russian in
    Latin."""
    if not has_latin(text):
        return text
    digits = _tables()["digits"]
    lettered = _DIGIT_AS_LETTER.sub(lambda match: digits[match.group()], text)
    table = _latin_table()
    return _latin_pattern().sub(lambda match: table[match.group()], lettered)


def flip_layout(text: str) -> str:
    """A raw text as it would read had the other keyboard layout been on; Latin is turned to Cyrillic if there
    is any.

    Works before `tidy`, since Cyrillic letters sit on the keys of Latin punctuation.
    """
    plain = _plain(text)
    to_russian, to_english = _layout_tables()
    return tidy(plain.translate(to_russian if has_latin(plain) else to_english))


@lru_cache(maxsize=16384)  # words come again: a third of the time of building the index
def skeleton(text: str) -> str:
    """The phonetic outline of a tidied text: Cyrillic only, look-alike letters one letter, no doubled
    letters."""
    return _DOUBLED.sub(r"\1", to_cyrillic(text).translate(_skeleton_table()))


def words(text: str) -> list[str]:
    """The words of a text in their phonetic outline."""
    return skeleton(tidy(text)).split()
