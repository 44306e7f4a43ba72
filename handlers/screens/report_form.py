"""Screens of an officer's report: overview, preview, receipt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Act, Field, Form, Press
from handlers.screens.commitments import STATUSES
from handlers.screens.forms import PREVIEW, preview_rows
from handlers.screens.reports import OpenReport, period_words, words_of
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.start import menu_rows
from handlers.screens.texts import pages, shortened, telegram_length
from locales.translator import Translator, msg
from models import Commitment, Completion, Report, ReportDraft, ReportState
from services.commitments import by_language
from services.report_periods import find_period

_ROOM, _SHORT = 3600, 420
Titles = Mapping[str, str]  # commitment id → "4. Short title"

STATES = {
    ReportState.RECEIVED: msg("waits for the Secretariat"),
    ReportState.PUBLISHED: msg("published"),
    ReportState.REJECTED: msg("not accepted"),
    ReportState.WITHDRAWN: msg("withdrawn"),
}


@dataclass(frozen=True)
class NewReport(Payload):
    """Start another report."""

    prefix: ClassVar[str] = "rnew"


def numbered_titles(every: Sequence[Commitment], t: Translator) -> dict[str, str]:
    """Commitment id → its number and short title."""
    return {one.id: f"{one.position}. {t.pick(by_language(one.texts, 'short'))}" for one in every}


def introduction(t: Translator) -> Markup:
    """Above the first question."""
    return lines(
        t("<b>New report</b>"),
        t("About two minutes. Every answer is saved; the Secretariat checks the report before it is published."),
    )


def overview(drafts: Sequence[ReportDraft], sent: Sequence[Report], titles: Titles, code: str, t: Translator) -> Screen:
    """Drafts to continue, and what became of the agency's reports."""
    said = [t("<b>Reports of your agency</b>")]
    buttons = [
        Button(
            t.plain("Continue: {title}", title=titles.get(one.commitment_id or "", t.plain("untitled"))),
            Press(code, Act.OPEN, PREVIEW, one.id),
        )
        for one in drafts
    ]
    buttons.append(Button(t.plain("New report"), NewReport()))
    for one in sent:
        said.append(_line(one, titles, t))
        if one.state is ReportState.PUBLISHED:
            buttons.append(
                Button(t.plain("Open: {title}", title=titles.get(one.commitment_id or "", "")), OpenReport(one.id))
            )
    return Screen(lines(*said), (*column(buttons), *menu_rows(t)))


def _line(one: Report, titles: Titles, t: Translator) -> Markup:
    title = titles.get(one.commitment_id or "", shortened(words_of(one, t).done, 60))
    said = Markup("{}: {}").format(title, t.plain(STATES[one.state]))
    if one.pending is not None:
        said += Markup(" · {}").format(t.plain("a change waits for the Secretariat"))
    if one.rejection_reason:
        said += Markup("\n{}").format(t("Reason: {reason}", reason=shortened(one.rejection_reason, 150)))
    return said


def preview(form: Form, draft: ReportDraft, fields: Iterable[Field], titles: Titles, t: Translator) -> Screen:
    """All that would be sent, each field to be changed. Long texts are shortened when not all fits."""
    fields = list(fields)
    text = _whole(draft, fields, titles, t, None)
    rows = preview_rows(form, fields, draft.id, t)
    if telegram_length(text) > _ROOM:
        text = _whole(draft, fields, titles, t, _SHORT)
        in_full = Button(t.plain("Read in full"), Press(form.code, Act.READ, PREVIEW, draft.id))
        rows = (rows[0], (in_full,), *rows[1:])
    return Screen(lines(t("<b>Your report</b>\nPlease check it. You can change every field."), text), rows)


def _whole(draft: ReportDraft, fields: Iterable[Field], titles: Titles, t: Translator, at_most: int | None) -> Markup:
    said = (
        Markup("<b>{}:</b> {}").format(t(field.label), _value(draft, field.name, titles, t, at_most))
        for field in fields
    )
    return Markup("\n").join(said)


def _value(draft: ReportDraft, name: str, titles: Titles, t: Translator, at_most: int | None) -> str | Markup:
    value = draft.answers.get("obstacles" if name == "hurdles" else name)
    if not value:
        return "—"
    match name:
        case "commitment":
            return titles.get(value, value)
        case "period":
            period = find_period(value)
            return period_words(period.first, period.last, t)
        case "status":
            return t.plain(STATUSES[Completion(value)])
        case "files":
            return str(len(value))
    if at_most and len(value) > at_most:
        return t("{beginning} <i>(characters in all: {n})</i>", beginning=shortened(value, at_most), n=len(value))
    return str(value)


def in_full(draft: ReportDraft, t: Translator) -> list[Screen]:
    """The long answers, as many messages as it takes."""
    labels = (("done", msg("What was done")), ("obstacles", msg("Obstacles")))
    said = [f"{t.plain(label)}\n{draft.answers[name]}" for name, label in labels if draft.answers.get(name)]
    return [Screen(page) for page in pages("\n\n".join(said))]


def receipt(sent: Report, titles: Titles, t: Translator) -> Screen:
    """What happens next."""
    said = [
        t("<b>Sent.</b> The report has reached the Secretariat."),
        Markup("{}: {}").format(titles.get(sent.commitment_id or "", ""), t.plain(STATES[sent.state])),
        t("Once it is published, everybody who follows the commitment gets a message. You can see it under /report."),
    ]
    return Screen(lines(*said), (*column([Button(t.plain("New report"), NewReport())]), *menu_rows(t)))
