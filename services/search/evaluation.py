"""How good the answers are: the sums behind `achyk bench answers`, and the JSON of `achyk answer`."""

import csv
import hashlib
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.search.decision import Decision, DecisionKind
from services.search.index import Index

__all__ = [
    "EvaluationResult",
    "Outcome",
    "Question",
    "Score",
    "answer_json",
    "evaluate",
    "half",
    "read_questions",
]

_OFF_TOPIC_NAMES = {"", "-", "off-topic", "off_topic", "offtopic", "none"}


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the evaluation set; `topic` is None for a question that must not be answered."""

    id: str
    language: str
    topic: str | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the index made of one question."""

    question: Question
    ids: tuple[str, ...]
    answered: bool
    buttons: tuple[str, ...]
    confidence: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of 0 to 1 over a group of questions; None where the group has no such question."""

    group: str
    questions: int
    top_1: float | None
    top_3: float | None
    answered_right: float | None
    right_or_button: float | None
    answered_wrong: float | None
    handed_over: float | None
    off_topic: int
    off_topic_answered: float | None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """Scores of all questions, by language and by kind; processor time a query; the most memory the process
    ever held."""

    total: Score
    by_language: tuple[Score, ...]
    by_kind: tuple[Score, ...]
    milliseconds: float
    milliseconds_95: float
    megabytes: float
    semantic: bool
    answered_right_at_5: float | None
    """What could be answered rightly with a threshold at which 5 % of the off-topic questions are answered:
    compares methods whose probabilities are not on one scale."""


def answer_json(decision: Decision) -> dict[str, Any]:
    """The decision as `achyk answer` prints it; a complaint is answered, with the topic that explains it
    first."""
    answered = decision.kind in {DecisionKind.ANSWER, DecisionKind.COMPLAINT}
    return {"ids": [hit.id for hit in decision.topics], "answered": answered}


def evaluate(index: Index, questions: Iterable[Question]) -> EvaluationResult:
    """Ask the index everything and count. The first question is asked once before, so that no loading is
    timed."""
    asked = list(questions)
    if not asked:
        raise ValueError("no questions to evaluate")
    index.ask(asked[0].text, asked[0].language)
    outcomes = [_outcome(index, question) for question in asked]
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return EvaluationResult(
        total=_score("all", outcomes),
        by_language=_grouped(outcomes, lambda question: question.language),
        by_kind=_grouped(outcomes, lambda question: question.kind),
        milliseconds=sum(times) / len(times),
        milliseconds_95=times[int(0.95 * (len(times) - 1))],
        # Linux counts in kilobytes.
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        semantic=index.semantic,
        answered_right_at_5=_answered_right_at(outcomes, share=0.05),
    )


def half(question: Question) -> int:
    """0 for the half that thresholds are chosen on, 1 for the half that is reported; by a hash of the id."""
    return hashlib.sha256(question.id.encode()).digest()[0] % 2


def read_questions(path: Path) -> list[Question]:
    """The evaluation set: id, language, topic, kind and question in tab-separated columns under a header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Question(
            id=row["id"],
            language=row["lang"],
            topic=None if row["topic"].strip().lower() in _OFF_TOPIC_NAMES else row["topic"].strip(),
            kind=row["kind"],
            text=row["question"],
        )
        for row in rows
    ]


def _outcome(index: Index, question: Question) -> Outcome:
    # Processor time: what others do on the machine meanwhile is no property of the search.
    begun = time.process_time()
    decision = index.ask(question.text, question.language)
    spent = time.process_time() - begun
    answer = answer_json(decision)
    return Outcome(
        question=question,
        ids=tuple(answer["ids"]),
        answered=answer["answered"],
        buttons=tuple(hit.id for hit in decision.hits) if decision.kind is DecisionKind.OFFER else (),
        confidence=_confidence(decision),
        milliseconds=spent * 1000,
    )


def _confidence(decision: Decision) -> float:
    is_question = decision.kind is not DecisionKind.SMALL_TALK and decision.topics
    return decision.topics[0].probability if is_question else 0.0


def _answered_right_at(outcomes: Sequence[Outcome], *, share: float) -> float | None:
    foreign = sorted((one.confidence for one in outcomes if one.question.topic is None), reverse=True)
    if not foreign:
        return None
    threshold = foreign[int(share * len(foreign))]
    known = [one for one in outcomes if one.question.topic is not None]
    return _share(one.ids[0] == one.question.topic and one.confidence > threshold for one in known)


def _grouped(outcomes: Sequence[Outcome], key: Callable[[Question], str]) -> tuple[Score, ...]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome.question), []).append(outcome)
    return tuple(_score(name, groups[name]) for name in sorted(groups))


def _score(group: str, outcomes: Sequence[Outcome]) -> Score:
    known = [outcome for outcome in outcomes if outcome.question.topic is not None]
    unknown = [outcome for outcome in outcomes if outcome.question.topic is None]
    return Score(
        group=group,
        questions=len(known),
        top_1=_share(outcome.ids[0] == outcome.question.topic for outcome in known),
        top_3=_share(outcome.question.topic in outcome.ids[:3] for outcome in known),
        answered_right=_share(_is_right(outcome) for outcome in known),
        right_or_button=_share(_is_right(outcome) or _has_button(outcome) for outcome in known),
        answered_wrong=_share(outcome.answered and not _is_right(outcome) for outcome in known),
        handed_over=_share(not outcome.answered and not outcome.buttons for outcome in known),
        off_topic=len(unknown),
        off_topic_answered=_share(outcome.answered for outcome in unknown),
    )


def _is_right(outcome: Outcome) -> bool:
    return outcome.answered and outcome.ids[0] == outcome.question.topic


def _has_button(outcome: Outcome) -> bool:
    return outcome.question.topic in outcome.buttons


def _share(hits: Iterable[bool]) -> float | None:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else None
