"""The Secretariat's work on reports: what waits, the decision, what citizens answered."""

from collections.abc import Iterator

from bot.gallery import Example, reported, samples, show
from handlers.errors import words
from handlers.screens import answered, report_form
from handlers.screens import publishing as screens
from handlers.screens.secretariat import comments
from locales.translator import Translator
from models import Language, Origin, ReportState
from services import reports
from services.errors import TextTooLong, TextTooShort


def examples(t: Translator) -> Iterator[Example]:
    titles, names = report_form.numbered_titles(samples.commitments(), t), samples.names()["agency"]
    new = reported.report(is_long=True, state=ReportState.RECEIVED)
    unknown = reported.bare_report(ReportState.RECEIVED)
    suggested = reported.report(languages=(Language.RU,), state=ReportState.RECEIVED)
    suggested.suggested_commitment_id, suggested.commitment_id = suggested.commitment_id, None
    changed, gone = reported.changed_report(), reported.report()
    gone.pending = reports.GONE
    yield show("nothing", screens.waiting, [], titles, names, t)
    yield show(
        "as many as are listed", screens.waiting, [new, unknown, suggested, changed, gone] * 10, titles, names, t
    )
    decisions = {
        "new, as long as may be": new,
        "new, of an unknown body on an unknown commitment": unknown,
        "new, with a suggestion, in one language": suggested,
        "changed, as long as may be": changed,
        "taken back by its source": gone,
    }
    for note, one in decisions.items():
        yield show(note, screens.decision, one, titles, names, t)
    translated = reported.report(languages=(Language.RU, Language.KY))
    for text in translated.texts:
        if text.lang is Language.KY:
            text.origin, text.obstacles = Origin.STAFF, None
    bare, withdrawn = reported.report(languages=(Language.EN,)), reported.report(state=ReportState.WITHDRAWN)
    for note, one in {"published": bare, "published, obstacles missing": translated, "withdrawn": withdrawn}.items():
        yield show(note, screens.decision, one, titles, names, t)
    yield show("none", screens.published, [], 0, False, titles, t)
    yield show("far down", screens.published, [bare] * screens.PER_PAGE, samples.LARGE, True, titles, t)
    yield show("", screens.ask_to_take_down, samples.LARGE, max(titles.values(), key=len), t)
    yield show("", screens.ask_obstacles, samples.LARGE, Language.KY, t)
    yield show("", screens.commitments_to_choose, samples.LARGE, titles, t)
    yield show("", screens.ask_reason, samples.LARGE, t)
    too_long = words(TextTooLong(2345, 1000), t)
    yield show("too long", screens.ask_reason, samples.LARGE, t, note=too_long)
    for lang in Language:
        yield show(lang.value, screens.ask_text, samples.LARGE, lang, t)
    too_short = words(TextTooShort(3, 20), t)
    yield show("too short", screens.ask_text, samples.LARGE, Language.KY, t, note=too_short)
    yield show("new, as long as may be", screens.in_full, new, t)
    yield show("changed, as long as may be", screens.in_full, changed, t)
    yield from _answers(t)


def _answers(t: Translator) -> Iterator[Example]:
    regions = samples.names()["region"]
    seen, hidden = reported.assessment(), reported.assessment(is_hidden=True)
    bare = reported.assessment(is_bare=True)
    yield show("none", answered.answers, [], False, 0, regions, t)
    yield show("the first page", answered.answers, [bare, seen, hidden, seen, seen], True, 0, regions, t)
    yield show("far down", answered.answers, [seen] * 5, True, samples.LARGE, regions, t)
    yield show("", answered.photo, seen, t)
    yield show("to look at", comments.listing, samples.LONG_TITLE, [bare, seen, seen, seen, seen], regions, t)
    yield show("all looked at", comments.listing, samples.LONG_TITLE, [], regions, t)
