"""What followers, officers and the Secretariat are told without having asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.commitments import OpenCommitment, title
from handlers.screens.reports import (
    AskIfTrue,
    OpenReport,
    OpenReports,
    ShowEvidence,
    day_of,
    language_note,
    period_words,
    status_words,
    who,
    words_of,
)
from handlers.screens.screen import MOST_CHARACTERS, Button, Rows, Screen, column, lines
from handlers.screens.start import Open
from handlers.screens.texts import shortened, telegram_length
from handlers.screens.ways_out import way_out
from locales.translator import Translator, msg
from models import Commitment, Report, ReportDeadline
from services.commitments import by_language
from services.kinds import Off

_FIRST_LINES, _IN_DIGEST = 500, 140  # characters of a report's words
_MOST_IN_DIGEST = 12  # about 300 characters each: a message holds 4096, and long names take more of it
Names = Mapping[str, Mapping[str, str]]  # agency id → language → name


@dataclass(frozen=True)
class Mute(Payload):
    """Hear nothing more of this commitment."""

    prefix: ClassVar[str] = "mu"
    commitment: str


@dataclass(frozen=True)
class News:
    """A report that was published."""

    commitment: Commitment
    report: Report


@dataclass(frozen=True)
class Silence:
    """A report that is due, or overdue."""

    commitment: Commitment
    deadline: ReportDeadline


def news(
    items: Sequence[News | Silence], names: Names, today: date, t: Translator, *, for_desk: bool = False
) -> Screen:
    """One thing in full, or several as a digest by commitment; ``items`` come the newest first."""
    if len(items) > 1:
        return _digest(items, names, today, t, for_desk=for_desk)
    only = items[0]
    rows = _silence_rows(only, t) if isinstance(only, Silence) else _report_rows(only, t)
    if not for_desk:
        rows = (*rows, *_off_rows(only.commitment, t))
    if isinstance(only, Silence):
        head = Markup("<b>{}</b>").format(t("No report: {title}", title=title(only.commitment, t)))
        return Screen(lines(head, _silence(only, today, t), _body(only, names, t)), rows)
    return Screen(_report(only, names, t), rows)


def _report(one: News, names: Names, t: Translator) -> Markup:
    text = words_of(one.report, t)
    facts = [
        (msg("Reported by"), who(one.report, names, t)),
        (msg("Period"), period_words(one.report.period_from, one.report.period_to, t)),
        (msg("Date"), day_of(one.report, t)),
        (msg("Status by the agency"), status_words(one.report, t)),
    ]
    return lines(
        Markup("<b>{}</b>").format(t("New report: {title}", title=title(one.commitment, t))),
        Markup("\n").join(Markup("<b>{}:</b> {}").format(t(label), value) for label, value in facts if value),
        Markup("{}").format(shortened(text.done, _FIRST_LINES)),
        language_note(text, t),
    )


def _report_rows(one: News, t: Translator) -> Rows:
    buttons = [Button(t.plain("Open the report"), OpenReport(one.report.id))]
    if one.report.evidence_url or one.report.files:
        buttons.append(Button(t.plain("Evidence"), ShowEvidence(one.report.id)))
    return column([*buttons, Button(t.plain("Is it true?"), AskIfTrue(one.report.id))])


def _silence(one: Silence, today: date, t: Translator) -> Markup:
    late = (today - one.deadline.due_on).days
    return t("The report due on {day} has not come. Days late: {n}.", day=t.day(one.deadline.due_on), n=late)


def _body(one: Silence, names: Names, t: Translator) -> Markup | None:
    leads = ", ".join(str(t.pick(names[lead.agency_id])) for lead in one.commitment.leads)
    return t("<b>Responsible body:</b> {name}", name=leads) if leads else None


def _silence_rows(one: Silence, t: Translator) -> Rows:
    return column([Button(t.plain("The commitment"), OpenCommitment(one.commitment.id))])


def _off_rows(commitment: Commitment, t: Translator) -> Rows:
    return (*column([Button(t.plain("Mute this commitment"), Mute(commitment.id))]), *way_out(Off.SUBSCRIPTIONS, t))


def _digest(items: Sequence[News | Silence], names: Names, today: date, t: Translator, *, for_desk: bool) -> Screen:
    shown = items[:_MOST_IN_DIGEST]
    text = _digest_text(items, len(shown), names, today, t, for_desk=for_desk)
    while len(shown) > 1 and telegram_length(text) > MOST_CHARACTERS:
        shown = shown[:-1]
        text = _digest_text(items, len(shown), names, today, t, for_desk=for_desk)
    buttons = [_open(item, t) for item in shown]
    if not for_desk:
        buttons += [
            Button(t.plain("All reports"), OpenReports(0)),
            Button(t.plain("My subscriptions"), Open("subscriptions")),
        ]
    rows = () if for_desk else way_out(Off.SUBSCRIPTIONS, t)
    return Screen(text, (*column(dict.fromkeys(buttons)), *rows))


def _digest_text(
    items: Sequence[News | Silence], most: int, names: Names, today: date, t: Translator, *, for_desk: bool
) -> Markup:
    by_commitment: dict[str, list[News | Silence]] = {}
    for item in items[:most]:
        by_commitment.setdefault(item.commitment.id, []).append(item)
    head = t("<b>Reports that have not come</b>") if for_desk else t("<b>News on the commitments you follow</b>")
    said: list[Markup | None] = [head]
    for group in by_commitment.values():
        name = Markup("<b>{}. {}</b>").format(group[0].commitment.position, _short_title(group[0].commitment, t))
        said.append(Markup("\n").join([name, *(_entry(item, names, today, t) for item in group)]))
    if len(items) > most:
        more = len(items) - most
        said.append(t.plural("And {n} more: /reports", "And {n} more: /reports", more))
    return lines(*said)


def _entry(item: News | Silence, names: Names, today: date, t: Translator) -> Markup:
    if isinstance(item, Silence):
        return _silence(item, today, t)
    text = words_of(item.report, t)
    facts = [day_of(item.report, t), shortened(who(item.report, names, t), 90), status_words(item.report, t)]
    note = language_note(text, t)
    said = [Markup("{}").format(" · ".join(fact for fact in facts if fact))]
    said.append(Markup("{}").format(shortened(text.title or text.done, _IN_DIGEST)))
    return Markup("\n").join([*said, note] if note else said)


def _open(item: News | Silence, t: Translator) -> Button:
    name = shortened(_short_title(item.commitment, t), 40)
    if isinstance(item, Silence):
        return Button(f"{item.commitment.position}. {name}", OpenCommitment(item.commitment.id))
    return Button(f"{day_of(item.report, t)} · {name}", OpenReport(item.report.id))


def due(items: Sequence[Silence], t: Translator) -> Screen:
    """For officers: which reports of their body are due, and how to send one."""
    said: list[Markup | None] = [t("<b>A report is due</b>")]
    said += [
        Markup("<b>{}. {}</b>\n{}").format(
            one.commitment.position, title(one.commitment, t), t("Due on: {day}", day=t.day(one.deadline.due_on))
        )
        for one in items
    ]
    said.append(t("Send it here in two minutes: /report"))
    return Screen(lines(*said), column(_open(one, t) for one in items))


def _short_title(one: Commitment, t: Translator) -> str:
    return str(t.pick(by_language(one.texts, "short")))
