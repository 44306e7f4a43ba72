"""Screens of the Secretariat's work on reports: what waits, the decision, what citizens answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.commitments import STATUSES
from handlers.screens.report_form import STATES
from handlers.screens.reports import evidence, period_words
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.start import menu_rows
from handlers.screens.texts import pages, shortened
from locales.translator import OWN_NAMES, Translator
from models import Language, Report, ReportState
from services import reports
from services.sources.incoming import IncomingReport

PER_PAGE = 5
_SHORT = 1200
Titles = Mapping[str, str]  # commitment id → "4. Short title"
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class OpenWaiting(Payload):
    """The list of what waits."""

    prefix: ClassVar[str] = "pq"


@dataclass(frozen=True)
class OpenForDecision(Payload):
    """A report that waits, with the buttons of a decision."""

    prefix: ClassVar[str] = "pk"
    id: int


@dataclass(frozen=True)
class Approve(Payload):
    """Publish, on this commitment."""

    prefix: ClassVar[str] = "pa"
    id: int
    commitment: str


@dataclass(frozen=True)
class ChooseCommitment(Payload):
    prefix: ClassVar[str] = "pc"
    id: int


@dataclass(frozen=True)
class Reject(Payload):
    """A reason comes next."""

    prefix: ClassVar[str] = "pj"
    id: int


@dataclass(frozen=True)
class Translate(Payload):
    """The text in the missing language comes next."""

    prefix: ClassVar[str] = "pt"
    id: int
    lang: Language


@dataclass(frozen=True)
class TranslateObstacles(Payload):
    """What stood in the way, in a language that staff have added, comes next."""

    prefix: ClassVar[str] = "pb"
    id: int
    lang: Language


@dataclass(frozen=True)
class OpenPublished(Payload):
    """What is published, the newest first."""

    prefix: ClassVar[str] = "pl"
    page: int


@dataclass(frozen=True)
class TakeDown(Payload):
    """Take a published report out of sight; ``sure``: it was asked whether."""

    prefix: ClassVar[str] = "pd"
    id: int
    sure: int


@dataclass(frozen=True)
class ShowAll(Payload):
    """The whole text, the link and the files, before anything is public."""

    prefix: ClassVar[str] = "pe"
    id: int


@dataclass(frozen=True)
class OpenAnswers(Payload):
    """What citizens answered, the latest first."""

    prefix: ClassVar[str] = "pn"
    page: int


def waiting(found: Sequence[Report], titles: Titles, names: Names, t: Translator) -> Screen:
    """What waits, the oldest first."""
    said = [t("<b>Reports to approve</b>")]
    if not found:
        said.append(t("No report is waiting."))
    buttons = [
        Button(shortened(f"{t.day(one.waits_since)} · {_about(one, titles, names, t)}", 60), OpenForDecision(one.id))
        for one in found
    ]
    buttons.append(Button(t.plain("Published reports"), OpenPublished(0)))
    buttons.append(Button(t.plain("What citizens answered"), OpenAnswers(0)))
    return Screen(lines(*said), (*column(buttons), *menu_rows(t)))


def published(found: Sequence[Report], page: int, more: bool, titles: Titles, t: Translator) -> Screen:
    """A page of what is published; of each, the languages that it lacks."""
    said = [t("<b>Published reports</b>")]
    if not found:
        said.append(t("None yet."))
    buttons = []
    for number, one in enumerate(found, page * PER_PAGE + 1):
        title = titles.get(one.commitment_id or "", one.external_id)
        line = Markup("{}. {} · {}").format(number, t.day(one.published_at or one.received_at), title)
        if lacking := ", ".join(OWN_NAMES[lang] for lang in reports.missing_languages(one)):
            line = Markup("\n").join([line, t("No text in: {languages}", languages=lacking)])
        said.append(line)
        buttons.append(Button(shortened(f"{number}. {title}", 60), OpenForDecision(one.id)))
    steps = [Button(t.plain("Previous page"), OpenPublished(page - 1))] if page else []
    steps += [Button(t.plain("Next page"), OpenPublished(page + 1))] if more else []
    rows = (*column(buttons), *([tuple(steps)] if steps else []))
    return Screen(lines(*said), (*rows, (Button(t.plain("Back to the list"), OpenWaiting()),), *menu_rows(t)))


def ask_to_take_down(report_id: int, title: str, t: Translator) -> Screen:
    """Before a published report is taken out of sight."""
    text = t(
        "Withdraw this report from publication?\n{title}\n\nPeople will no longer see it, and the commitment’s status "
        "follows its other reports.",
        title=title,
    )
    buttons = [
        Button(t.plain("Yes, withdraw it"), TakeDown(report_id, 1)),
        Button(t.plain("Back to the report"), OpenForDecision(report_id)),
    ]
    return Screen(text, column(buttons))


def _about(report: Report, titles: Titles, names: Names, t: Translator) -> str:
    known = report.commitment_id or report.suggested_commitment_id
    if known:
        return titles[known]
    return str(t.pick(names[report.agency_id])) if report.agency_id else report.external_id


def decision(report: Report, titles: Titles, names: Names, t: Translator) -> Screen:
    """The report as it would be published, and what can be decided."""
    said: list[Markup | None] = [Markup("<b>{}</b>").format(_kind(report, t))]
    commitment = report.commitment_id or report.suggested_commitment_id
    label = t("Commitment") if report.commitment_id else t("Suggested commitment, please confirm")
    facts = [
        (label, titles[commitment] if commitment else t.plain("not recognised, please choose")),
        (t("Reported by"), str(t.pick(names[report.agency_id])) if report.agency_id else "—"),
        (t("Source"), report.source),
    ]
    if not reports.is_withdrawal_pending(report):
        facts += _facts(reports.proposed(report) or report, t)
    said.append(Markup("\n").join(Markup("<b>{}:</b> {}").format(name, value) for name, value in facts))
    if not reports.is_withdrawal_pending(report):
        said += _texts(report, t)
    return Screen(lines(*said), (*column(_decisions(report, commitment, t)), *menu_rows(t)))


def _kind(report: Report, t: Translator) -> str:
    if reports.is_withdrawal_pending(report):
        return t.plain("The source has taken this published report back")
    if report.pending is not None:
        return t.plain("A change of a published report")
    if report.state is ReportState.RECEIVED:
        return t.plain("A new report")
    return t.plain("Report: {state}", state=t.plain(STATES[report.state]))


def _facts(said: Report | IncomingReport, t: Translator) -> list[tuple[Markup, str]]:
    status = t.plain(STATUSES[said.status]) if said.status else "—"
    period = period_words(said.period_from, said.period_to, t) or "—"
    return [(t("Period"), period), (t("Status by the agency"), status), (t("Link"), said.evidence_url or "—")]


def _texts(report: Report, t: Translator) -> list[Markup]:
    room = _SHORT // max(1, len(_words(report)))
    return [
        Markup("<b>{}</b>\n{}").format(OWN_NAMES[lang], shortened("\n".join(part for part in parts if part), room))
        for lang, parts in _words(report).items()
    ]


def _words(report: Report) -> dict[str, tuple[str | None, str, str | None]]:
    change = reports.proposed(report)
    if change is not None:
        return {lang.value: (one.title, one.done, one.obstacles) for lang, one in change.texts.items()}
    return {one.lang.value: (one.title, one.done, one.obstacles) for one in report.texts}


def _decisions(report: Report, commitment: str | None, t: Translator) -> list[Button]:
    is_gone = reports.is_withdrawal_pending(report)
    waits = report.state is ReportState.RECEIVED or report.pending is not None
    buttons = []
    if commitment and waits:
        label = t.plain("Withdraw it") if is_gone else t.plain("Publish")
        buttons.append(Button(label, Approve(report.id, commitment)))
    if waits and not is_gone:
        buttons.append(Button(t.plain("Choose the commitment"), ChooseCommitment(report.id)))
    if not is_gone:
        buttons.append(Button(t.plain("Read in full, with evidence"), ShowAll(report.id)))
    if report.pending is None and report.state in {ReportState.RECEIVED, ReportState.PUBLISHED}:
        buttons += _translations(report, t)
    if waits:
        buttons.append(Button(t.plain("Do not accept"), Reject(report.id)))
    elif report.state is ReportState.PUBLISHED:
        buttons.append(Button(t.plain("Withdraw from publication"), TakeDown(report.id, 0)))
        buttons.append(Button(t.plain("Published reports"), OpenPublished(0)))
    buttons.append(Button(t.plain("Back to the list"), OpenWaiting()))
    return buttons


def _translations(report: Report, t: Translator) -> list[Button]:
    texts = [
        Button(t.plain("Add the text: {language}", language=OWN_NAMES[lang]), Translate(report.id, lang))
        for lang in reports.missing_languages(report)
    ]
    obstacles = [
        Button(t.plain("Add the obstacles: {language}", language=OWN_NAMES[lang]), TranslateObstacles(report.id, lang))
        for lang in reports.missing_obstacles(report)
    ]
    return texts + obstacles


def commitments_to_choose(report_id: int, titles: Titles, t: Translator) -> Screen:
    """All commitments; one tap publishes on it."""
    buttons = [Button(title, Approve(report_id, id_)) for id_, title in titles.items()]
    buttons.append(Button(t.plain("Back to the report"), OpenForDecision(report_id)))
    return Screen(t("On which commitment shall the report be published?"), column(buttons))


def ask_reason(report_id: int, t: Translator, *, note: Markup | None = None) -> Screen:
    text = t("Why is the report not accepted? Write the reason, 5 to 1000 characters. The agency’s officers read it.")
    return Screen(lines(note, text), ((Button(t.plain("Back to the report"), OpenForDecision(report_id)),),))


def ask_text(report_id: int, lang: Language, t: Translator, *, note: Markup | None = None) -> Screen:
    text = t("Write what was done in this language: {language}. 20 to 3000 characters.", language=OWN_NAMES[lang])
    return Screen(lines(note, text), ((Button(t.plain("Back to the report"), OpenForDecision(report_id)),),))


def ask_obstacles(report_id: int, lang: Language, t: Translator, *, note: Markup | None = None) -> Screen:
    text = t(
        "Now write what stands in the way, in this language: {language}. 10 to 2000 characters.",
        language=OWN_NAMES[lang],
    )
    return Screen(lines(note, text), ((Button(t.plain("Back to the report"), OpenForDecision(report_id)),),))


def in_full(report: Report, t: Translator) -> list[Screen]:
    """Every word in every language, the link, each file."""
    found = [
        Screen(page)
        for lang, parts in _words(report).items()
        for page in pages(f"{OWN_NAMES[lang]}\n" + "\n\n".join(part for part in parts if part))
    ]
    return found + evidence((reports.proposed(report) or report).evidence_url, report.files, t)
