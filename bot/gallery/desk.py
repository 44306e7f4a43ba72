"""The Secretariat's desk: the queue, the card, deciding, clarifying, the staff group."""

from collections.abc import Iterator

from bot.gallery import Example, office, samples, show
from handlers.initiative_fields import SHOWN
from handlers.initiatives import FORM
from handlers.screens.secretariat import clarifying, deciding, desk, group, reviews, tasks, wording
from locales.translator import Translator
from models import InitiativeState, Language, Outcome
from services.desk import Item, Kind, Queue, Whose
from services.reviews import Review
from services.staffroom import Shown
from services.tasks import Thing
from services.workdays import Mark

_BOTH = ["ky", "ru"]


def examples(t: Translator) -> Iterator[Example]:
    yield from _queue(t)
    for state in InitiativeState:
        if state is not InitiativeState.DRAFT:
            yield from _card(state.value, office.review(state), t)
    yield from _card("with everything that can hang on it", office.review(is_long=True), t)
    yield from _acts(t)
    yield from _clarifying(t)
    yield from _deciding(t)
    yield from _wordings(t)


def _items() -> list[Item]:
    marks = list(Mark)
    return [
        Item(
            kind,
            "who-can-submit" if kind is Kind.FAQ else samples.LARGE,
            "KG-2026-00017",
            samples.NOW,
            assignee_id=(None, office.ME, office.COLLEAGUE)[number % 3],
            days=300,
            mark=marks[number % 3],
            title=samples.LONG_TITLE,
        )
        for number, kind in enumerate([*Kind, *Kind][:10])
    ]


def _queue(t: Translator) -> Iterator[Example]:
    names = samples.names()
    themes, regions, me = names["theme"], names["region"], office.ME
    counts, marks = dict.fromkeys(Kind, samples.LARGE), dict.fromkeys(Mark, samples.LARGE)
    full = Queue(_items(), 1, 99, samples.LARGE, counts, marks)
    nothing = Queue([], 0, 1, 0)
    filtered = desk.ShowQueue(desk.Door.INITIATIVES, Whose.MINE, len(themes), len(regions), 99)
    yield show("nothing waits", desk.queue, nothing, desk.ShowQueue(), themes, regions, {}, me, t)
    yield show("much, filtered", desk.queue, full, filtered, themes, regions, office.KNOWN, me, t)
    for axis, listed in ((desk.Axis.THEME, themes), (desk.Axis.REGION, regions)):
        press = desk.PickFilter(axis, desk.Door.INITIATIVES, Whose.MINE, len(themes), len(regions))
        yield show(axis.name.lower(), desk.pick_filter, press, listed, t)
    over = desk.HandOver(Thing.INITIATIVE, samples.LARGE)
    yield show("nobody", desk.pick_colleague, over, [], t)
    yield show("two colleagues", desk.pick_colleague, over, list(office.KNOWN.items()), t)
    yield show("much", tasks.morning, full, samples.LARGE, t)
    shown = Shown(Thing.INITIATIVE, samples.LARGE, "KG-2026-00017", themes["justice-lawmaking"], samples.LONG_TITLE)
    question = Shown(Thing.QUESTION, samples.LARGE, "Q-2026-00003")
    yield show("an initiative", tasks.assigned, shown, t)
    yield show("a question", tasks.assigned, question, t)
    yield show("an initiative", group.card, shown, t, samples.BOT)
    yield show("taken", group.card, shown, t, samples.BOT, office.KNOWN[office.COLLEAGUE])
    yield show("a question", group.card, question, t, samples.BOT)


def _card(note: str, review: Review, t: Translator) -> Iterator[Example]:
    yield show(note, reviews.card, review, SHOWN, samples.names(), office.KNOWN, office.ME, t)


def _acts(t: Translator) -> Iterator[Example]:
    review = office.review(is_long=True)
    one = review.initiative
    yield show("", reviews.contact, one, t)
    yield show("", reviews.confirm_publishing, one, _BOTH, t)
    yield show("five similar ones", reviews.merging, review, t)
    yield show("none similar", reviews.merging, office.review(), t)
    yield show("long titles", reviews.confirm_merging, one, one, t)
    yield show("", reviews.ask_note, one.number or "", Thing.INITIATIVE, one.id, t)


def _clarifying(t: Translator) -> Iterator[Example]:
    one = samples.initiative(is_long=True)
    yield show("nothing chosen", clarifying.choose, one, 0, FORM.fields, t)
    yield show("everything chosen", clarifying.choose, one, clarifying.EVERY, FORM.fields, t)
    yield show("", clarifying.describe, one, clarifying.EVERY, t)


def _deciding(t: Translator) -> Iterator[Example]:
    one, accepted = samples.initiative(is_long=True), samples.initiative(InitiativeState.ACCEPTED)
    bare, long = office.decision(Outcome.ACCEPTED, is_bare=True), office.decision()
    yield show("under review", deciding.choose_outcome, one, t)
    yield show("accepted", deciding.choose_outcome, accepted, t)
    yield show("", deciding.choose_commitment, one, samples.commitments(), t)
    yield show("no wordings", deciding.ask_reason, one, Outcome.ACCEPTED, [], t)
    wordings = [office.template(id_=f"{number:t>40}") for number in range(12)]
    yield show("twelve long wordings", deciding.ask_reason, one, Outcome.REJECTED, wordings, t)
    yield show("without a reason", deciding.written, bare, one, t)
    yield show("the longest reasons", deciding.written, long, one, t)
    for lang in Language:
        yield show(lang.value, deciding.ask_wording, long, lang, t)
    yield show("", deciding.confirm_publication, long, one, samples.LARGE, t)
    yield show("", deciding.confirm_languages, long, _BOTH, t)
    yield show("", deciding.published, long, one, t)


def _wordings(t: Translator) -> Iterator[Example]:
    every = [office.template(outcome, f"{number:t>40}") for number, outcome in enumerate([*Outcome] * 10)]
    yield show("none", wording.listing, [], t)
    yield show("many", wording.listing, every, t)
    versions = [office.version("template:t:ky", "Already done. " * 99)] * 9
    yield show("the longest", wording.card, office.template(), versions, office.KNOWN, t)
    for lang in Language:
        yield show(lang.value, wording.ask, office.template(), lang, t)
