"""Everything the bot can say, one text at a time, for the tests that read it all."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from locales import catalogues, content
from locales.translator import LANGUAGES, read_catalogue


@dataclass(frozen=True)
class Said:
    """A text, its language, and where it stands."""

    where: str
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.language}, {self.where}: {self.text!r}"


def messages(language: str) -> Iterator[tuple[str, list[str]]]:
    """English message → its strings in the language: one, or one for each plural form."""
    for message in read_catalogue(language):
        if message.id:
            english = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
            yield english, list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]


def screens() -> Iterator[Said]:
    """What the catalogues say."""
    for language in LANGUAGES:
        for english, strings in messages(language):
            for string in strings:
                yield Said(f"bot.po {english[:50]!r}", language, string)


def answers() -> Iterator[Said]:
    """Titles and answers of the frequently asked questions, and the sentences of the facts in them."""
    for language in LANGUAGES:
        for topic, entry in content.read_parts(f"faq/{language}").items():
            yield Said(f"faq {topic}: title", language, entry["title"])
            yield Said(f"faq {topic}: answer", language, entry["answer"])
    yield from _inside(content.fact_wordings(), "facts")


def names() -> Iterator[Said]:
    """Names and titles of the content files, and the replies to small talk."""
    for file in ("commitments", "agencies", "regions", "themes", "ogp_values", "faq/categories", "small_talk"):
        yield from _inside(content.read(file), file)


def _inside(part: Any, where: str) -> Iterator[Said]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key in LANGUAGES and isinstance(value, str):
                yield Said(where, key, value)
            else:
                yield from _inside(value, f"{where} {key}")
    elif isinstance(part, list):
        for position, value in enumerate(part, 1):
            yield from _inside(value, f"{where} {position}")


def everything() -> list[Said]:
    """All of it, in all three languages."""
    return [*screens(), *answers(), *names()]


def messages_in_code() -> Iterator[tuple[str, str]]:
    """Place → message, for every literal that the code says or marks; read by Python's own parser."""
    for folder in ("bot", "handlers", "services"):
        for path in sorted((catalogues.ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    for message in _literals(node):
                        yield f"{path.relative_to(catalogues.ROOT)}:{node.lineno}", message


def _literals(call: ast.Call) -> Iterator[str]:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called in catalogues.KEYWORDS:
        for argument in call.args[: 2 if "plural" in called else 1]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value
