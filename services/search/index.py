"""The index: knows the corpus, takes initiatives in and out while it runs, and decides about people's texts.

Phrasings of all languages teach one topic, so a Russian question finds an entry whatever the language of the
interface.
"""

import dataclasses
from pathlib import Path

from services.search.classifier import LONG, Classifier
from services.search.corpus import Corpus, Initiative
from services.search.courtesy import Courtesies
from services.search.decision import (
    Beliefs,
    Decision,
    DecisionKind,
    DocumentKind,
    Hit,
    Thresholds,
    decide,
)
from services.search.examples import COMPLAINT, OFF_TOPIC, SMALL_TALK, examples_of
from services.search.memory import Memory
from services.search.readings import Reader, Reading
from services.search.semantic import Embedder, Sentences
from services.search.shelf import Shelf, Weigher
from services.search.weights import SHIPPED

__all__ = ["COMPLAINT_TOPIC", "Index", "build_index"]

COMPLAINT_TOPIC = "initiative-vs-complaint"
"""The FAQ topic that a complaint about one's own case is answered with."""

# Round figures on a plateau of both sets of tests/evaluation: a tenth more or less answers hardly more that is
# off-topic, and what they refuse to answer gets buttons.
_LEXICAL = Thresholds(answer=0.33, offer=0.03)
_SEMANTIC = Thresholds(answer=0.30, offer=0.03)
_RELATED = 0.3
_SHORTEST = 2
_LAST = 4
"""Words at the end of a story that are looked at by themselves: a short question. More of them are half story."""


class Index:
    """Answers texts with decisions. Asking is safe from several threads; initiatives are changed from one."""

    def __init__(
        self,
        corpus: Corpus,
        embedder: Embedder | None,
        reader: Reader | None,
        *,
        kept: Path | None,
        memory: Memory,
    ) -> None:
        self._reader = reader or Reader(corpus.texts())
        labels, texts = zip(*examples_of(corpus), strict=True)
        readings = [self._reader.read(text) for text in texts]
        self._sentences = Sentences(embedder, [r.natural for r in readings]) if embedder is not None else None
        self._courtesies = Courtesies(self._reader, corpus.small_talk)
        self._classifier = Classifier(labels, readings, self._sentences, kept=kept, memory=memory)
        self._topics = frozenset(topic.id for topic in corpus.topics)
        self._limits = _SEMANTIC if embedder is not None else _LEXICAL
        weigher = Weigher([reading.outline for reading in readings])
        self._commitments = Shelf(self._reader, weigher, self._sentences)
        for commitment in corpus.commitments:
            titles = (*commitment.titles.values(), *commitment.short.values())
            self._commitments.put(commitment.id, titles)
        self._initiatives = Shelf(self._reader, weigher, self._sentences, is_private=True)
        # Apart, so that nothing typed ever finds what is not published: only likeness looks here too.
        self._pending = Shelf(self._reader, weigher, self._sentences, is_private=True)
        for initiative in corpus.initiatives:
            self.add_initiative(initiative)

    @property
    def semantic(self) -> bool:
        """Whether a sentence model takes part."""
        return self._sentences is not None

    def ask(self, text: str, language: str) -> Decision:
        """The decision on a person's text, which may be in any language; `language` is the one they chose.

        Takes the processor for milliseconds: from asyncio, call it in a thread.
        """
        del language  # the answer is shown in it; what was typed speaks for itself
        whole = self._reader.read(text)
        reading = self._courtesies.without(whole)
        beliefs = self._beliefs(reading)
        if kind := self._courtesies.kind(whole):
            return Decision(DecisionKind.SMALL_TALK, (), beliefs.topics, small_talk=kind)
        if len(reading.outline) < _SHORTEST:
            return Decision(DecisionKind.HAND_OVER, (), beliefs.topics)
        beliefs = dataclasses.replace(beliefs, asked_last=self._asked_last(reading))
        return decide(beliefs, self._related(reading, limit=3), self._limits)

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """Documents of every kind for a list of results, best first; nothing that is far from the text."""
        reading = self._courtesies.without(self._reader.read(text))
        topics = (hit for hit in self._beliefs(reading).topics if hit.probability >= self._limits.offer)
        hits = (*topics, *self._related(reading, limit=limit))
        return tuple(sorted(hits, key=lambda hit: -hit.probability)[:limit])

    def similar(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """Initiatives, pending ones too, that ask for much the same as a title or a whole initiative, best first."""
        reading = self._reader.read(text)
        near = [*self._initiatives.alike(reading, limit), *self._pending.alike(reading, limit)]
        near.sort(key=lambda found: -found[1])
        return tuple(Hit(DocumentKind.INITIATIVE, document, alike) for document, alike in near[:limit])

    def similar_commitments(self, text: str, limit: int = 3) -> tuple[Hit, ...]:
        """Commitments of the plan that are about much the same as a draft, best first."""
        near = self._commitments.alike(self._reader.read(text), limit)
        return tuple(Hit(DocumentKind.COMMITMENT, document, alike) for document, alike in near)

    def add_initiative(self, initiative: Initiative, *, is_pending: bool = False) -> None:
        """Let an initiative be found from now on, a pending one by likeness only; the same id is replaced."""
        texts = (initiative.title, f"{initiative.title}. {initiative.text}")
        here, there = (self._pending, self._initiatives) if is_pending else (self._initiatives, self._pending)
        there.take(initiative.id)
        here.put(initiative.id, texts if initiative.text else texts[:1])

    def remove_initiative(self, initiative: str) -> None:
        """Let an initiative no more be found; an unknown id is no error."""
        self._initiatives.take(initiative)
        self._pending.take(initiative)

    def keep_weights(self, folder: Path) -> None:
        """Write down what fitting found, for indexes of the same corpus."""
        self._classifier.keep_weights(folder)

    def _asked_last(self, reading: Reading) -> Hit | None:
        """The topic of a story's last words, by their letters, where these alone would be answered."""
        words = len(reading.outlines)
        if words <= LONG:
            return None
        end = self._classifier.probabilities(reading.part(words - _LAST, words), only_letters=True)
        name = max(self._topics, key=lambda topic: end[topic])
        return Hit(DocumentKind.TOPIC, name, end[name]) if end[name] >= _LEXICAL.answer else None

    def _beliefs(self, reading: Reading) -> Beliefs:
        likely = self._classifier.probabilities(reading)
        complaint = likely.get(COMPLAINT, 0.0)
        if COMPLAINT_TOPIC in self._topics:
            likely[COMPLAINT_TOPIC] += complaint
        topics = (Hit(DocumentKind.TOPIC, name, chance) for name, chance in likely.items() if name in self._topics)
        talk = [
            (name.removeprefix(SMALL_TALK), chance) for name, chance in likely.items() if name.startswith(SMALL_TALK)
        ]
        return Beliefs(
            topics=tuple(sorted(topics, key=lambda hit: -hit.probability)),
            complaint=complaint,
            off_topic=likely.get(OFF_TOPIC, 0.0),
            small_talk=max(talk, key=lambda pair: pair[1], default=None),
        )

    def _related(self, reading: Reading, *, limit: int) -> tuple[Hit, ...]:
        shelves = (
            (DocumentKind.COMMITMENT, self._commitments),
            (DocumentKind.INITIATIVE, self._initiatives),
        )
        hits = [
            Hit(kind, document, near)
            for kind, shelf in shelves
            for document, near in shelf.nearest(reading, limit)
            if near >= _RELATED
        ]
        return tuple(sorted(hits, key=lambda hit: -hit.probability)[:limit])


def build_index(
    corpus: Corpus,
    *,
    embedder: Embedder | None = None,
    reader: Reader | None = None,
    kept: Path | None = SHIPPED,
    folder: Path | None = None,
) -> Index:
    """The index of a corpus; without an embedder it is lexical only, without a reader it makes its own.

    A second of the processor for a corpus near the one whose weights are ``kept``. Another one takes some seconds, only
    once where ``folder`` remembers what was fitted. A sentence model takes some 10 ms for each text that it does not
    remember.
    """
    return Index(corpus, embedder, reader, kept=kept, memory=Memory(folder))
