"""An initiative as staff see it: the card and what can be done from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Field
from handlers.screens import initiatives as public
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.secretariat.clarifying import Clarify
from handlers.screens.secretariat.deciding import Decide, OpenDecision
from handlers.screens.secretariat.desk import OpenTask, task_rows
from handlers.screens.secretariat.words import OUTCOMES, Colleagues, colleague, desk_rows
from handlers.screens.texts import shortened, telegram_length
from locales.translator import OWN_NAMES, Translator
from models import Initiative, InitiativeState
from services.reviews import Review
from services.tasks import Thing

_ROOM = 3800  # characters of one message, with room for the frame
_MOST_NOTES = 5
_GONE = frozenset({InitiativeState.WITHDRAWN, InitiativeState.MERGED, InitiativeState.REJECTED})


@dataclass(frozen=True)
class PublishInitiative(Payload):
    """Publish for support; ``sure`` after the question about the languages."""

    prefix: ClassVar[str] = "rp"
    id: int
    sure: int


@dataclass(frozen=True)
class UnpublishInitiative(Payload):
    """Take it off the public list."""

    prefix: ClassVar[str] = "ru"
    id: int


@dataclass(frozen=True)
class ShowContact(Payload):
    """The author's name and contact, in the officer's own chat only."""

    prefix: ClassVar[str] = "rc"
    id: int


@dataclass(frozen=True)
class ReadInitiative(Payload):
    """The whole text and the files."""

    prefix: ClassVar[str] = "rr"
    id: int


@dataclass(frozen=True)
class WriteNote(Payload):
    """Write a note among staff."""

    prefix: ClassVar[str] = "rn"
    thing: Thing
    id: int


@dataclass(frozen=True)
class Merge(Payload):
    """Merge: into which one?"""

    prefix: ClassVar[str] = "rm"
    id: int


@dataclass(frozen=True)
class MergeInto(Payload):
    """Merge into this one; ``sure`` after the question."""

    prefix: ClassVar[str] = "ri"
    id: int
    into: int
    sure: int


def card(
    review: Review,
    fields: Iterable[Field],
    names: public.Names,
    known: Colleagues,
    me: int,
    t: Translator,
    note: Markup | None = None,
) -> Screen:
    """Everything of an initiative but its author's name and contact, which are shown by an act of their own."""
    one = review.initiative
    fields = list(fields)
    labels = {field.name: t.plain(field.label) for field in fields}
    shown = [field for field in fields if field.name not in {"name", "contact"}]
    text = lines(
        note,
        t(
            "<b>{number}</b> · {state} · {publicity}",
            number=one.number,
            state=_state(one, t),
            publicity=_public(one, t),
        ),
        public.summary(one, shown, names, t),
        _standing(review, known, t),
        _similar(review, t),
        _history(review, labels, t),
        _notes(review, known, t),
    )
    if telegram_length(text) > _ROOM:
        short = [field for field in shown if field.name in {"title", "theme", "region", "files"}]
        text = lines(
            note,
            t("<b>{number}</b> · {state}", number=one.number, state=_state(one, t)),
            public.summary(one, short, names, t),
            _standing(review, known, t),
            _similar(review, t),
            _history(review, labels, t),
        )
    return Screen(text, _rows(review, me, t))


def _state(one: Initiative, t: Translator) -> str:
    return t.plain(public.STATES[one.state])


def _public(one: Initiative, t: Translator) -> str:
    return t.plain("published") if one.published_at else t.plain("not published")


def _standing(review: Review, known: Colleagues, t: Translator) -> Markup:
    one = review.initiative
    said = [t("Assigned to: {whose}", whose=colleague(one.assignee_id, known, t))]
    if one.published_at:
        said.append(t("Supporters: {n}", n=review.supporters))
    if review.merged_into:
        said.append(t("Merged into {number}", number=review.merged_into))
    if review.published is not None:
        said.append(t("Decision: {outcome}, published", outcome=t.plain(OUTCOMES[review.published.outcome])))
    if review.written is not None:
        outcome = t.plain(OUTCOMES[review.written.outcome])
        said.append(t("<b>Decision: {outcome}, not published yet</b>", outcome=outcome))
    return Markup("\n").join(said)


def _similar(review: Review, t: Translator) -> Markup | None:
    if not review.similar:
        return None
    found = [
        t(
            "{number}, {state}: {title}",
            number=one.number,
            state=_state(one, t),
            title=shortened(one.text.title or "", 80),
        )
        for one in review.similar
    ]
    return lines(t("<b>Likely duplicates</b>"), Markup("\n").join(found))


def _history(review: Review, labels: Mapping[str, str], t: Translator) -> Markup:
    steps = [
        t("{day}: {state}", day=t.moment(event.at), state=t.plain(public.STATES[event.state]))
        for event in review.initiative.events
    ]
    for asked in review.clarifications:
        changed = ", ".join(
            labels.get(each.field, each.field)
            for each in asked.answers
            if each.value is not None and each.value != each.before
        )
        if asked.answered_at is not None:
            steps.append(
                t("{day}: the author has clarified ({fields})", day=t.moment(asked.answered_at), fields=changed or "—")
            )
    return lines(t("<b>History</b>"), Markup("\n").join(steps))


def _notes(review: Review, known: Colleagues, t: Translator) -> Markup | None:
    if not review.notes:
        return None
    said = [
        t("{who}: {text}", who=colleague(note.author_id, known, t), text=shortened(note.text, 200))
        for note in review.notes[-_MOST_NOTES:]
    ]
    return lines(t("<b>Internal notes</b>"), Markup("\n").join(said))


def _rows(review: Review, me: int, t: Translator) -> Rows:
    one = review.initiative
    rows: Rows = ()
    if one.is_undecided:
        rows = task_rows(Thing.INITIATIVE, one.id, one.assignee_id, me, t)
    buttons = [Button(t.plain("Read in full, with the files"), ReadInitiative(one.id))]
    buttons += [
        Button(t.plain("Look at {number}", number=other.number), OpenTask(Thing.INITIATIVE, other.id))
        for other in review.similar
    ]
    if one.state in {InitiativeState.SUBMITTED, InitiativeState.UNDER_REVIEW}:
        buttons.append(Button(t.plain("Ask the author to clarify"), Clarify(one.id, 0)))
    if one.published_at is not None:
        buttons.append(Button(t.plain("Remove from the public list"), UnpublishInitiative(one.id)))
    elif one.state not in _GONE:
        buttons.append(Button(t.plain("Publish for support"), PublishInitiative(one.id, 0)))
    if review.written is not None:
        buttons.append(Button(t.plain("The written decision"), OpenDecision(review.written.id)))
    elif one.state in {InitiativeState.SUBMITTED, InitiativeState.UNDER_REVIEW, InitiativeState.ACCEPTED}:
        buttons.append(Button(t.plain("Decide"), Decide(one.id)))
    if one.is_undecided:
        buttons.append(Button(t.plain("Merge with a similar one"), Merge(one.id)))
    buttons.append(Button(t.plain("Write a note"), WriteNote(Thing.INITIATIVE, one.id)))
    if one.name or one.contact:
        buttons.append(Button(t.plain("Show name and contact"), ShowContact(one.id)))
    return (*rows, *column(buttons), *desk_rows(t))


def back_row(initiative_id: int, t: Translator) -> Rows:
    return ((Button(t.plain("Back to the card"), OpenTask(Thing.INITIATIVE, initiative_id)),),)


def contact(one: Initiative, t: Translator) -> Screen:
    """Name and contact: in the officer's own private chat; the look is noted."""
    said = t(
        "<b>{number}</b>\nName: {name}\nContact: {contact}\n\nFor this initiative only. The audit trail records that "
        "you looked.",
        number=one.number,
        name=one.name or "—",
        contact=one.contact or "—",
    )
    return Screen(said, back_row(one.id, t))


def confirm_publishing(one: Initiative, lacking: Iterable[str], t: Translator) -> Screen:
    """The text exists in some languages only: staff say that they know."""
    return Screen(
        t(
            "{number} has no text in: {languages}. People who read these languages will see it in the author’s. "
            "Publish it like this?",
            number=one.number,
            languages=", ".join(OWN_NAMES[lang] for lang in lacking),
        ),
        (*column([Button(t.plain("Yes, publish"), PublishInitiative(one.id, 1))]), *back_row(one.id, t)),
    )


def merging(review: Review, t: Translator) -> Screen:
    """Into which one: the similar ones as buttons, any other by its number."""
    one = review.initiative
    buttons = [
        Button(f"{other.number}: {shortened(other.text.title or '', 30)}", MergeInto(one.id, other.id, 0))
        for other in review.similar
    ]
    said = t(
        "Merge {number} into which one? Choose below, or type its number, for example KG-2026-00017.",
        number=one.number,
    )
    return Screen(said, (*column(buttons), *back_row(one.id, t)))


def confirm_merging(one: Initiative, survivor: Initiative, t: Translator) -> Screen:
    """Merging cannot be undone, so it is asked once more."""
    return Screen(
        t(
            "Merge {number} “{title}” into {other} “{other_title}”? Its author and supporters will be told and will "
            "support {other} from then on. This cannot be undone.",
            number=one.number,
            title=one.text.title,
            other=survivor.number,
            other_title=survivor.text.title,
        ),
        (*column([Button(t.plain("Yes, merge"), MergeInto(one.id, survivor.id, 1))]), *back_row(one.id, t)),
    )


def ask_note(number: str, thing: Thing, thing_id: int, t: Translator) -> Screen:
    """Notes stay among staff."""
    back = Button(t.plain("Back to the card"), OpenTask(thing, thing_id))
    return Screen(t("Type a note on {number}. Only staff see it.", number=number), ((back,),))
