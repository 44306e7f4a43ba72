"""Greetings and thanks around a question: taken off before it is looked up, or all that was said."""

from collections.abc import Mapping

from services.search.corpus import Phrases, phrases_of
from services.search.readings import Reader, Reading

__all__ = ["Courtesies"]

_AROUND_QUESTIONS = ("hello", "thanks", "goodbye")
"""Kinds of small talk that people put before or after a question; an insult or "who are you" changes what is
asked."""


class Courtesies:
    """Knows the phrases of small talk by their outline."""

    def __init__(self, reader: Reader, small_talk: Mapping[str, Phrases]) -> None:
        self._kinds: dict[tuple[str, ...], str] = {}
        for kind, phrases in small_talk.items():
            for _, phrase in phrases_of(phrases):
                self._kinds.setdefault(reader.read(phrase).outlines, kind)
        self._longest = max(map(len, self._kinds), default=0)

    def kind(self, reading: Reading) -> str | None:
        """The kind of small talk if the text is nothing else."""
        return self._kinds.get(reading.outlines)

    def without(self, reading: Reading) -> Reading:
        """The text without courtesies at its start and end; as it is when nothing else would be left."""
        start, stop = 0, len(reading.outlines)
        while length := self._length(reading.outlines[start:stop], at_start=True):
            start += length
        while length := self._length(reading.outlines[start:stop], at_start=False):
            stop -= length
        return reading.part(start, stop) if start < stop else reading

    def _length(self, words: tuple[str, ...], *, at_start: bool) -> int:
        for length in range(min(self._longest, len(words)), 0, -1):
            piece = words[:length] if at_start else words[-length:]
            if self._kinds.get(piece) in _AROUND_QUESTIONS:
                return length
        return 0
