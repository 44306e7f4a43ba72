"""The ready wordings for reasons, to be edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column
from handlers.screens.secretariat.edits import edits
from handlers.screens.secretariat.words import OUTCOMES, Colleagues, desk_rows
from handlers.screens.texts import spread
from locales.translator import OWN_NAMES, Translator
from models import ContentVersion, Language, Template
from services.commitments import by_language


@dataclass(frozen=True)
class ListWordings(Payload):
    """Every wording."""

    prefix: ClassVar[str] = "wl"


@dataclass(frozen=True)
class OpenWording(Payload):
    """One wording in its languages."""

    prefix: ClassVar[str] = "wo"
    id: str


@dataclass(frozen=True)
class EditWording(Payload):
    """Type it anew in one language."""

    prefix: ClassVar[str] = "we"
    id: str
    lang: Language


def listing(templates: Sequence[Template], t: Translator) -> Screen:
    """By outcome."""
    buttons = [
        Button(
            f"{t.plain(OUTCOMES[one.outcome])}: {t.pick(by_language(one.texts, 'name'))}",
            OpenWording(one.id),
        )
        for one in templates
    ]
    return Screen(t("<b>Wordings for reasons</b>\nChoose one to read or change it."), (*column(buttons), *desk_rows(t)))


def card(
    template: Template,
    versions: Sequence[ContentVersion],
    known: Colleagues,
    t: Translator,
    note: Markup | None = None,
) -> Screen:
    """What it says in each language, and what was changed."""
    reasons = by_language(template.texts, "reason")
    head = t(
        "<b>{outcome}: {name}</b>",
        outcome=t.plain(OUTCOMES[template.outcome]),
        name=t.pick(by_language(template.texts, "name")),
    )
    said = [Markup("<b>{}</b>\n{}").format(OWN_NAMES[lang], reasons.get(lang.value, "—")) for lang in Language]
    buttons = [
        Button(t.plain("Change: {field}", field=OWN_NAMES[lang]), EditWording(template.id, lang)) for lang in Language
    ]
    buttons.append(Button(t.plain("Back"), ListWordings()))
    text, before = spread([note, head, *said, edits(versions, known, t)])
    return Screen(text, column(buttons), before)


def ask(template: Template, lang: Language, t: Translator) -> Screen:
    """The new wording in one language."""
    said = t("Type the wording in this language: {language}. 10 to 1500 characters.", language=OWN_NAMES[lang])
    return Screen(said, ((Button(t.plain("Back"), OpenWording(template.id)),),))
