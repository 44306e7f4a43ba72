"""Which of its possible readings a typed text most likely is.

Latin letters may be English, or Kyrgyz or Russian on a phone without Cyrillic; `ghbdtn` is a word in the
wrong keyboard layout. All readings are scored by how word-like they are (letter trigrams of the corpus) and
the best is kept, so nobody has to say which language they write.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.search.normal import flip_layout, has_latin, skeleton, tidy, to_cyrillic
from services.search.spelling import Spelling

__all__ = ["Reader", "Reading"]

_FLIP_GAIN = 1.0
"""How much more word-like (log probability a letter) a text must be in the other layout to be turned."""
_TELLING = 4
"""Letters of a known word that shows the layout to be right; shorter ones come out of the wrong one by chance."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text made ready, word by word: phonetic outlines for letter n-grams, the usual spelling for a
    sentence model."""

    outlines: tuple[str, ...]
    naturals: tuple[str, ...]

    @property
    def outline(self) -> str:
        """The outlines as one text."""
        return " ".join(self.outlines)

    @property
    def natural(self) -> str:
        """The usual spellings, each in its own script, as one text."""
        return " ".join(self.naturals)

    def part(self, start: int, stop: int) -> "Reading":
        """The words from `start` up to `stop`."""
        return Reading(self.outlines[start:stop], self.naturals[start:stop])


class _Letters:
    """How likely letters follow each other in the words of one script."""

    def __init__(self) -> None:
        self._triples: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()

    def learn(self, words: Counter[str]) -> None:
        for word, times in words.items():
            padded = f"  {word} "
            for start in range(len(padded) - 2):
                self._triples[padded[start : start + 3]] += times
                self._pairs[padded[start : start + 2]] += times

    def likelihood(self, word: str) -> float:
        """Mean log probability of a letter, add-a-little smoothed."""
        padded = f"  {word} "
        count = len(padded) - 2
        total = 0.0
        for start in range(count):
            seen = self._triples[padded[start : start + 3]] + 0.05
            total += math.log(seen / (self._pairs[padded[start : start + 2]] + 2.0))
        return total / count


class Reader:
    """Reads typed text as the corpus is written."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        english: Counter[str] = Counter()
        known: Counter[str] = Counter()
        cyrillic: Counter[str] = Counter()
        self._first_typed: dict[str, str] = {}
        for language, text in texts:
            for word in tidy(text).split():
                outline = skeleton(word)
                known[outline] += 1
                self._first_typed.setdefault(outline, word)
                if not has_latin(word):
                    cyrillic[outline] += 1
                    spellings[outline][word] += 1
                elif language == "en":
                    english[word] += 1
        self._english, self._outlines = _Letters(), _Letters()
        self._english.learn(english)
        self._outlines.learn(cyrillic)
        self._english_words = frozenset(english)
        # Ties go to the spelling that comes first in the corpus: Counter keeps the order of arrival.
        self._usual = {outline: seen.most_common(1)[0][0] for outline, seen in spellings.items()}
        self._spelling = Spelling(known)

    def read(self, text: str) -> Reading:
        """The most likely reading of a raw text."""
        words = map(self._mended, self._right_layout(text).split())
        pairs = [(skeleton(word), self._natural(word)) for word in words]
        heard = [pair for pair in pairs if pair[0]]
        return Reading(tuple(outline for outline, _ in heard), tuple(natural for _, natural in heard))

    def _mended(self, word: str) -> str:
        outline = skeleton(word)
        mended = self._spelling.mended(outline)
        return word if mended == outline else self._first_typed[mended]

    def _right_layout(self, text: str) -> str:
        typed = tidy(text)
        if any(self._is_a_word(word) for word in typed.split()):
            return typed
        flipped = flip_layout(text)
        return flipped if self._word_like(flipped) > self._word_like(typed) + _FLIP_GAIN else typed

    def _is_a_word(self, word: str) -> bool:
        return len(word) >= _TELLING and (word in self._english_words or skeleton(word) in self._usual)

    def _word_like(self, typed: str) -> float:
        words = typed.split()
        letters = sum(map(len, words))
        if not letters:
            return -math.inf
        return sum(len(word) * self._best(word) for word in words) / letters

    def _best(self, word: str) -> float:
        outline = self._outlines.likelihood(skeleton(word))
        return max(outline, self._english.likelihood(word)) if has_latin(word) else outline

    def _natural(self, word: str) -> str:
        outline = skeleton(word)
        if not has_latin(word):
            return self._usual.get(outline, word)
        if word in self._english_words:
            return word
        if outline in self._usual:
            return self._usual[outline]
        if self._english.likelihood(word) > self._outlines.likelihood(outline):
            return word
        return to_cyrillic(word)
