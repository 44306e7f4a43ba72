"""Deciding: the outcome, the commitment, the reason per language, and publication as an act of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.desk import OpenTask
from handlers.screens.secretariat.wording import ListWordings
from handlers.screens.secretariat.words import OUTCOMES, desk_rows
from handlers.screens.texts import shortened, spread
from locales.translator import OWN_NAMES, Translator
from models import Commitment, Decision, Initiative, InitiativeState, Language, Outcome, Template
from services.commitments import by_language
from services.tasks import Thing


@dataclass(frozen=True)
class Decide(Payload):
    """Which outcome?"""

    prefix: ClassVar[str] = "dd"
    id: int


@dataclass(frozen=True)
class ChooseOutcome(Payload):
    """This outcome; a reason follows."""

    prefix: ClassVar[str] = "do"
    id: int
    outcome: Outcome


@dataclass(frozen=True)
class ChooseCommitment(Payload):
    """Put it into this commitment."""

    prefix: ClassVar[str] = "dc"
    id: int
    commitment: str


@dataclass(frozen=True)
class UseTemplate(Payload):
    """Take a ready wording, in every language it has."""

    prefix: ClassVar[str] = "dm"
    id: int
    template: str


@dataclass(frozen=True)
class NoReason(Payload):
    """Decide without words; not for a refusal."""

    prefix: ClassVar[str] = "dn"
    id: int


@dataclass(frozen=True)
class OpenDecision(Payload):
    """The written decision."""

    prefix: ClassVar[str] = "dv"
    id: int


@dataclass(frozen=True)
class WriteReason(Payload):
    """Type the reason in one language."""

    prefix: ClassVar[str] = "dw"
    id: int
    lang: Language


@dataclass(frozen=True)
class PublishDecision(Payload):
    """Publish what is written; ``sure`` 2 after the question about the languages."""

    prefix: ClassVar[str] = "dp"
    id: int
    sure: int


def _back(initiative_id: int, t: Translator) -> Button:
    return Button(t.plain("Back to the card"), OpenTask(Thing.INITIATIVE, initiative_id))


def choose_outcome(one: Initiative, t: Translator) -> Screen:
    """What can follow the present state."""
    outcomes = [Outcome.IN_PLAN] if one.state is InitiativeState.ACCEPTED else list(Outcome)
    buttons = [Button(t.plain(OUTCOMES[outcome]), ChooseOutcome(one.id, outcome)) for outcome in outcomes]
    said = t(
        "What is decided on {number} “{title}”? Nobody outside learns of it before you publish it.",
        number=one.number,
        title=one.text.title,
    )
    wordings = Button(t.plain("Wordings for reasons"), ListWordings())
    return Screen(said, column([*buttons, wordings, _back(one.id, t)]))


def choose_commitment(one: Initiative, commitments: Iterable[Commitment], t: Translator) -> Screen:
    """Into which commitment."""
    buttons = [
        Button(
            f"{each.position}. {shortened(str(t.pick(by_language(each.texts, 'short'))), 55)}",
            ChooseCommitment(one.id, each.id),
        )
        for each in commitments
    ]
    said = t("Which commitment has {number} become part of? Its people will follow that commitment.", number=one.number)
    return Screen(said, column([*buttons, _back(one.id, t)]))


def ask_reason(one: Initiative, outcome: Outcome, templates: Sequence[Template], t: Translator) -> Screen:
    """The reason: a ready wording, or typed in the author's language."""
    said = t(
        "<b>{number}: {outcome}</b>\n\nGive the reason: choose a wording, or type your own in the author’s language "
        "({language}), 10 to 1500 characters.",
        number=one.number,
        outcome=t.plain(OUTCOMES[outcome]),
        language=OWN_NAMES[one.lang],
    )
    said_templates = [
        Markup("<b>{}</b>\n{}").format(
            t.pick(by_language(each.texts, "name")), shortened(str(t.pick(by_language(each.texts, "reason"))), 220)
        )
        for each in templates
    ]
    buttons = [Button(str(t.pick(by_language(each.texts, "name"))), UseTemplate(one.id, each.id)) for each in templates]
    if outcome is not Outcome.REJECTED:
        buttons.append(Button(t.plain("Without a reason"), NoReason(one.id)))
    return Screen(lines(said, *said_templates), column([*buttons, _back(one.id, t)]))


def written(decision: Decision, one: Initiative, t: Translator, note: Markup | None = None) -> Screen:
    """The written decision: its reasons, each to be changed, and publication."""
    reasons = {text.lang: text.reason for text in decision.texts}
    head = t(
        "<b>{number}: {outcome}</b>\nThe decision is written. Nobody outside sees it until it is published.",
        number=one.number,
        outcome=t.plain(OUTCOMES[decision.outcome]),
    )
    said = [
        Markup("<b>{}</b>\n{}").format(OWN_NAMES[lang], reasons.get(lang) or t.plain("no reason in this language"))
        for lang in Language
    ]
    buttons = [Button(t.plain("Publish the decision"), PublishDecision(decision.id, 0))]
    buttons += [
        Button(t.plain("Change the reason: {language}", language=OWN_NAMES[lang]), WriteReason(decision.id, lang))
        for lang in Language
    ]
    buttons += [Button(t.plain("Change the decision"), Decide(one.id)), _back(one.id, t)]
    text, before = spread([note, head, *said])
    return Screen(text, column(buttons), before)


def ask_wording(decision: Decision, lang: Language, t: Translator) -> Screen:
    """The reason in one language."""
    said = t("Type the reason in this language: {language}. 10 to 1500 characters.", language=OWN_NAMES[lang])
    return Screen(said, ((Button(t.plain("Back"), OpenDecision(decision.id)),),))


def confirm_publication(decision: Decision, one: Initiative, listeners: int, t: Translator) -> Screen:
    """Publication is for good."""
    said = t(
        "Publish the decision on {number}: {outcome}? The author and the supporters (people in all: {n}) will be told "
        "once. A published decision cannot be taken back.",
        number=one.number,
        outcome=t.plain(OUTCOMES[decision.outcome]),
        n=listeners,
    )
    yes = Button(t.plain("Yes, publish"), PublishDecision(decision.id, 1))
    return Screen(said, column([yes, Button(t.plain("Back"), OpenDecision(decision.id))]))


def confirm_languages(decision: Decision, lacking: Iterable[str], t: Translator) -> Screen:
    """The reason is not in every language: staff say that they know."""
    said = t(
        "There is no reason in: {languages}. People who read these languages will see it in another one. "
        "Publish it like this?",
        languages=", ".join(OWN_NAMES[lang] for lang in lacking),
    )
    yes = Button(t.plain("Yes, publish in the languages there are"), PublishDecision(decision.id, 2))
    return Screen(said, column([yes, Button(t.plain("Back"), OpenDecision(decision.id))]))


def published(decision: Decision, one: Initiative, t: Translator) -> Screen:
    """Done."""
    said = t(
        "The decision on {number} is published: {outcome}. The author and the supporters will be told.",
        number=one.number,
        outcome=t.plain(OUTCOMES[decision.outcome]),
    )
    return Screen(said, (*column([_back(one.id, t)]), *desk_rows(t)))
