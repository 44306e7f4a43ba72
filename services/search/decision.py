"""What the search decides about a text, and how sure it must be.

```
small talk rather than anything else ------> SMALL_TALK   a human reply, no FAQ entry
best topic at least `answer` likely,
  and clearly likelier than the next ------> ANSWER, or COMPLAINT when one's own case is told
first three at least `offer` likely, or
  a commitment or initiative is named, or
  a story ends with a clear question ------> OFFER        up to three buttons
else --------------------------------------> HAND_OVER    the question goes to the Secretariat
```
"""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Beliefs", "Decision", "DecisionKind", "DocumentKind", "Hit", "Thresholds", "decide"]

_OFFERS = 3
_WORTH_A_BUTTON = 0.005
_CLEARLY = 0.5
"""Part of the best topic's probability that the next one may have: nearer siblings are both offered. A complaint
above it belongs to the best topic therefore, since it counts for the topic that explains it."""
_NAMED = 0.5
"""A commitment or initiative this near is what the text names, unless it is likelier off-topic."""


class DecisionKind(StrEnum):
    """What the bot does with a text."""

    ANSWER = "answer"
    OFFER = "offer"
    HAND_OVER = "hand_over"
    SMALL_TALK = "small_talk"
    COMPLAINT = "complaint"


class DocumentKind(StrEnum):
    """What a hit leads to."""

    TOPIC = "topic"
    COMMITMENT = "commitment"
    INITIATIVE = "initiative"


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `probability` is that of the topic being wanted, or how near another document is."""

    kind: DocumentKind
    id: str
    probability: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision, with what was found, best first.

    `hits` are what the decision shows: one for ANSWER and COMPLAINT, up to three buttons for OFFER, else
    none. `topics` ranks every FAQ topic whatever was decided. `related` are commitments and initiatives near
    the text, to be shown beside an answer. `small_talk` names the kind for SMALL_TALK only.
    """

    kind: DecisionKind
    hits: tuple[Hit, ...]
    topics: tuple[Hit, ...]
    related: tuple[Hit, ...] = ()
    small_talk: str | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities from which the bot dares something; see the module."""

    answer: float
    offer: float


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Probabilities of what a text is. `topics` are ranked; a complaint counts for the topic that explains it
    too. `asked_last` is what the last words of a story clearly ask."""

    topics: tuple[Hit, ...]
    complaint: float
    off_topic: float
    small_talk: tuple[str, float] | None
    asked_last: Hit | None = None


def decide(beliefs: Beliefs, related: tuple[Hit, ...], limits: Thresholds) -> Decision:
    """The decision from what is believed about a text."""
    topics = beliefs.topics
    best = topics[0].probability if topics else 0.0
    if beliefs.small_talk and beliefs.small_talk[1] > max(best, beliefs.off_topic):
        return Decision(DecisionKind.SMALL_TALK, (), topics, small_talk=beliefs.small_talk[0])
    next_best = topics[1].probability if len(topics) > 1 else 0.0
    if best >= limits.answer and next_best <= _CLEARLY * best:
        kind = DecisionKind.COMPLAINT if beliefs.complaint > _CLEARLY * best else DecisionKind.ANSWER
        return Decision(kind, topics[:1], topics, related)
    if beliefs.asked_last:
        topics = _second_at_least(beliefs.asked_last, topics)
    offers = _offers(topics, beliefs.off_topic, related)
    if offers and sum(hit.probability for hit in offers) >= limits.offer:
        return Decision(DecisionKind.OFFER, offers, topics, related)
    return Decision(DecisionKind.HAND_OVER, (), topics)


def _second_at_least(asked: Hit, topics: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """A story hides the letters of the question that ends it: its topic gets a button all the same."""
    others = tuple(hit for hit in topics if hit.id != asked.id)
    return (asked, *others) if topics[0].id == asked.id else (others[0], asked, *others[1:])


def _offers(ranked: tuple[Hit, ...], off_topic: float, related: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Three buttons at most; the last place goes to a commitment or initiative that the text names."""
    topics = [hit for hit in ranked[:_OFFERS] if hit.probability >= _WORTH_A_BUTTON]
    if related and related[0].probability >= _NAMED and related[0].probability > off_topic:
        return (*topics[: _OFFERS - 1], related[0])
    return tuple(topics)
