"""Guessing the language a text is written in, which need not be the interface's."""

from models import Language

# Letters that only Kyrgyz Cyrillic has (ѳ is what some keyboards and state sites type for ө).
_KYRGYZ_ONLY = frozenset(("ө", "ү", "ң", "ѳ"))
# Letters that Kyrgyz words hardly have outside borrowings: в and ф are foreign to it, щ ъ ь ц ё to its own stems.
_RUSSIAN = frozenset(("в", "ф", "щ", "ъ", "ь", "ц", "ё"))
_RUSSIAN_SHARE = 0.035
# Words of no other language here: neither of Kyrgyz nor of Russian in Latin letters.
_ENGLISH = frozenset(("the", "of", "and", "was", "were", "are", "has", "have", "for", "with"))


def guess(text: str, fallback: Language) -> Language:
    """The language of a text, ``fallback`` where it does not show.

    Kyrgyz typed without ө ү ң is told from Russian by the share of letters that Kyrgyz stems do not use.
    """
    letters = [letter for letter in text.lower() if letter.isalpha()]
    if not letters:
        return fallback
    if any(letter in _KYRGYZ_ONLY for letter in letters):
        return Language.KY
    latin = sum(letter.isascii() for letter in letters)
    if latin * 2 > len(letters):
        return fallback if _ENGLISH.isdisjoint(text.lower().split()) else Language.EN
    if len(letters) < 12:
        return fallback if fallback is not Language.EN else Language.RU
    share = sum(letter in _RUSSIAN for letter in letters) / len(letters)
    return Language.RU if share >= _RUSSIAN_SHARE else Language.KY
