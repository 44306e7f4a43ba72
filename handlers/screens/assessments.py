"""Screens of "Is it true?"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.reports import VERDICTS, AskIfTrue, OpenReport
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Assessment, Verdict

Names = Mapping[str, Mapping[str, str]]  # region id → language → name
NOWHERE = "-"


@dataclass(frozen=True)
class Judge(Payload):
    """The answer."""

    prefix: ClassVar[str] = "ju"
    report: int
    verdict: Verdict


@dataclass(frozen=True)
class AskPlace(Payload):
    """Choose the region."""

    prefix: ClassVar[str] = "jr"
    report: int


@dataclass(frozen=True)
class Place(Payload):
    """From where the person sees it."""

    prefix: ClassVar[str] = "jp"
    report: int
    region: str


@dataclass(frozen=True)
class AddWords(Payload):
    """A comment or a photo comes next."""

    prefix: ClassVar[str] = "jc"
    report: int


def question(report_id: int, title: str, own: Assessment | None, t: Translator) -> Screen:
    """The question, with four answers. One tap is enough."""
    said = [
        t("<b>Is it true?</b>"),
        t("Report: {title}", title=title),
        t("What can you see of it yourself? Your answer is counted without your name; you can change it any time."),
    ]
    if own is not None:
        said.append(t("Your answer so far: {answer}", answer=t.plain(VERDICTS[own.verdict])))
    answers = [Button(t.plain(label), Judge(report_id, verdict)) for verdict, label in VERDICTS.items()]
    return Screen(lines(*said), column([*answers, Button(t.plain("Back to the report"), OpenReport(report_id))]))


def kept(own: Assessment, names: Names, minimum: int, t: Translator, *, note: Markup | None = None) -> Screen:
    """What was answered, and what one may add."""
    region = str(t.pick(names[own.region_id])) if own.region_id and own.region_id in names else "—"
    facts = [
        t("<b>Your answer:</b> {answer}", answer=t.plain(VERDICTS[own.verdict])),
        t("<b>Region:</b> {region}", region=region),
        t("<b>Comment:</b> {comment}", comment=shortened(own.comment, 300) if own.comment else "—"),
        t("<b>Photo:</b> {photo}", photo=t.plain("attached") if own.photo_id else "—"),
    ]
    explained = t.plural(
        "Everybody sees the count once there is {n} answer. Comments and photos are for the Secretariat only.",
        "Everybody sees the count once there are {n} answers. Comments and photos are for the Secretariat only.",
        minimum,
    )
    buttons = [
        Button(t.plain("Change my answer"), AskIfTrue(own.report_id)),
        Button(t.plain("Say which region"), AskPlace(own.report_id)),
        Button(t.plain("Add a comment or photo"), AddWords(own.report_id)),
        Button(t.plain("Back to the report"), OpenReport(own.report_id)),
    ]
    return Screen(lines(note, Markup("\n").join(facts), explained), column(buttons))


def places(report_id: int, names: Names, t: Translator) -> Screen:
    """All regions."""
    buttons = [Button(str(t.pick(name)), Place(report_id, id_)) for id_, name in names.items()]
    buttons.append(Button(t.plain("I would rather not say"), Place(report_id, NOWHERE)))
    return Screen(t("From which region do you see it?"), column(buttons))


def ask_words(report_id: int, t: Translator, *, note: Markup | None = None) -> Screen:
    """The chat waits for a comment or a photo."""
    text = t(
        "Write your comment in one message (up to 1000 characters), or send a photo. Only the Secretariat sees it. "
        "Please do not name private persons."
    )
    return Screen(lines(note, text), ((Button(t.plain("Back to the report"), OpenReport(report_id)),),))
