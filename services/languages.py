"""Guessing the language a text is written in, which need not be the interface's."""

import re

from locales import content
from models import Language

# Letters that only Kyrgyz Cyrillic has (ѳ is what some keyboards and state sites type for ө).
_KYRGYZ_ONLY = frozenset(("ө", "ү", "ң", "ѳ"))
# Letters that Kyrgyz words hardly have outside borrowings: в and ф are foreign to it, щ ъ ь ц ё to its own stems.
_RUSSIAN = frozenset(("в", "ф", "щ", "ъ", "ь", "ц", "ё"))
_RUSSIAN_SHARE = 0.035
_SHORTEST_BY_SHARE = 12
_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str, fallback: Language) -> Language:
    """The language of a text, ``fallback`` where it does not show.

    Kyrgyz, also typed without ө ү ң, is told from Russian by whose words are more, and where neither shows any, by the
    letters that Kyrgyz stems do not use. A text that mixes both is taken for the one that it has more small words of.
    """
    words = _WORD.findall(text.lower())
    letters = "".join(words)
    if not letters:
        return fallback
    if sum(letter.isascii() for letter in letters) * 2 > len(letters):
        return fallback if content.common_words()["en"].isdisjoint(words) else Language.EN
    kyrgyz, russian = _counted(words)
    if kyrgyz != russian:
        return Language.KY if kyrgyz > russian else Language.RU
    if kyrgyz:
        return Language.KY if not _KYRGYZ_ONLY.isdisjoint(letters) else _by_letters(letters)
    if len(letters) < _SHORTEST_BY_SHARE:
        return fallback if fallback is not Language.EN else Language.RU
    return _by_letters(letters)


def _counted(words: list[str]) -> tuple[int, int]:
    """How many of the words are surely Kyrgyz, and how many surely Russian."""
    common = content.common_words()
    kyrgyz = sum(word in common["ky"] or not _KYRGYZ_ONLY.isdisjoint(word) for word in words)
    return kyrgyz, sum(word.replace("ё", "е") in common["ru"] for word in words)


def _by_letters(letters: str) -> Language:
    share = sum(letter in _RUSSIAN for letter in letters) / len(letters)
    return Language.RU if share >= _RUSSIAN_SHARE else Language.KY
