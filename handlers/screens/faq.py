"""Screens of the frequently asked questions and of answers to what people type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup, escape

from handlers.callbacks import Payload
from handlers.screens.commitments import OpenCommitment
from handlers.screens.initiatives_public import OpenPublic
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.start import Open, menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Commitment, FaqCategory, FaqEntry, Initiative
from services.commitments import by_language
from services.faq import fill_in
from services.initiatives_public import text_for


@dataclass(frozen=True)
class OpenFaq(Payload):
    """The list of categories."""

    prefix: ClassVar[str] = "faq"


@dataclass(frozen=True)
class OpenCategory(Payload):
    prefix: ClassVar[str] = "faqc"
    id: str


@dataclass(frozen=True)
class OpenEntry(Payload):
    prefix: ClassVar[str] = "faqe"
    id: str


@dataclass(frozen=True)
class OpenOffered(Payload):
    """An entry that may answer what was typed."""

    prefix: ClassVar[str] = "faqo"
    id: str
    asked: int


@dataclass(frozen=True)
class AskThis(Payload):
    """Hand what was typed over to the Secretariat; ``asked`` says which, since older answers stay on screen."""

    prefix: ClassVar[str] = "askq"
    asked: int


@dataclass(frozen=True)
class Helped(Payload):
    """Whether an answer helped with what was asked."""

    prefix: ClassVar[str] = "hlp"
    id: str
    yes: int
    asked: int


def categories(found: Sequence[FaqCategory], t: Translator) -> Screen:
    """Categories; a question may also be typed."""
    buttons = [Button(str(t.pick(by_language(one.texts, "name"))), OpenCategory(one.id)) for one in found]
    text = t("<b>Frequently asked questions</b>\n\nChoose a category, or simply type your question.")
    return Screen(text, (*column(buttons), *menu_rows(t)))


def category(one: FaqCategory, entries: Sequence[FaqEntry], t: Translator) -> Screen:
    """The questions of a category."""
    buttons = [_open(entry, t) for entry in entries]
    back = Button(t.plain("All categories"), OpenFaq())
    return Screen(
        Markup("<b>{}</b>").format(t.pick(by_language(one.texts, "name"))),
        (*column([*buttons, back]), *menu_rows(t)),
    )


def _open(entry: FaqEntry, t: Translator, *, asked: int = 0) -> Button:
    opened = OpenOffered(entry.id, asked) if asked else OpenEntry(entry.id)
    return Button(str(t.pick(by_language(entry.texts, "title"))), opened)


def answer(
    entry: FaqEntry,
    related: Sequence[FaqEntry],
    facts: Mapping[str, str],
    t: Translator,
    *,
    asked: int = 0,
) -> Screen:
    """One answer, its facts filled in, and what goes with it; ``asked``: it answers what was typed."""
    title = t.pick(by_language(entry.texts, "title"))
    words = str(t.pick(by_language(entry.texts, "answer")))
    filled = fill_in(words, facts, language=t.language, escape=lambda value: str(escape(value)))
    said = [Markup("<b>{}</b>").format(title), Markup(filled)]  # noqa: S704 - staff's and our own HTML, checked on entry
    rows = [[_open(one, t)] for one in related]
    if asked:
        said.append(t("Was this what you wanted to know?"))
        rows.insert(
            0,
            [
                Button(t.plain("Yes, thank you"), Helped(entry.id, 1, asked)),
                Button(t.plain("No"), Helped(entry.id, 0, asked)),
            ],
        )
    rows.append([Button(t.plain("All questions"), OpenFaq())])
    return Screen(lines(*said), (*(tuple(row) for row in rows), *menu_rows(t)))


def offer(
    entries: Sequence[FaqEntry],
    named: Sequence[Commitment],
    asked: int,
    t: Translator,
    public: Sequence[Initiative] = (),
) -> Screen:
    """Several may be meant: answers, commitments that the text names, published initiatives."""
    buttons = [
        *(_open(one, t, asked=asked) for one in entries),
        *(Button(str(t.pick(by_language(one.texts, "short"))), OpenCommitment(one.id)) for one in named),
        *(
            Button(f"{one.number}: {shortened(text_for(one, t.language).title or '', 40)}", OpenPublic(one.id))
            for one in public
        ),
        Button(t.plain("None of these: ask the Secretariat"), AskThis(asked)),
    ]
    return Screen(t("Did you mean one of these?"), (*column(buttons), *menu_rows(t)))


def no_answer(text: str, asked: int, t: Translator) -> Screen:
    """Honest: nothing found, and the question can go to people."""
    said = t(
        "I have no ready answer to this: <i>{text}</i>\n\nShall I pass your question on to the Secretariat?",
        text=shortened(text, 300),
    )
    ask = Button(t.plain("Yes, ask the Secretariat"), AskThis(asked))
    return Screen(said, (*column([ask, Button(t.plain("All questions"), OpenFaq())]), *menu_rows(t)))


def with_way_back(screen: Screen, t: Translator) -> Screen:
    """For somebody who left a form long ago and now types: it is a question now, and their draft is still there."""
    note = t("Your unfinished draft is kept. What you have just typed I took as a question.")
    return Screen(lines(note, screen.text), screen.rows, screen.before, screen.attached).led_by(
        [Button(t.plain("Continue the draft"), Open("initiative"))]
    )


def small_talk(reply: str, t: Translator) -> Screen:
    """A short human reply."""
    return Screen(Markup("{}").format(reply), menu_rows(t))
