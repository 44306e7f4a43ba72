"""An example of every screen, with the longest things that people and staff can put into it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from handlers.errors import words
from handlers.forms import Choice
from handlers.initiatives import CODE, FORM, PUBLIC, SHOWN
from handlers.screens import commitments, faq, forms, initiatives, privacy, questions, start
from handlers.screens.screen import Screen
from locales.translator import LANGUAGES, Translator, Voices
from models import (
    Campaign,
    Commitment,
    Completion,
    FaqCategory,
    FaqEntry,
    File,
    FileKind,
    Initiative,
    InitiativeAnswer,
    InitiativeEvent,
    InitiativeFile,
    InitiativeState,
    InitiativeText,
    Language,
    Origin,
    Plan,
    Question,
    QuestionState,
    Region,
    Subscription,
    Topic,
)
from services import commitments as plan_service
from services import errors
from services.campaigns import Collection
from services.faq import list_entries
from services.privacy import Holdings
from tests.conftest import START, ZONE

HUGE = 10**9
Example = tuple[str, Screen]


@dataclass
class Shelf:
    """What the screens are made of: the real content."""

    names: Mapping[str, Mapping[str, Mapping[str, str]]]
    plan: Sequence[Commitment]
    plans: Mapping[str, Plan]
    categories: Sequence[FaqCategory]
    entries: Sequence[FaqEntry]
    themes: Sequence[str]


async def shelf(session: AsyncSession) -> Shelf:
    categories = select(FaqCategory).options(selectinload(FaqCategory.texts))
    return Shelf(
        names={what: await plan_service.names(session, what) for what in ("theme", "agency", "region")},
        plan=await plan_service.list_all(session),
        plans={plan.id: plan for plan in await session.scalars(select(Plan))},
        categories=(await session.scalars(categories)).all(),
        entries=await list_entries(session),
        themes=(await session.scalars(select(Region.id))).all(),
    )


def initiative(letter: str = "&", *, state: InitiativeState = InitiativeState.SUBMITTED) -> Initiative:
    """The longest initiative there can be; "&" grows fivefold when it is escaped."""
    is_draft = state is InitiativeState.DRAFT
    long = (letter * 9 + " ") * 199 + letter * 10
    file = File(kind=FileKind.DOCUMENT, name=letter * 255, telegram_file_id="f", size=1)
    return Initiative(
        id=HUGE,
        number=None if is_draft else "KG-2026-00017",
        lang=Language.KY,
        state=state,
        texts=[InitiativeText(lang=Language.KY, origin=Origin.AUTHOR, title=letter * 120, problem=long,
                              proposal=long, result=long)],
        answers=[InitiativeAnswer(field="agency", answered_at=START)],
        events=[InitiativeEvent(state=one, at=START, published_at=START) for one in InitiativeState] * 3,
        attachments=[InitiativeFile(id=HUGE + n, file=file, position=n + 1) for n in range(5)],
        name=letter * 120,
        contact=letter * 200,
        region_id="nationwide",
        created_at=START,
        changed_at=START,
    )  # fmt: skip


def question(state: QuestionState = QuestionState.OPEN) -> Question:
    return Question(id=HUGE, number="Q-2026-00017", text="&" * 2000, state=state, asked_at=START, lang=Language.KY)


def every(shelf: Shelf, t: Translator) -> Iterator[Example]:
    """(name of the screen's function, screen) of every screen, some in several states."""
    yield from _of_start(t)
    yield from _of_forms(shelf, t)
    yield from _of_initiatives(shelf, t)
    yield from _of_commitments(shelf, t)
    yield from _of_faq(shelf, t)
    yield from _of_the_rest(t)


def _of_start(t: Translator) -> Iterator[Example]:
    for language in LANGUAGES:
        yield "start.welcome", start.welcome(Voices(ZONE), language)
    yield "start.languages", start.languages(t)
    for has_drafts in (True, False):
        yield "start.menu", start.menu(t, has_drafts=has_drafts)
    yield "start.help_screen", start.help_screen(t)
    yield "start.elsewhere", start.elsewhere(t)
    yield "start.not_understood", start.not_understood(t)


def _of_forms(shelf: Shelf, t: Translator) -> Iterator[Example]:
    draft = initiative(state=InitiativeState.DRAFT)
    files = [Choice(str(HUGE + n), "&" * 255) for n in range(5)]
    note = words(errors.TextTooLong(4096, 2000), t)
    for field in FORM.fields:
        names = shelf.names.get(field.name, {})
        choices = files if field.name == "files" else [Choice(key, str(t.pick(name))) for key, name in names.items()]
        for present in (None, "&" * 2000):
            screen = forms.question(FORM, field, HUGE, t, number=(10, 10), choices=choices, note=note, present=present)
            yield "forms.question", screen
    yield "forms.kept_as_question", forms.kept_as_question(FORM, "contact_consent", HUGE, "&" * 4096, t)
    yield "forms.too_long", forms.too_long(FORM, "proposal", HUGE, note, 2000, t)
    yield "forms.aside", forms.aside(FORM, "contact_consent", HUGE, t)
    yield "forms.left", forms.left(FORM, HUGE, t)
    for title in ("&" * 120, None):
        yield "forms.really_discard", forms.really_discard(FORM, HUGE, title, t)
    yield "initiatives.preview", initiatives.preview(FORM, draft, SHOWN, shelf.names, t)


def _of_initiatives(shelf: Shelf, t: Translator) -> Iterator[Example]:
    plan = next(iter(shelf.plans.values()))
    campaign = Campaign(id="next", plan_id=plan.id, opens_at=START, closes_at=START)
    draft = initiative(state=InitiativeState.DRAFT)
    for letter in "&Ө😀":
        sent = initiative(letter)
        yield "initiatives.receipt", initiatives.receipt(sent, SHOWN, shelf.names, t)
        yield "initiatives.own_card", initiatives.own_card(sent, SHOWN, shelf.names, t)
        yield "initiatives.public_card", initiatives.public_card(sent, PUBLIC, shelf.names, t)
        for screen in initiatives.in_full(sent, SHOWN, shelf.names, t):
            yield "initiatives.in_full", screen
        for screen in initiatives.attachments(sent, t):
            yield "initiatives.attachments", screen
    for collection in (Collection(), Collection(campaign, plan), Collection(campaign, plan, is_closed=True)):
        yield "initiatives.offer_drafts", initiatives.offer_drafts([draft] * 5, collection, CODE, t)
        for waits in (True, False):
            yield "initiatives.closed", initiatives.closed(collection, t, has_drafts=True, is_waiting=waits)
    yield "initiatives.consent", initiatives.consent(FORM, HUGE, t)
    asked = [question(), question(QuestionState.ANSWERED)] * 20
    yield "initiatives.own", initiatives.own([draft] * 5, [initiative()] * 60, asked, CODE, t)
    yield "initiatives.own", initiatives.own([], [], [], CODE, t)
    yield "initiatives.really_withdraw", initiatives.really_withdraw(initiative(), t)
    for state in QuestionState:
        yield "initiatives.question_card", initiatives.question_card(question(state), t)


def _of_commitments(shelf: Shelf, t: Translator) -> Iterator[Example]:
    names = shelf.names
    for followed in (True, False):
        for page in range(4):
            yield "commitments.listing", commitments.listing(shelf.plan, page, "-", "-", names, followed, t)
        for theme in names["theme"]:
            yield "commitments.listing", commitments.listing(shelf.plan, 0, theme, "-", names, followed, t)
        for agency in names["agency"]:
            yield "commitments.listing", commitments.listing([], 0, "-", agency, names, followed, t)
        for one in shelf.plan:
            card = commitments.card(one, shelf.plans[one.plan_id], names, is_followed=followed, t=t)
            yield "commitments.card", card
    stated = shelf.plan[0]
    before = stated.status
    for status in Completion:
        stated.status = status
        yield "commitments.card", commitments.card(stated, shelf.plans[stated.plan_id], names, is_followed=True, t=t)
    stated.status = before
    for what in ("theme", "agency"):
        yield "commitments.filters", commitments.filters(what, names[what], t)
    every_one = [Subscription(id=n, topic=Topic.COMMITMENT, target=one.id) for n, one in enumerate(shelf.plan)] * 9
    labels = {n: commitments.title(one, t) for n, one in enumerate(shelf.plan)}
    yield "commitments.following", commitments.following(every_one, labels, t)
    yield "commitments.following", commitments.following([], {}, t)


def _of_faq(shelf: Shelf, t: Translator) -> Iterator[Example]:
    yield "faq.categories", faq.categories(shelf.categories, t)
    facts: dict[str, Any] = {}
    for category in shelf.categories:
        entries = [entry for entry in shelf.entries if entry.category_id == category.id]
        yield "faq.category", faq.category(category, entries, t)
    for entry in shelf.entries:
        related = [one for one in shelf.entries if one.id in entry.related.split(",")]
        for asked in (0, HUGE):
            yield "faq.answer", faq.answer(entry, related, facts, t, asked=asked)
    yield "faq.offer", faq.offer(shelf.entries[:3], HUGE, t)
    yield "faq.no_answer", faq.no_answer("&" * 4096, HUGE, t)
    yield "faq.small_talk", faq.small_talk("Саламатсызбы! <>&", t)


def _of_the_rest(t: Translator) -> Iterator[Example]:
    held = Holdings(drafts=5, initiatives=HUGE, published=HUGE, questions=HUGE, subscriptions=HUGE, files=HUGE)
    nothing = Holdings(drafts=0, initiatives=0, published=0, questions=0, subscriptions=0, files=0)
    for holds in (held, nothing):
        for facts in ({}, dict.fromkeys(("data_holder", "retention", "privacy_contact"), "<&" * 50)):
            screen = privacy.policy(holds, facts, has_consented=True, inbox_hours=48, t=t)
            yield "privacy.policy", screen
        yield "privacy.really_erase", privacy.really_erase(holds, t)
    yield "privacy.file", privacy.file({"text": "&" * 2000}, t)
    yield "privacy.revoked", privacy.revoked(t)
    yield "privacy.erased", privacy.erased(t)
    yield "questions.ask", questions.ask(t)
    yield "questions.kept", questions.kept(question(), t)
