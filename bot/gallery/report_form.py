"""An officer's report: each question, overview, preview, receipt."""

from collections.abc import Iterator

from bot.gallery import Example, reported, samples, show
from handlers.forms import Choice, Field
from handlers.report_form import CODE, FORM
from handlers.screens import forms as form_screens
from handlers.screens import report_form as screens
from handlers.screens.commitments import STATUSES
from handlers.screens.reports import period_words
from handlers.screens.screen import Screen
from locales.translator import Translator
from models import Completion, ReportState
from services.report_periods import periods


def examples(t: Translator) -> Iterator[Example]:
    titles = screens.numbered_titles(samples.commitments(), t)
    for field in FORM.fields:
        choices = _choices(field, t)
        yield show(
            f"report: {field.name}", form_screens.question, FORM, field, samples.LARGE, t, number=None, choices=choices
        )
    introduction = Screen(screens.introduction(t))
    yield Example(screens.introduction, "above the first question", (introduction,))
    draft, long, empty = reported.draft(), reported.draft(is_long=True), reported.draft(is_empty=True)
    sent = [reported.report(is_long=True, state=state) for state in ReportState]
    yield show("nothing", screens.overview, [], [], titles, CODE, t)
    changed, unmatched = reported.changed_report(), reported.bare_report(ReportState.RECEIVED)
    everything = [*sent, changed, unmatched, *[sent[-1]] * 4]
    yield show("much", screens.overview, [draft, long, empty, long, long], everything, titles, CODE, t)
    for note, one in (("usual", draft), ("as long as may be", long), ("nothing answered", empty)):
        fields = [field for field in FORM.asked(one) if field.in_preview]
        yield show(note, screens.preview, FORM, one, fields, titles, t)
    yield show("as long as may be", screens.in_full, long, t)
    yield show("", screens.receipt, sent[0], titles, t)


def _choices(field: Field, t: Translator) -> list[Choice]:
    match field.name:
        case "commitment":
            return [Choice(id_, title) for id_, title in screens.numbered_titles(samples.commitments(), t).items()]
        case "period":
            today = samples.NOW.date()
            return [Choice(one.id, period_words(one.first, one.last, t)) for one in periods(today)]
        case "status":
            return [Choice(status.value, t.plain(STATUSES[status])) for status in Completion]
        case "files":
            return [Choice(str(samples.LARGE), "budget <2026>.pdf"), Choice(str(samples.LARGE), "x" * 90)]
    return []
