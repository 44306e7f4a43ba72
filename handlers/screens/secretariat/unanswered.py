"""What people typed and got no answer to: listed in groups of much the same, the most asked first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.secretariat.phrasings import title_of
from handlers.screens.secretariat.words import ListUnanswered, OpenFaqDraft, desk_rows
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator
from models import FaqEntry, Language, TypedQuestion
from services.phrasings import LONGEST

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


@dataclass(frozen=True)
class ChooseEntry(Payload):
    """Which entry answers the group: staff's wording of it is to be added there."""

    prefix: ClassVar[str] = "ue"
    id: int
    up_to: int


@dataclass(frozen=True)
class PickEntry(Payload):
    """This one, for a wording in this language. An entry's id leaves no room for ``up_to``: which questions were seen
    is in the desk's memory."""

    prefix: ClassVar[str] = "ui"
    id: int
    lang: Language
    entry: str


@dataclass(frozen=True)
class KeepWords(Payload):
    """The words as they were typed have been read and may be kept."""

    prefix: ClassVar[str] = "uk"
    id: int


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
    said += _in_their_words(found, t)
    said.append(
        t(
            "“Settled” takes these questions off the list and deletes them: once an entry answers them, or none is "
            "needed."
        )
    )
    buttons = [
        Button(t.plain("Make this an FAQ entry"), MakeFaqOfTyped(press.id, press.up_to, "-")),
        Button(t.plain("Add to an existing entry"), ChooseEntry(press.id, press.up_to)),
    ]
    given = sorted({one.entry_id for one in found if one.entry_id})[:3]
    buttons += [Button(t.plain("The answer that did not help: {id}", id=one), OpenFaqDraft(one)) for one in given]
    buttons.append(Button(t.plain("Settled"), Settle(press.id, press.up_to)))
    buttons.append(Button(t.plain("All questions without an answer"), ListUnanswered(0)))
    return Screen(lines(*said), (*column(buttons), *desk_rows(t)))


def _in_their_words(found: Group, t: Translator, at_most: int = _MOST_SHOWN) -> list[Markup]:
    said = [
        Markup("{}: <i>{}</i>").format(OWN_NAMES[one.lang], shortened(one.text or "", 400)) for one in found[:at_most]
    ]
    if len(found) > at_most:
        said.append(t.plural("and {n} more", "and {n} more", len(found) - at_most))
    return said


def choose_entry(entries: Sequence[FaqEntry], press: ChooseEntry, lang: Language, t: Translator) -> Screen:
    """Entries that may be meant; another can be sought by typing its title."""
    said = t("Which entry answers this? If it is none of these, type words of its title.")
    if not entries:
        said = t("No entry was found. Type words of the title of the entry that answers this.")
    buttons = [Button(title_of(one, t), PickEntry(press.id, lang, one.id)) for one in entries]
    back = Button(t.plain("Back"), OpenUnanswered(press.id, press.up_to))
    return Screen(said, (*column([*buttons, back]), *desk_rows(t)))


def ask_words(found: Group, typed: TypedQuestion, entry: FaqEntry, lang: Language, up_to: int, t: Translator) -> Screen:
    """What people wrote, for staff to put into words that may be kept; taken over only where staff say so.

    The language is staff's to say: of a few words it cannot be guessed.
    """
    words = one_line(typed)
    said = [
        t("<b>How people ask: {title}</b>", title=title_of(entry, t)),
        *_in_their_words(found, t, 5),
        t(
            "These are people’s own words and may tell of somebody, so nothing is taken over by itself. Type the "
            "wording to keep, without names, numbers and addresses: one a line. The search learns from it, nobody is "
            "shown it, and this group is then taken off the list and deleted."
        ),
        t("Language of the wording: {language}", language=OWN_NAMES[lang]),
    ]
    others = tuple(Button(OWN_NAMES[one], PickEntry(typed.id, one, entry.id)) for one in Language if one != lang)
    buttons = []
    if len(words) <= LONGEST:
        said.append(t("Or keep this one as it stands: <i>{text}</i>", text=words))
        buttons.append(Button(t.plain("Nothing personal in it: keep it"), KeepWords(typed.id)))
    buttons.append(Button(t.plain("Back"), ChooseEntry(typed.id, up_to)))
    return Screen(lines(*said), (others, *column(buttons), *desk_rows(t)))


def one_line(typed: TypedQuestion) -> str:
    """A question as one line: what is shown to be kept is what is kept."""
    return " ".join((typed.text or "").split())
