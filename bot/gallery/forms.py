"""The form of an initiative: each question, and what happens around it."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.errors import words
from handlers.forms import Choice, Field, Kind
from handlers.initiative_fields import NOT_KNOWN
from handlers.initiatives import FORM
from handlers.screens import forms as screens
from locales.translator import OWN_NAMES, Translator
from services.errors import TextTooLong

DRAFT = samples.LARGE


def examples(t: Translator) -> Iterator[Example]:
    asked = [field for field in FORM.fields if field.in_preview]
    for field in FORM.fields:
        number = (asked.index(field) + 1, len(asked)) if field in asked else None
        choices = _choices(field, t)
        yield show(field.name, screens.question, FORM, field, DRAFT, t, number=number, choices=choices)
    problem = FORM.field("problem")
    note = words(TextTooLong(2345, 2000), t)
    yield show(
        "changed from the preview, with a note",
        screens.question,
        FORM,
        problem,
        DRAFT,
        t,
        number=None,
        note=note,
        present=samples.LONG_TEXT,
    )
    yield show("", screens.kept_as_question, FORM, "contact_consent", DRAFT, samples.LONG_TEXT, t)
    yield show("", screens.too_long, FORM, "problem", DRAFT, note, 2000, t)
    yield show("", screens.aside, FORM, "problem", DRAFT, t)
    yield show("", screens.left, FORM, DRAFT, t)
    yield show("", screens.really_discard, FORM, DRAFT, samples.LONG_TITLE, t)
    yield show("no title yet", screens.really_discard, FORM, DRAFT, None, t)


def _choices(field: Field, t: Translator) -> list[Choice]:
    if field.kind is Kind.FILES:
        return [Choice(str(samples.LARGE), "budget <2026>.pdf"), Choice(str(samples.LARGE), "x" * 90)]
    if field.name == "lang":
        return [Choice(code, name) for code, name in OWN_NAMES.items()]
    if field.name not in samples.names():
        return [Choice("agree", t.plain("I agree"))] if field.kind is Kind.CHOICE else []
    found = [Choice(id_, str(t.pick(names))) for id_, names in samples.names()[field.name].items()]
    return [*found, Choice(NOT_KNOWN, t.plain("I do not know"))]
