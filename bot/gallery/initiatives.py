"""One's own initiatives: before the form, preview, consent, receipt, list, card."""

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery import Example, samples, show
from handlers.initiative_fields import CODE, SHOWN
from handlers.initiatives import FORM
from handlers.screens import collections
from handlers.screens import initiatives as screens
from handlers.screens.screen import Screen
from locales.translator import Translator
from models import Campaign, InitiativeState, QuestionState
from services.campaigns import Collection

NOTHING_ANNOUNCED = Collection()
_CAMPAIGN = Campaign(id="c", opens_at=samples.NOW, closes_at=samples.NOW + timedelta(days=60))


def examples(t: Translator) -> Iterator[Example]:
    names = samples.names()
    is_open = Collection(_CAMPAIGN, samples.plan())
    is_closed = Collection(_CAMPAIGN, samples.plan(), is_closed=True)
    draft, long_draft = (samples.initiative(InitiativeState.DRAFT, is_long=one) for one in (False, True))
    long = samples.initiative(InitiativeState.SUBMITTED, is_long=True)
    yield show("with drafts", collections.closed, is_closed, t, has_drafts=True)
    yield show("waiting", collections.closed, is_closed, t, has_drafts=False, is_waiting=True)
    yield show("five drafts", collections.offer_drafts, [long_draft] * 5, is_open, CODE, t)
    yield show("one draft, nothing announced", collections.offer_drafts, [draft], NOTHING_ANNOUNCED, CODE, t)
    introduction = Screen(collections.introduction(is_open, t))
    yield Example(collections.introduction, "above the first question", (introduction,))
    yield show("usual", screens.preview, FORM, draft, SHOWN, names, t)
    yield show("as long as may be", screens.preview, FORM, long_draft, SHOWN, names, t)
    yield show("as long as may be", screens.in_full, long_draft, SHOWN, names, t)
    yield show("", screens.consent, FORM, samples.LARGE, t)
    yield show("usual", screens.receipt, samples.initiative(InitiativeState.SUBMITTED), SHOWN, names, t)
    yield show("as long as may be", screens.receipt, long, SHOWN, names, t)
    asked = [samples.question(), samples.question(QuestionState.ANSWERED)]
    yield show("nothing", screens.own, [], [], [], CODE, t)
    yield show("much", screens.own, [long_draft] * 5, [long] * 40, asked * 10, CODE, t)
    for state in InitiativeState:
        if state is not InitiativeState.DRAFT:
            yield show(state.value, screens.own_card, samples.initiative(state), SHOWN, names, t)
    yield show("as long as may be", screens.own_card, long, SHOWN, names, t)
    yield show("", screens.really_withdraw, long, t)
    yield show("each kind of file", screens.attachments, long, t)
    hint = Screen(screens.correction_hint("KG-2026-00017", t))
    yield Example(screens.correction_hint, "an edit after sending", (hint,))
