"""Commitments, their filters, and what one follows."""

from collections.abc import Iterator

from bot.gallery import Example, reported, samples, show
from handlers.screens import commitments as screens
from handlers.screens import reports
from handlers.screens.commitments import ALL
from locales.translator import Translator
from models import Subscription, Topic


def examples(t: Translator) -> Iterator[Example]:
    names, every = samples.names(), samples.commitments()
    yield show("the first page", screens.listing, every, 0, ALL, ALL, names, False, t)
    yield show("the last page, followed", screens.listing, every, 9, ALL, ALL, names, True, t)
    for theme in names["theme"]:
        of_theme = [one for one in every if one.theme_id == theme]
        yield show(f"theme {theme}", screens.listing, of_theme, 0, theme, ALL, names, False, t)
    yield show("none of a body", screens.listing, [], 0, ALL, "adilet-sot", names, False, t)
    for what in ("theme", "agency"):
        yield show(what, screens.filters, what, names[what], t)
    quiet = reports.timeline("", [], 0, None, names["agency"], t)
    for one in every:
        yield show(one.id, screens.card, one, samples.plan(), names, quiet, is_followed=one.position % 2 == 0, t=t)
    one, told = reported.commitment(), [reported.report(is_long=True)] * reports.ON_A_CARD
    late = [samples.NOW.date()] * 4
    told_of = reports.timeline(
        one.id, told, samples.LARGE, reported.LARGE_TALLY, names["agency"], t, late, reported.events()
    )
    yield show("with reports", screens.card, one, samples.plan(), names, told_of, is_followed=True, t=t)
    followed = [Subscription(id=n, topic=Topic.COMMITMENT, target=one.id) for n, one in enumerate(every)]
    labels = {n: screens.title(one, t) for n, one in enumerate(every)}
    yield show("everything followed", screens.following, followed, labels, t)
    yield show("nothing followed", screens.following, [], {}, t)
