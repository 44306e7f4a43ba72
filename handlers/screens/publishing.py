"""Screens of the Secretariat's work on reports: what waits, the decision, what citizens answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.commitments import STATUSES
from handlers.screens.reports import VERDICTS, period_words
from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.start import menu_rows
from handlers.screens.texts import pages, shortened
from locales.translator import OWN_NAMES, Translator, msg
from models import Assessment, Language, Report
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
class ShowAll(Payload):
    """The whole text, the link and the files, before anything is public."""

    prefix: ClassVar[str] = "pe"
    id: int


@dataclass(frozen=True)
class OpenAnswers(Payload):
    """What citizens answered, the latest first."""

    prefix: ClassVar[str] = "pn"
    page: int


@dataclass(frozen=True)
class Hide(Payload):
    """Take an answer out of the count, or put it back."""

    prefix: ClassVar[str] = "ph"
    id: int
    on: int
    page: int


@dataclass(frozen=True)
class ShowPhoto(Payload):
    prefix: ClassVar[str] = "pf"
    id: int


def waiting(found: Sequence[Report], titles: Titles, names: Names, t: Translator) -> Screen:
    """What waits, the oldest first."""
    said = [t("<b>Reports to approve</b>")]
    if not found:
        said.append(t("Nothing waits."))
    buttons = [
        Button(shortened(f"{t.day(one.received_at)} · {_about(one, titles, names, t)}", 60), OpenForDecision(one.id))
        for one in found
    ]
    buttons.append(Button(t.plain("What citizens answered"), OpenAnswers(0)))
    return Screen(lines(*said), (*column(buttons), *menu_rows(t)))


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
    return t.plain("A change of a published report") if report.pending is not None else t.plain("A new report")


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
    buttons = []
    if commitment:
        label = t.plain("Withdraw it") if is_gone else t.plain("Publish")
        buttons.append(Button(label, Approve(report.id, commitment)))
    if not is_gone:
        buttons.append(Button(t.plain("Choose the commitment"), ChooseCommitment(report.id)))
        buttons.append(Button(t.plain("Read in full, with evidence"), ShowAll(report.id)))
    if report.pending is None:
        buttons += [
            Button(t.plain("Add the text: {language}", language=OWN_NAMES[lang]), Translate(report.id, lang))
            for lang in reports.missing_languages(report)
        ]
    buttons.append(Button(t.plain("Do not accept"), Reject(report.id)))
    buttons.append(Button(t.plain("Back to the list"), OpenWaiting()))
    return buttons


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


def in_full(report: Report, t: Translator) -> list[Screen]:
    """Every word in every language, the link, each file."""
    found = [
        Screen(page)
        for lang, parts in _words(report).items()
        for page in pages(f"{OWN_NAMES[lang]}\n" + "\n\n".join(part for part in parts if part))
    ]
    link = (reports.proposed(report) or report).evidence_url
    if link:
        found.append(Screen(t("Evidence: {link}", link=link)))
    found += [
        Screen(
            t("Evidence, file {n}", n=each.position),
            attached=Attached(each.file.kind.value, each.file.name or "", telegram_file_id=each.file.telegram_file_id),
        )
        for each in report.files
    ]
    return found


def answers(found: Sequence[Assessment], more: bool, page: int, names: Names, t: Translator) -> Screen:
    """What citizens answered, without who they are."""
    said = [t("<b>What citizens answered</b>")]
    buttons = []
    for number, one in enumerate(found, page * PER_PAGE + 1):
        said.append(answer(number, one, names, t))
        if one.photo_id is not None:
            buttons.append(Button(t.plain("{n}: show the photo", n=number), ShowPhoto(one.id)))
        label = msg("{n}: hide") if one.hidden_at is None else msg("{n}: count again")
        buttons.append(Button(t.plain(label, n=number), Hide(one.id, 1 if one.hidden_at is None else 0, page)))
    if not found:
        said.append(t("Nobody has answered yet."))
    steps = [Button(t.plain("Previous page"), OpenAnswers(page - 1))] if page else []
    steps += [Button(t.plain("Next page"), OpenAnswers(page + 1))] if more else []
    rows = (*column(buttons), *([tuple(steps)] if steps else []))
    return Screen(lines(*said), (*rows, (Button(t.plain("Back to the list"), OpenWaiting()),), *menu_rows(t)))


def answer(number: int, one: Assessment, names: Names, t: Translator) -> Markup:
    """One answer, without who gave it."""
    region = str(t.pick(names[one.region_id])) if one.region_id and one.region_id in names else ""
    head = [t.plain("report {id}", id=one.report_id), t.plain(VERDICTS[one.verdict]), region]
    if one.hidden_at is not None:
        head.append(t.plain("hidden"))
    said = Markup("{}. {}").format(number, " · ".join(part for part in head if part))
    return Markup("{}\n{}").format(said, shortened(one.comment, 500)) if one.comment else said


def photo(one: Assessment, t: Translator) -> Screen:
    assert one.photo is not None
    return Screen(
        t("Photo to report {id}", id=one.report_id),
        attached=Attached(one.photo.kind.value, "", telegram_file_id=one.photo.telegram_file_id),
    )
