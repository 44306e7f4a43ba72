"""Checks of the content files: every id in all three languages, nothing that refers to nothing."""

import re
from typing import Any

from locales import content as files
from models import Language, Outcome

_FACT = re.compile(r"\{fact:([a-z_]+)\}")
_TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
MOST_TITLE = 60  # characters: a title is a button
MOST_ANSWER = 3000  # characters, so that an answer with its facts fills no more than one message of 4096


def faults() -> list[str]:
    """Every fault of the files, each naming the file's id and what is wrong; empty when all is well."""
    found: list[str] = []
    ids = {name: [row["id"] for row in files.read(name)] for name in ("themes", "agencies", "plans", "regions")}
    for name, known in ids.items():
        found += [f"{name}: {one!r} stands twice" for one in set(known) if known.count(one) > 1]
    for name in ("themes", "regions", "agencies", "faq/categories", "ogp_values"):
        for row in files.read(name):
            found += _languages(f"{name}: {row['id']}", row["name"])
    found += _commitments(ids)
    for campaign in files.read("campaigns"):
        if campaign["plan"] not in ids["plans"]:
            found.append(f"campaigns: {campaign['id']}: no plan {campaign['plan']!r}")
    for template in files.read("templates"):
        where = f"templates: {template['id']}"
        found += _languages(f"{where}: name", template["name"]) + _languages(f"{where}: reason", template["reason"])
        if template["outcome"] not in set(Outcome):
            found.append(f"{where}: no outcome {template['outcome']!r}")
    return found + _faq() + _facts()


def _languages(where: str, texts: dict[str, Any]) -> list[str]:
    return [f"{where}: no {language} text" for language in Language if not str(texts.get(language) or "").strip()]


def _commitments(ids: dict[str, list[str]]) -> list[str]:
    found = []
    for row in files.read("commitments"):
        where = f"commitments: {row['id']}"
        found += _languages(f"{where}: title", row["title"]) + _languages(f"{where}: short", row["short"])
        if row["theme"] not in ids["themes"]:
            found.append(f"{where}: no theme {row['theme']!r}")
        if row["plan"] not in ids["plans"]:
            found.append(f"{where}: no plan {row['plan']!r}")
        found += [f"{where}: no agency {one!r}" for one in row["leads"] if one not in ids["agencies"]]
        found += [f"{where}: no OGP value {one!r}" for one in row["values"] if one not in files.ogp_values()]
    return found


def _faq() -> list[str]:
    topics = files.topics()
    categories = {row["id"] for row in files.read("faq/categories")}
    found = [
        f"faq: {one}: no category {about['category']!r}"
        for one, about in topics.items()
        if about["category"] not in categories
    ]
    for one, about in topics.items():
        found += [
            f"faq: {one}: related to {other!r}, which is not there" for other in about["related"] if other not in topics
        ]
    for language in Language:
        words = files.read_parts(f"faq/{language}")
        phrasings = files.read_parts(f"phrasings/{language}")
        found += [f"faq/{language}: no text for {one!r}" for one in topics if one not in words]
        found += [f"faq/{language}: {one!r} is no topic" for one in words if one not in topics]
        found += [f"phrasings/{language}: {one!r} is no topic" for one in phrasings if one not in topics]
        found += [f"phrasings/{language}: {one}: fewer than six" for one in topics if len(phrasings.get(one, ())) < 6]
        for one, said in words.items():
            found += _answer(f"faq/{language}: {one}", said)
    return found


def _answer(where: str, said: dict[str, str]) -> list[str]:
    found = []
    if len(said["title"]) > MOST_TITLE:
        found.append(f"{where}: the title has {len(said['title'])} characters; at most {MOST_TITLE}")
    if len(said["answer"]) > MOST_ANSWER:
        found.append(f"{where}: the answer has {len(said['answer'])} characters; at most {MOST_ANSWER}")
    found += [f"{where}: no fact {key!r}" for key in _FACT.findall(said["answer"]) if key not in files.fact_wordings()]
    opened: list[str] = []
    for closing, tag in _TAG.findall(said["answer"]):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            found.append(f"{where}: </{tag}> closes nothing")
    return found + [f"{where}: <{tag}> is not closed" for tag in opened]


def _facts() -> list[str]:
    found = _languages("site: news", files.site()["news"])
    for key, wording in files.fact_wordings().items():
        for part in ("filled", "empty"):
            found += _languages(f"facts: {key}: {part}", wording[part])
        found += [
            f"facts: {key}: filled/{lang} lacks {{value}}"
            for lang, said in wording["filled"].items()
            if "{value}" not in said
        ]
    return found
