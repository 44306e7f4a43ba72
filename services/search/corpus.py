"""What the search knows, as plain data, and a loader for the content files."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from locales import content

__all__ = [
    "LANGUAGES",
    "Commitment",
    "Corpus",
    "Initiative",
    "Phrases",
    "Texts",
    "Topic",
    "corpus_from_files",
    "phrases_of",
]

LANGUAGES = ("ky", "ru", "en")
_MARKUP = re.compile(r"<[^>]*>|\{[^}]*\}")

Texts = Mapping[str, str]
"""A text by language code; a language may be missing."""

Phrases = Mapping[str, tuple[str, ...]]
"""Phrases by language code."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One FAQ entry: its titles and answers, and other ways in which people ask for it."""

    id: str
    titles: Texts
    answers: Texts = field(default_factory=dict)
    phrasings: Phrases = field(default_factory=dict)

    def plain_answers(self) -> Iterator[tuple[str, str]]:
        """Each answer with its language code, without Telegram's tags and without placeholders."""
        for language, answer in self.answers.items():
            yield language, _MARKUP.sub(" ", answer)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment of the plan; found by its title and its short title in any language."""

    id: str
    titles: Texts
    short: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative as others may see it."""

    id: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything the index is built from. Small talk is by kind: thanks, hello and so on."""

    topics: tuple[Topic, ...]
    off_topic: Phrases = field(default_factory=dict)
    small_talk: Mapping[str, Phrases] = field(default_factory=dict)
    complaints: Phrases = field(default_factory=dict)
    commitments: tuple[Commitment, ...] = ()
    initiatives: tuple[Initiative, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text with its language code: they teach the index how words are spelled."""
        for topic in self.topics:
            yield from topic.titles.items()
            yield from topic.plain_answers()
            yield from phrases_of(topic.phrasings)
        yield from phrases_of(self.off_topic)
        yield from phrases_of(self.complaints)
        for phrases in self.small_talk.values():
            yield from phrases_of(phrases)
        for commitment in self.commitments:
            yield from commitment.titles.items()
            yield from commitment.short.items()


def corpus_from_files(folder: Path = content.HERE) -> Corpus:
    """The corpus of a content folder, for where no database exists. Raises FileNotFoundError for a missing list."""
    entries = {language: content.read_parts(f"faq/{language}", folder) for language in LANGUAGES}
    phrasings = {language: content.read_parts(f"phrasings/{language}", folder) for language in LANGUAGES}
    ids = dict.fromkeys(topic for language in LANGUAGES for topic in entries[language])
    return Corpus(
        topics=tuple(_topic(topic, entries, phrasings) for topic in ids),
        off_topic=_phrases(content.read("off_topic", folder)),
        small_talk={kind: _phrases(entry["phrases"]) for kind, entry in content.read("small_talk", folder).items()},
        complaints=_phrases(content.read("complaints", folder)),
        commitments=tuple(
            Commitment(entry["id"], entry["title"], entry["short"]) for entry in content.read("commitments", folder)
        ),
    )


def phrases_of(phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Each phrase with its language code."""
    for language, listed in phrases.items():
        for phrase in listed:
            yield language, phrase


def _topic(topic: str, entries: Mapping[str, Any], phrasings: Mapping[str, Any]) -> Topic:
    present = {language: entries[language][topic] for language in LANGUAGES if topic in entries[language]}
    return Topic(
        id=topic,
        titles={language: str(entry["title"]) for language, entry in present.items()},
        answers={language: str(entry["answer"]) for language, entry in present.items()},
        phrasings=_phrases({language: phrasings[language].get(topic, []) for language in LANGUAGES}),
    )


def _phrases(by_language: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(map(str, phrases)) for language, phrases in by_language.items()}
