"""The page itself: its words in three languages, and nothing fetched from elsewhere."""

import re
from pathlib import Path

import pytest

from bot.playground.page_api import page_words
from bot.playground.server import PAGE
from locales.translator import LANGUAGES

WORDS = page_words()
SOURCES = sorted([*PAGE.rglob("*.js"), *PAGE.rglob("*.css"), *PAGE.rglob("*.html"), *PAGE.rglob("*.svg")])
# Keys that are put together at run time: t(`fault_${kind}_hint`).
BUILT = ("role_", "language_", "theme_", "fault_", "tab_", "bot_")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def holes(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def asked_for() -> set[str]:
    """Every key that the page's code names."""
    code = "\n".join(map(read, SOURCES))
    return set(re.findall(r'(?:\bt\(|data-word=|data-label=|bigButton\()\s*"(\w+)"', code))


@pytest.mark.parametrize("key", WORDS)
def test_every_word_exists_in_three_languages_with_the_same_holes(key: str) -> None:
    said = WORDS[key]
    assert set(said) == set(LANGUAGES)
    assert all(said.values())
    assert len({frozenset(holes(text)) for text in said.values()}) == 1


def test_every_word_that_is_asked_for_exists() -> None:
    assert asked_for() - set(WORDS) == set()


def test_no_word_is_left_over() -> None:
    quoted = set(re.findall(r'"(\w+)"', "\n".join(map(read, SOURCES))))
    left = [key for key in WORDS if key not in quoted and not key.startswith(BUILT)]
    assert left == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PAGE)))
def test_nothing_comes_from_elsewhere(path: Path) -> None:
    code = re.sub(r'xmlns="[^"]+"|createElementNS\("[^"]+"', "", read(path))
    fetched = re.findall(
        r"""(?:src=|href=|url\(|import\(|from |fetch\(|EventSource\()\s*["'`(]?((?:https?:)?//\S+)""", code
    )
    assert fetched == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PAGE)))
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(read(path).splitlines()) <= 300
