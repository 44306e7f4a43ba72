"""The long-form content as data files: what seeds the database, and the wording around staff-edited facts."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent

# libyaml's parser where the wheel has it: the phrasings are some 1,000 lines.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(name: str, folder: Path = HERE) -> Any:
    """The parsed file ``<name>.yaml``."""
    return yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader


def read_parts(name: str, folder: Path = HERE) -> dict[str, Any]:
    """One mapping out of every file in the folder ``name``. Raises ValueError for an id that two files hold."""
    merged: dict[str, Any] = {}
    for path in sorted((folder / name).glob("*.yaml")):
        part: dict[str, Any] = read(path.stem, path.parent)
        if twice := merged.keys() & part.keys():
            raise ValueError(f"{path.name}: {sorted(twice)} stand in another file of {name}/ too")
        merged |= part
    return merged


def topics(folder: Path = HERE) -> dict[str, dict[str, Any]]:
    """FAQ topic id → {category, related}, in the order of the files."""
    merged: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "faq").glob("topics-*.yaml")):
        merged |= read(path.stem, path.parent)
    return merged


@lru_cache(maxsize=1)
def fact_wordings() -> dict[str, dict[str, dict[str, str]]]:
    """Fact key → {"filled" | "empty": {language: sentence}}; "filled" holds ``{value}``."""
    return read_parts("facts")


@lru_cache(maxsize=1)
def site() -> dict[str, Any]:
    """{"address": the site's name, "news": {language: where to look for what is not announced yet}}."""
    found: dict[str, Any] = read("site")
    return found


@lru_cache(maxsize=1)
def ogp_values() -> dict[str, dict[str, str]]:
    """OGP value id → {language: name}."""
    return {value["id"]: value["name"] for value in read("ogp_values")}


@lru_cache(maxsize=1)
def small_talk() -> dict[str, dict[str, Any]]:
    """Kind of small talk → {phrases, reply}."""
    found: dict[str, dict[str, Any]] = read("small_talk")
    return found


def looks_asked(text: str) -> bool:
    """Whether a text without a question mark is put as a question, in any of the three languages."""
    words = text.lower().split()
    anywhere, first = _question_words()
    return bool(words) and (words[0] in first or not anywhere.isdisjoint(words))


@lru_cache(maxsize=1)
def _question_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that mark a question wherever they stand, and those that do as its first word."""
    found: dict[str, list[str]] = read("question_words")
    first = frozenset(found.pop("first"))
    return frozenset(_flat(found)), first


@lru_cache(maxsize=1)
def common_words() -> dict[str, frozenset[str]]:
    """Language → words that neither of the others has."""
    return {language: frozenset(words) for language, words in read("common_words").items()}


def _flat(by_language: dict[str, list[str]]) -> Iterator[str]:
    for words in by_language.values():
        yield from words
