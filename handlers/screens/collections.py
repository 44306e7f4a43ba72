"""What is said before the form: for which plan and until when initiatives are collected, and drafts to continue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Act, Press
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.start import OpenMenu, menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Initiative
from services.campaigns import Collection


@dataclass(frozen=True)
class NewInitiative(Payload):
    """Start another draft."""

    prefix: ClassVar[str] = "new"


@dataclass(frozen=True)
class TellMe(Payload):
    """Tell me when the next collection opens."""

    prefix: ClassVar[str] = "wait"


def collection_words(collection: Collection, t: Translator) -> Markup:
    """For which plan initiatives are collected, and until when; honest when nothing is announced."""
    if collection.campaign is None or collection.plan is None:
        return t(
            "The Secretariat has not announced the dates of a collection. You can send an initiative any time; "
            "it will be considered for the next National Action Plan."
        )
    years = f"{collection.plan.starts_on.year}–{collection.plan.ends_on.year}"
    if not collection.is_closed:
        return t(
            "Initiatives are being collected for the National Action Plan {years}. Last day: {day}.",
            years=years,
            day=t.day(collection.campaign.closes_at),
        )
    return t("Initiatives for the National Action Plan {years} are not being collected right now.", years=years)


def closed(collection: Collection, t: Translator, *, has_drafts: bool, is_waiting: bool = False) -> Screen:
    """Collection is closed: drafts stay, and the person can ask to be told when it opens."""
    said = [collection_words(collection, t)]
    if has_drafts:
        said.append(t("Your drafts are kept: /my"))
    if is_waiting:
        said.append(t("You will get a message when the next collection opens."))
        return Screen(lines(*said), menu_rows(t))
    tell = Button(t.plain("Tell me when it opens"), TellMe())
    return Screen(lines(*said), ((tell,), *menu_rows(t)))


def offer_drafts(drafts: Sequence[Initiative], collection: Collection, code: str, t: Translator) -> Screen:
    """Continue a draft, or start a new one."""
    going_on = [
        Button(
            t.plain("Continue: {title}", title=shortened(one.text.title or t.plain("untitled"), 36)),
            Press(code, Act.OPEN, PREVIEW, one.id),
        )
        for one in drafts
    ]
    text = lines(
        collection_words(collection, t),
        t.plural("You have {n} draft. Continue it?", "You have {n} drafts. Continue one of them?", len(drafts)),
    )
    more = [
        Button(t.plain("Start a new initiative"), NewInitiative()),
        Button(t.plain("Main menu"), OpenMenu()),
    ]
    return Screen(text, column([*going_on, *more]))


def introduction(collection: Collection, t: Translator) -> Markup:
    """Above the first question."""
    return lines(
        t("<b>New initiative</b>"),
        collection_words(collection, t),
        t("Three answers are enough: title, problem, proposal. Every answer is saved as a draft."),
    )
