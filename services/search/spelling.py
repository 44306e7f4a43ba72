"""Words that a single slip of the thumb turned into no word: read as the known word one letter away.

Known are the words of the corpus, by their phonetic outline. Letter n-grams forgive a slip by themselves; the
sentence model does not, and both grow surer of a text without one.
"""

from collections import Counter, defaultdict

__all__ = ["Spelling"]

_SHORTEST = 5
"""Letters of a word that is mended: shorter ones are one letter away from too many others."""
_COMMON = 3
"""Times the corpus must hold a word to be a mending: endings seen once or twice would take each other's place."""


class Spelling:
    """Knows words by their outline, and finds the nearest for one that it does not know."""

    def __init__(self, outlines: Counter[str]) -> None:
        self._times = outlines
        self._without_one: defaultdict[str, list[str]] = defaultdict(list)
        for outline, times in outlines.items():
            if times >= _COMMON:
                for shortened in _without_one(outline):
                    self._without_one[shortened].append(outline)

    def mended(self, outline: str) -> str:
        """The commonest known outline with one letter more, less, changed or swapped; else the same."""
        if outline in self._times or len(outline) < _SHORTEST or not outline.isalpha():
            return outline
        near = {
            known
            for shortened in _without_one(outline)
            for known in self._without_one.get(shortened, ())
            if _is_one_slip(outline, known)
        }
        return max(near, key=lambda known: (self._times[known], known), default=outline)


def _without_one(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is lost, added or wrong, or two neighbours are swapped."""
    start = next((place for place, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return abs(len(typed) - len(meant)) == 1
    rest, wanted = typed[start:], meant[start:]
    swapped = wanted[1:2] + wanted[:1] + wanted[2:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or rest == swapped
