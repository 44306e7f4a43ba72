"""Commitments as staff edit them: status, term, reports due."""

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery import Example, samples, show
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import bodies
from handlers.screens.secretariat import terms as screens
from locales.translator import Translator
from models import Completion, ContentVersion, ReportDeadline


def examples(t: Translator) -> Iterator[Example]:
    every, plan = samples.commitments(), samples.plan()
    titles = numbered_titles(every, t)
    yield show("the first page", screens.listing, titles, 0, t)
    yield show("the last page", screens.listing, titles, 9, t)
    edits = [
        ContentVersion(
            subject=f"commitment:{every[0].id}:status",
            before=Completion.NOT_STARTED.value,
            after=Completion.LIMITED.value,
            edited_by_id=1,
            edited_at=samples.NOW,
        )
    ] * 5
    due = [
        ReportDeadline(id=n, due_on=plan.ends_on - timedelta(days=92 * n), grace_days=7, is_on=True) for n in range(9)
    ]
    off = [ReportDeadline(id=1, due_on=plan.ends_on, grace_days=365, is_on=False)]
    for one in every:
        yield show(one.id, screens.card, one, plan, due, frozenset({1, 3}), edits, {1: "Gulmira"}, t)
    yield show("switched off", screens.card, every[0], plan, off, frozenset(), (), {}, t)
    yield show("no report is due", screens.card, every[0], plan, (), frozenset(), (), {}, t)
    for ask in (screens.ask_dates, screens.ask_deadline):
        yield show("", ask, every[0].id, t)
        yield show("typed wrong", ask, every[0].id, t, t("These are not two dates."))
    agencies = samples.names()["agency"]
    for one in every:
        yield show(one.id, bodies.chooser, one, agencies, agencies, 0, t)
    yield show("the last page", bodies.chooser, every[0], agencies, agencies, 9, t)
