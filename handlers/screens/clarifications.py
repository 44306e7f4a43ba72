"""An author's screens of a clarification."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Field, Form
from handlers.screens.forms import preview_rows
from handlers.screens.initiatives import Names, OpenOwn
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.start import OpenMenu
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Clarification, Initiative
from services.clarifications import answer_of
from services.initiatives import value_of

_SHORT = 300


@dataclass(frozen=True)
class Answer(Payload):
    """Begin, or go on with, answering a request of the Secretariat."""

    prefix: ClassVar[str] = "ac"
    id: int


def answer_rows(clarification_id: int, t: Translator) -> Rows:
    return ((Button(t.plain("Answer now"), Answer(clarification_id)),),)


def request(asked: Clarification, one: Initiative, labels: Iterable[str], t: Translator) -> Markup:
    """What is asked about, and what is unclear, in staff's own words."""
    return lines(
        t(
            "The Secretariat asks you to clarify your initiative {number} “{title}”: {fields}.",
            number=one.number,
            title=one.text.title,
            fields=", ".join(labels),
        ),
        Markup("<i>{}</i>").format(asked.remark) if asked.remark else None,
    )


def introduction(asked: Clarification, one: Initiative, t: Translator) -> Markup:
    """Above the first field."""
    return lines(
        t("<b>Clarification of {number}</b>", number=one.number),
        Markup("<i>{}</i>").format(asked.remark) if asked.remark else None,
        t("Only these fields are asked. “Skip” leaves a field as it is."),
    )


def preview(
    form: Form, asked: Clarification, one: Initiative, fields: Iterable[Field], names: Names, t: Translator
) -> Screen:
    """Each field as it is and as it will be."""
    fields = list(fields)
    said = [_change(asked, one, field, names, t) for field in fields]
    head = t("<b>Your clarification of {number}</b>\nPlease check it.", number=one.number)
    return Screen(lines(head, *said), preview_rows(form, fields, asked.id, t))


def _change(asked: Clarification, one: Initiative, field: Field, names: Names, t: Translator) -> Markup:
    label = t.plain(field.label)
    if field.name == "files":
        return Markup("<b>{}:</b> {}").format(label, len(one.attachments))
    answer = answer_of(asked, field.name)
    if answer is None or answer.value is None:
        return t("<b>{field}</b>: stays as it is", field=label)
    return t(
        "<b>{field}</b>\nWas: {before}\nWill be: {after}",
        field=label,
        before=_shown(value_of(one, field.name), field.name, names, t),
        after=_shown(answer.value, field.name, names, t),
    )


def _shown(value: str | None, name: str, names: Names, t: Translator) -> str:
    if not value:
        return "—"
    return str(t.pick(names[name][value])) if name in names else shortened(value, _SHORT)


def sent(one: Initiative, t: Translator, *, is_off_list: bool) -> Screen:
    """The Secretariat goes on with the review. ``is_off_list``: changed words are read before they are public."""
    off = t("It is off the public list until the Secretariat has read what you changed. Its supporters stay.")
    return Screen(
        lines(
            t("Thank you. Your clarification of {number} is sent; it is under review again.", number=one.number),
            off if is_off_list else None,
        ),
        column([Button(t.plain("Open it"), OpenOwn(one.id)), Button(t.plain("Main menu"), OpenMenu())]),
    )


def left(clarification_id: int, t: Translator) -> Screen:
    """Later is fine."""
    return Screen(
        t("You can answer later. What you have written is kept, and the request stays open."),
        (*answer_rows(clarification_id, t), (Button(t.plain("Main menu"), OpenMenu()),)),
    )
