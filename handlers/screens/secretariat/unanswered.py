"""What people typed and got no answer to: listed in groups of much the same, the most asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.secretariat.words import ListUnanswered, OpenFaqDraft, desk_rows
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator
from models import TypedQuestion

PER_PAGE = 6
_MOST_SHOWN = 8
Group = Sequence[TypedQuestion]


@dataclass(frozen=True)
class OpenUnanswered(Payload):
    """One group: the one this question is in. ``up_to``: the latest question that the reader of the list saw; what
    came later is in no group of theirs."""

    prefix: ClassVar[str] = "ug"
    id: int
    up_to: int


@dataclass(frozen=True)
class Settle(Payload):
    """Take the group off the list."""

    prefix: ClassVar[str] = "us"
    id: int
    up_to: int


@dataclass(frozen=True)
class MakeFaqOfTyped(Payload):
    """A draft of an entry that answers the group: in which category; "-" to choose."""

    prefix: ClassVar[str] = "um"
    id: int
    up_to: int
    category: str


def listing(groups: Sequence[Group], page: int, t: Translator) -> Screen:
    """A page of groups; a page beyond the end shows the last one."""
    head = t("<b>Questions without an answer</b>")
    if not groups:
        return Screen(lines(head, t("Nothing is waiting here.")), desk_rows(t))
    last = (len(groups) - 1) // PER_PAGE
    page = min(max(page, 0), last)
    up_to = max(one.id for group in groups for one in group)
    said = [
        head,
        t("What people typed and the bot could not answer, or answered without helping. Similar ones are grouped."),
    ]
    buttons = []
    for number, group in enumerate(groups[page * PER_PAGE : (page + 1) * PER_PAGE], page * PER_PAGE + 1):
        asked = t.plural("asked {n} time", "asked {n} times", len(group))
        said.append(Markup("<b>{}.</b> {}\n{}").format(number, asked, shortened(group[0].text or "", 160)))
        buttons.append(Button(f"{number}. {shortened(group[0].text or '', 40)}", OpenUnanswered(group[0].id, up_to)))
    return Screen(lines(*said), (*column(buttons), *_steps(page, last, t), *desk_rows(t)))


def _steps(page: int, last: int, t: Translator) -> Rows:
    steps = []
    if page > 0:
        steps.append(Button(t.plain("Previous page"), ListUnanswered(page - 1)))
    if page < last:
        steps.append(Button(t.plain("Next page"), ListUnanswered(page + 1)))
    return (tuple(steps),) if steps else ()


def group(found: Group, press: OpenUnanswered, t: Translator) -> Screen:
    """One group in the words of those who asked, without their names."""
    said = [t.plural("<b>Asked {n} time</b>", "<b>Asked {n} times</b>", len(found))]
    said += [
        Markup("{}: <i>{}</i>").format(OWN_NAMES[one.lang], shortened(one.text or "", 400))
        for one in found[:_MOST_SHOWN]
    ]
    if len(found) > _MOST_SHOWN:
        said.append(t.plural("and {n} more", "and {n} more", len(found) - _MOST_SHOWN))
    said.append(
        t(
            "“Settled” takes these questions off the list and deletes them: once an entry answers them, or none is "
            "needed."
        )
    )
    buttons = [Button(t.plain("Make this an FAQ entry"), MakeFaqOfTyped(press.id, press.up_to, "-"))]
    given = sorted({one.entry_id for one in found if one.entry_id})[:3]
    buttons += [Button(t.plain("The answer that did not help: {id}", id=one), OpenFaqDraft(one)) for one in given]
    buttons.append(Button(t.plain("Settled"), Settle(press.id, press.up_to)))
    buttons.append(Button(t.plain("All questions without an answer"), ListUnanswered(0)))
    return Screen(lines(*said), (*column(buttons), *desk_rows(t)))
