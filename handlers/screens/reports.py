"""Screens of the published reports: the list, the card, the timeline under a commitment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.commitments import ALL, STATUSES, OpenCommitment, title
from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.sharing import Share
from handlers.screens.start import menu_rows
from handlers.screens.texts import pages, shortened
from locales.translator import OWN_NAMES, Translator, msg
from models import Commitment, Report, ReportText, Verdict
from services.assessments import Tally
from services.commitments import by_language
from services.timelines import Event, Silence

PER_PAGE = 6
ON_A_CARD, EVENTS_ON_A_CARD = 5, 3
_DONE, _OBSTACLES = 1400, 600  # characters of a card; the rest is under "Read in full"
Names = Mapping[str, Mapping[str, str]]  # agency id → language → name

VERDICTS = {
    Verdict.DONE: msg("It is done"),
    Verdict.PARTLY: msg("It is partly done"),
    Verdict.NOT_DONE: msg("It is not done"),
    Verdict.UNKNOWN: msg("I do not know"),
}


@dataclass(frozen=True)
class OpenReports(Payload):
    """A page of the reports, perhaps of one commitment."""

    prefix: ClassVar[str] = "rl"
    page: int
    commitment: str = ALL


@dataclass(frozen=True)
class OpenReport(Payload):
    prefix: ClassVar[str] = "rpo"
    id: int


@dataclass(frozen=True)
class ReadReport(Payload):
    """The whole text, as messages of its own."""

    prefix: ClassVar[str] = "rpr"
    id: int


@dataclass(frozen=True)
class ShowEvidence(Payload):
    """The link and the files that the agency gave."""

    prefix: ClassVar[str] = "re"
    id: int


@dataclass(frozen=True)
class AskIfTrue(Payload):
    """ "Is it true?" under a report."""

    prefix: ClassVar[str] = "rpt"
    report: int


# --- words ---------------------------------------------------------------------------------------------------


def period_words(first: date | None, last: date | None, t: Translator) -> str:
    """A quarter or a year by its name, any other period by its days; empty when none is stated."""
    if first is None or last is None:
        return t.day(first or last) if first or last else ""  # type: ignore[arg-type]  # one of them is there
    months = (first.month, last.month)
    is_whole = first.day == 1 and first.year == last.year and last.day == (31 if last.month in {3, 12} else 30)
    if is_whole and months == (1, 12):
        return t.plain("year {year}", year=first.year)
    if is_whole and months[1] - months[0] == 2 and months[1] % 3 == 0:
        return t.plain("quarter {n} of {year}", n=months[1] // 3, year=first.year)
    return f"{t.day(first)} – {t.day(last)}"


def status_words(report: Report, t: Translator) -> str:
    """The agency's status; with the one before it when it changed. Empty when the report states none."""
    if report.status is None:
        return ""
    if report.status_before is None or report.status_before is report.status:
        return t.plain(STATUSES[report.status])
    return f"{t.plain(STATUSES[report.status_before])} → {t.plain(STATUSES[report.status])}"


def words_of(report: Report, t: Translator) -> ReportText:
    """The words in the reader's language, or in the nearest one there is."""
    text: ReportText = t.pick({text.lang.value: text for text in report.texts})
    return text


def language_note(text: ReportText, t: Translator) -> Markup | None:
    if text.lang.value == t.language:
        return None
    return t("<i>The report has not been translated. It is written in: {language}</i>", language=OWN_NAMES[text.lang])


def who(report: Report, names: Names, t: Translator) -> str:
    return str(t.pick(names[report.agency_id])) if report.agency_id and report.agency_id in names else ""


def day_of(report: Report, t: Translator) -> str:
    day = report.reported_on or report.published_at or report.received_at
    return t.day(day)


def view_words(tally: Tally, t: Translator) -> Markup:
    """What people say beside what the agency says, with the count."""
    head = t.plural("<b>Citizens’ view</b> ({n} answer)", "<b>Citizens’ view</b> ({n} answers)", tally.total)
    said = [
        Markup("{}: {}").format(t(label), tally.counts[verdict])
        for verdict, label in VERDICTS.items()
        if tally.counts[verdict]
    ]
    return Markup("\n").join([head, *said])


# --- screens -------------------------------------------------------------------------------------------------


def card(report: Report, commitment: Commitment, names: Names, tally: Tally | None, t: Translator) -> Screen:
    """One published report: what, who, when, how far, and what people say. ``names`` are the agencies'."""
    text = words_of(report, t)
    said = [Markup("<b>{}</b>").format(t("Report: {title}", title=title(commitment, t)))]
    if text.title:
        said.append(Markup("<i>{}</i>").format(text.title))
    facts = [
        (msg("Reported by"), who(report, names, t)),
        (msg("Period"), period_words(report.period_from, report.period_to, t)),
        (msg("Date"), day_of(report, t)),
        (msg("Status by the agency"), status_words(report, t)),
    ]
    said.append(Markup("\n").join(Markup("<b>{}:</b> {}").format(t(label), value) for label, value in facts if value))
    said.append(Markup("<b>{}</b>\n{}").format(t("What was done"), shortened(text.done, _DONE)))
    if text.obstacles:
        said.append(Markup("<b>{}</b>\n{}").format(t("Obstacles"), shortened(text.obstacles, _OBSTACLES)))
    said += [note for note in (language_note(text, t), view_words(tally, t) if tally else None) if note]
    return Screen(lines(*said), (*column(_card_buttons(report, text, commitment, t)), *menu_rows(t)))


def _card_buttons(report: Report, text: ReportText, commitment: Commitment, t: Translator) -> list[Button]:
    buttons = [Button(t.plain("Is it true?"), AskIfTrue(report.id))]
    if len(text.done) > _DONE or len(text.obstacles or "") > _OBSTACLES:
        buttons.append(Button(t.plain("Read in full"), ReadReport(report.id)))
    if report.evidence_url or report.files:
        buttons.append(Button(t.plain("Evidence"), ShowEvidence(report.id)))
    buttons.append(Button(t.plain("The commitment"), OpenCommitment(commitment.id)))
    buttons.append(Button(t.plain("Link and QR code"), Share("r", str(report.id))))
    buttons.append(Button(t.plain("All reports"), OpenReports(0)))
    return buttons


def in_full(report: Report, t: Translator) -> list[Screen]:
    """The whole words, as many messages as it takes."""
    text = words_of(report, t)
    said = [f"{t.plain('What was done')}\n{text.done}"]
    if text.obstacles:
        said.append(f"{t.plain('Obstacles')}\n{text.obstacles}")
    return [Screen(page) for page in pages("\n\n".join(said))]


def evidence(report: Report, t: Translator) -> list[Screen]:
    """The link, then each file. The link is text: Telegram refuses a whole message for one odd link on a button."""
    found = []
    if report.evidence_url:
        found.append(Screen(t("Evidence: {link}", link=report.evidence_url)))
    found += [
        Screen(
            t("Evidence, file {n}", n=each.position),
            attached=Attached(each.file.kind.value, each.file.name or "", telegram_file_id=each.file.telegram_file_id),
        )
        for each in report.files
    ]
    return found


def listing(
    found: Sequence[Report],
    total: int,
    press: OpenReports,
    titles: Mapping[str, str],
    t: Translator,
) -> Screen:
    """A page of reports, the newest first. ``titles``: commitment id → short title."""
    head = [t("<b>Reports of the agencies</b>")]
    if press.commitment != ALL:
        head.append(Markup("{}").format(titles.get(press.commitment, press.commitment)))
    if not found:
        head.append(t("No report has been published yet. Subscribe to a commitment to hear of the first one."))
    head += [_line(one, titles, t) for one in found]
    buttons = [
        Button(f"{day_of(one, t)} · {shortened(titles.get(one.commitment_id or '', ''), 40)}", OpenReport(one.id))
        for one in found
    ]
    steps = []
    if press.page > 0:
        steps.append(Button(t.plain("Previous page"), OpenReports(press.page - 1, press.commitment)))
    if (press.page + 1) * PER_PAGE < total:
        steps.append(Button(t.plain("Next page"), OpenReports(press.page + 1, press.commitment)))
    rows = [*column(buttons), *([tuple(steps)] if steps else [])]
    if press.commitment != ALL:
        rows.append((Button(t.plain("The commitment"), OpenCommitment(press.commitment)),))
        rows.append((Button(t.plain("All reports"), OpenReports(0)),))
    return Screen(lines(*head), (*rows, *menu_rows(t)))


def _line(report: Report, titles: Mapping[str, str], t: Translator) -> Markup:
    said = [day_of(report, t), titles.get(report.commitment_id or "", ""), status_words(report, t)]
    text = words_of(report, t)
    beginning = shortened(text.title or text.done, 140)
    return Markup("<b>{}</b>\n{}").format(" · ".join(part for part in said if part), beginning)


def timeline(
    commitment_id: str,
    found: Sequence[Report],
    total: int,
    tally: Tally | None,
    names: Names,
    t: Translator,
    overdue: Sequence[date] = (),
    events: Sequence[Event] = (),
) -> Screen:
    """What happened to a commitment, the newest first: reports with the change of status that each brought, statuses
    that the Secretariat set, silences, and the citizens' view of the latest report. ``overdue``: the days by which a
    report was due that still has not come."""
    late = [t("⏰ <b>Overdue:</b> the report due on {day} has not come.", day=t.day(day)) for day in overdue]
    shown = [(one.published_at or one.received_at, _entry(one, names, t)) for one in found[:ON_A_CARD]]
    shown += [(one.at, _event(one, t)) for one in events if not (isinstance(one, Silence) and one.due_on in overdue)]
    entries = [said for _, said in sorted(shown, key=lambda entry: entry[0], reverse=True)]
    head = [t("<b>Timeline</b>")] if entries else []
    if not found:
        none = t("<b>Latest reports:</b> none yet. Subscribe to hear when the agency reports.")
        return Screen(lines(*head, *late, *entries, none))
    said = [*head, *late, *entries]
    if tally is not None:
        said.append(view_words(tally, t))
    newest = Button(t.plain("Open the latest report"), OpenReport(found[0].id))
    every = Button(t.plain_plural("All its reports: {n}", "All its reports: {n}", total), OpenReports(0, commitment_id))
    return Screen(lines(*said), column([newest, every] if total > 1 else [newest]))


def _event(event: Event, t: Translator) -> Markup:
    if isinstance(event, Silence):
        return t(
            "{day}: ⏰ the report had not come in time. It was due on {due}.",
            day=t.day(event.at),
            due=t.day(event.due_on),
        )
    status = t.plain(STATUSES[event.status]) if event.status else t.plain("not stated yet")
    return t("{day}: the Secretariat set the status: {status}", day=t.day(event.at), status=status)


def _entry(report: Report, names: Names, t: Translator) -> Markup:
    said = [t.plain("report"), who(report, names, t), period_words(report.period_from, report.period_to, t)]
    head = Markup("{}: {}").format(day_of(report, t), ", ".join(part for part in said if part))
    status = status_words(report, t)
    return Markup("{}\n{}").format(head, t("Status: {status}", status=status)) if status else head


def short_titles(every: Sequence[Commitment], t: Translator) -> dict[str, str]:
    """Commitment id → its short title."""
    return {one.id: str(t.pick(by_language(one.texts, "short"))) for one in every}
