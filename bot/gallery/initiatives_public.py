"""Published initiatives, similar ones before sending, sharing."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.initiatives import FORM
from handlers.screens import initiatives_public as screens
from handlers.screens import sharing as sharing_screens
from handlers.screens import similar as similar_screens
from handlers.screens.initiatives_public import OpenInitiatives
from locales.translator import Translator
from models import InitiativeState
from services.initiatives_public import Listed, Page, Place, Sort
from services.similar import Similar

# A moment in the year 2100 in microseconds: as long as a place in the list gets.
_LATE = 4_102_444_800_000_000


def examples(t: Translator) -> Iterator[Example]:
    names = samples.names()
    usual, long = samples.initiative(), samples.initiative(is_long=True)
    lines = tuple(Listed(one, count, Place(_LATE, samples.LARGE)) for one, count in ((long, 0), (usual, 1), (long, 22)))
    everything = OpenInitiatives(Sort.NEWEST)
    filtered = OpenInitiatives(Sort.MOST_SUPPORTED, "justice-lawmaking", "jalal-abad")
    yield show("the first page", screens.listing, Page(lines, has_after=True), everything, names, t)
    middle = Page(lines[:1] * 5, has_before=True, has_after=True)
    yield show("in the middle, filtered", screens.listing, middle, filtered, names, t)
    yield show("none published", screens.listing, Page(()), everything, names, t)
    yield show("none of this choice", screens.listing, Page(()), filtered, names, t)
    for what in ("theme", "region"):
        asked = screens.FilterInitiatives(what, Sort.MOST_SUPPORTED, filtered.theme, filtered.region)
        yield show(what, screens.filters, asked, names, t)
    who = {"is_own": False, "is_supported": False}
    yield show("to be supported", screens.card, usual, 5, names, t, **who)
    yield show("supported, long", screens.card, long, 1, names, t, is_own=False, is_supported=True, back=filtered)
    yield show("one's own", screens.card, usual, 0, names, t, is_own=True, is_supported=False)
    for state in (InitiativeState.ACCEPTED, InitiativeState.IN_PLAN, InitiativeState.REJECTED):
        yield show(state.value, screens.card, samples.initiative(state), 21, names, t, **who)
    merged = samples.initiative(InitiativeState.MERGED)
    yield show("merged", screens.card, merged, 0, names, t, **who, merged_into=usual)
    yield show("as long as may be", screens.in_full, long, t)
    pending = samples.initiative(InitiativeState.SUBMITTED, is_published=False)
    read = samples.initiative(is_long=True, is_published=False)
    found = [Similar(long, 12, long.text.title), Similar(read, 0, read.text.title), Similar(pending, 0, None)]
    yield show("published, read, unread", similar_screens.offer, FORM, found, samples.LARGE, names, t)
    three = [Similar(long, 3, long.text.title)] * 3
    yield show("three long ones", similar_screens.offer, FORM, three, samples.LARGE, names, t)
    yield show("", similar_screens.supported_instead, FORM, usual, samples.LARGE, t)
    link = f"https://t.me/{samples.BOT}?start=i_KG-2026-00017"
    yield show("a picture with a caption", sharing_screens.shared, samples.LONG_TITLE, link, t)
