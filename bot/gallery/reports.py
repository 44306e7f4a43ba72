"""Published reports, the timeline of a commitment, and what citizens say of a report."""

from collections.abc import Iterator

from bot.gallery import Example, reported, samples, show
from handlers.errors import words
from handlers.screens import assessments as assessment_screens
from handlers.screens import commitments as commitment_screens
from handlers.screens import reports as screens
from handlers.screens.reports import OpenReports
from locales.translator import Translator
from models import Language, Report, Verdict
from services.assessments import Tally
from services.errors import TextTooLong


def examples(t: Translator) -> Iterator[Example]:
    names = samples.names()["agency"]
    one = reported.commitment()
    usual, long, bare = reported.report(), reported.report(is_long=True), reported.bare_report()
    in_kyrgyz = reported.report(languages=(Language.KY,))
    few = Tally(dict.fromkeys(Verdict, 0) | {Verdict.DONE: 1})
    yield show("usual", screens.card, usual, one, names, few, t)
    yield show("as long as may be", screens.card, long, one, names, reported.LARGE_TALLY, t)
    yield show("in one language only", screens.card, in_kyrgyz, one, names, None, t)
    yield show("with nothing but what was done", screens.card, bare, one, names, None, t)
    for each in (usual, long, bare):
        note = {long.source: "as long as may be", bare.source: "one text"}.get(each.source, "usual")
        yield show(note, screens.in_full, each, t)
    yield show("the longest link, each kind of file", screens.evidence, long, t)
    yield from _lists([long, usual, in_kyrgyz, bare, long, long], t)
    for note, found, tally in (("many, judged", [long] * 5, reported.LARGE_TALLY), ("the first", [bare], None)):
        yield show(note, screens.timeline, one.id, found, len(found) * samples.LARGE, tally, names, t)
    yield show("none", screens.timeline, one.id, [], 0, None, names, t)
    happened = reported.events()
    yield show("without a report", screens.timeline, one.id, [], 0, None, names, t, events=happened)
    yield from _assessments(t)


def _lists(found: list[Report], t: Translator) -> Iterator[Example]:
    titles = screens.short_titles(samples.commitments(), t)
    of_one = reported.commitment().id
    yield show("the first page", screens.listing, found, samples.LARGE, OpenReports(0), titles, t)
    middle = OpenReports(100, of_one)
    yield show("in the middle, of one commitment", screens.listing, found, samples.LARGE, middle, titles, t)
    yield show("none yet", screens.listing, [], 0, OpenReports(0), titles, t)
    yield show("none of this commitment", screens.listing, [], 0, OpenReports(0, of_one), titles, t)


def _assessments(t: Translator) -> Iterator[Example]:
    regions, title = samples.names()["region"], commitment_screens.title(reported.commitment(), t)
    note = words(TextTooLong(2345, 1000), t)
    yield show("not answered yet", assessment_screens.question, samples.LARGE, title, None, t)
    for verdict in Verdict:
        own = reported.assessment(verdict)
        yield show(verdict.value, assessment_screens.question, samples.LARGE, title, own, t)
    yield show("with everything", assessment_screens.kept, reported.assessment(), regions, 5, t, note=note)
    yield show("one tap", assessment_screens.kept, reported.assessment(is_bare=True), regions, 5, t)
    yield show("", assessment_screens.places, samples.LARGE, regions, t)
    yield show("", assessment_screens.ask_words, samples.LARGE, t)
    yield show("with a note", assessment_screens.ask_words, samples.LARGE, t, note=note)
