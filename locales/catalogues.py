"""Checks of the gettext catalogues: complete, current, and with the same placeholders in every language."""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales.translator import HERE, LANGUAGES, catalogue_path, read_catalogue

ROOT = HERE.parent
TEMPLATE = HERE / "bot.pot"
# Our translator's methods: t("…"), t.plain("…"), t.plural("…", "…", n), t.plain_plural(…), and the marker msg("…").
KEYWORDS = {"t": None, "plain": None, "msg": None, "plural": (1, 2), "plain_plural": (1, 2)}
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_TAG = re.compile(r"</?[a-z]+>")


def extract(root: Path = ROOT) -> Catalog:
    """The messages of the code, without line numbers, which would change with every edit."""
    catalogue = Catalog(project="Achyk Okmot bot", charset="utf-8")
    for folder in ("bot", "handlers", "services"):
        for path, _, message, comments, context in extract_from_dir(
            root / folder,
            [("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            catalogue.add(message, None, [(f"{folder}/{path}", 0)], auto_comments=comments, context=context)
    return catalogue


def update(root: Path = ROOT) -> None:
    """Write the template and bring every catalogue up to it; English is filled in from the messages themselves."""
    template = extract(root)
    _write(TEMPLATE, template)
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalogue = read_catalogue(language) if path.exists() else Catalog(locale=language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language == "en":
            for message in _messages(catalogue):
                message.string = message.id
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, catalogue)


def _write(path: Path, catalogue: Catalog) -> None:
    written = BytesIO()
    write_po(written, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
    # The date of creation would make every run a change.
    text = re.sub(r'"(POT-Creation|PO-Revision)-Date:[^"]*"\n', "", written.getvalue().decode())
    path.write_text(text, encoding="utf-8")


def faults() -> list[str]:
    """What is missing, stale or at odds with the English, each naming language and message."""
    if not TEMPLATE.exists():
        return ["bot.pot is missing"]
    with TEMPLATE.open("rb") as file:
        template = read_po(file)
    found = []
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        known = {_key(message) for message in _messages(catalogue)}
        found += [f"{language}: lacks {_short(m)}" for m in _messages(template) if _key(m) not in known]
        for message in _messages(catalogue):
            found += [
                f"{language}: {fault}: {_short(message)}" for fault in _message_faults(message, catalogue.num_plurals)
            ]
    return found


def stale(root: Path = ROOT) -> bool:
    """Whether the code says something that the template does not have, or the other way round."""
    with TEMPLATE.open("rb") as file:
        template = read_po(file)
    return {_key(m) for m in _messages(extract(root))} != {_key(m) for m in _messages(template)}


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _key(message: Message) -> object:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id


def _short(message: Message) -> str:
    first = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return repr(first[:60])


def _message_faults(message: Message, plurals: int) -> list[str]:
    ids = list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]
    strings = [s or "" for s in (message.string if isinstance(message.string, (list, tuple)) else [message.string])]
    if "fuzzy" in message.flags:
        return ["is fuzzy"]
    if not all(strings) or (len(ids) > 1 and len(strings) != plurals):
        return ["is not translated"]
    wanted = set(_PLACEHOLDER.findall(ids[-1]))
    found = []
    for string in strings:
        if not set(_PLACEHOLDER.findall(string)) <= wanted or (
            len(ids) == 1 and set(_PLACEHOLDER.findall(string)) != wanted
        ):
            found.append("has other placeholders")
        if sorted(_TAG.findall(string)) != sorted(_TAG.findall(ids[-1])):
            found.append("has other tags")
    return found


def main(arguments: list[str]) -> int:
    """`check`: print what is missing or stale and give 1 if anything is; `update`: bring the files up to the code."""
    match arguments:
        case ["update"]:
            update()
            return 0
        case ["check"]:
            found = faults() + (["bot.pot is stale: run `make texts`"] if stale() else [])
            sys.stderr.writelines(f"{fault}\n" for fault in found)
            return int(bool(found))
        case _:
            sys.stderr.write("python -m locales.catalogues check|update\n")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
