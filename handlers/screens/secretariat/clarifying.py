"""Asking an author to clarify: which fields, and what is unclear."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.forms.table import Field
from handlers.screens.screen import Button, Screen, column
from handlers.screens.secretariat.desk import OpenTask
from locales.translator import OWN_NAMES, Translator
from models import Initiative
from services.clarifications import FIELDS
from services.tasks import Thing


@dataclass(frozen=True)
class Clarify(Payload):
    """Choose the fields; ``mask`` has a bit for each field of ``services.clarifications.FIELDS`` chosen so far."""

    prefix: ClassVar[str] = "kf"
    id: int
    mask: int


@dataclass(frozen=True)
class DescribeUnclear(Payload):
    """The fields are chosen: now what is unclear."""

    prefix: ClassVar[str] = "kd"
    id: int
    mask: int


@dataclass(frozen=True)
class AskAuthor(Payload):
    """Ask without a remark."""

    prefix: ClassVar[str] = "ks"
    id: int
    mask: int


EVERY = (1 << len(FIELDS)) - 1


def chosen(mask: int) -> list[str]:
    """The fields of a mask; bits that mean nothing are left out."""
    return [name for bit, name in enumerate(FIELDS) if mask >> bit & 1]


def choose(one: Initiative, mask: int, fields: Sequence[Field], t: Translator) -> Screen:
    """Each field can be ticked; the tick is said in words too."""
    labels = {field.name: t.plain(field.label) for field in fields}
    buttons = []
    for bit, name in enumerate(FIELDS):
        is_chosen = mask >> bit & 1
        label = t.plain("✓ chosen: {field}", field=labels[name]) if is_chosen else labels[name]
        buttons.append(Button(label, Clarify(one.id, mask ^ 1 << bit)))
    if mask:
        buttons.append(Button(t.plain("Next"), DescribeUnclear(one.id, mask)))
    buttons.append(Button(t.plain("Back to the card"), OpenTask(Thing.INITIATIVE, one.id)))
    said = t(
        "Which fields of {number} should the author clarify? The author will be asked about these only.",
        number=one.number,
    )
    return Screen(said, column(buttons))


def describe(one: Initiative, mask: int, t: Translator) -> Screen:
    """What is unclear, in the author's language."""
    said = t(
        "What is unclear in {number}? Type it in the author’s language: {language}. Up to 1000 characters.",
        number=one.number,
        language=OWN_NAMES[one.lang],
    )
    return Screen(
        said,
        column(
            [
                Button(t.plain("Ask without a remark"), AskAuthor(one.id, mask)),
                Button(t.plain("Back"), Clarify(one.id, mask)),
            ]
        ),
    )
