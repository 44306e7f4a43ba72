"""Answers: by category, and to whatever is typed outside a form."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context, text_of
from handlers.forms import kept
from handlers.guards import TYPED, command, pressed, wrote
from handlers.screens import faq as screens
from handlers.screens.screen import Screen, lines
from handlers.screens.start import not_understood
from locales import content as files
from locales.translator import Translator
from services import campaigns, commitments, conversations, faq, initiatives_public, questions, typed_questions
from services.answers import Reading
from services.errors import NotFound
from services.search import DecisionKind, DocumentKind

COMPLAINT_TOPIC = "initiative-vs-complaint"


async def show_categories(_update: Update, context: Context) -> None:
    """/faq parks whatever form is going on: what is typed next is a question."""
    conversations.park(context.conversation)
    context.show(screens.categories(await faq.list_categories(context.session), context.t))


async def open_list(update: Update, context: Context, _press: screens.OpenFaq) -> None:
    await show_categories(update, context)


async def open_category(_update: Update, context: Context, press: screens.OpenCategory) -> None:
    found = next((one for one in await faq.list_categories(context.session) if one.id == press.id), None)
    if found is None:
        raise NotFound
    entries = await faq.list_entries(context.session, category=found.id)
    context.show(screens.category(found, entries, context.t))


async def open_entry(_update: Update, context: Context, press: screens.OpenEntry) -> None:
    context.show(await entry_screen(context, press.id))


async def open_offered(_update: Update, context: Context, press: screens.OpenOffered) -> None:
    """One of the answers that may have been meant: whether it was is asked, and the question can still go to people."""
    context.show(await entry_screen(context, press.id, asked=press.asked))


async def entry_screen(context: Context, entry_id: str, *, asked: int = 0) -> Screen:
    """One entry with its facts. Raises NotFound."""
    entry = await faq.get(context.session, entry_id)
    related = await faq.list_entries(context.session, ids=entry.related.split(",") if entry.related else [])
    facts = await all_facts(context.session, context.t, now=context.now)
    return screens.answer(entry, related, facts, context.t, asked=asked)


async def all_facts(session: AsyncSession, t: Translator, *, now: datetime) -> dict[str, str]:
    """The Secretariat's facts, and the time of the collection where one is known."""
    facts = await faq.facts(session, t.language)
    if "campaign_period" not in facts:
        campaign = (await campaigns.current(session, now=now)).campaign
        if campaign is not None:
            facts["campaign_period"] = f"{t.day(campaign.opens_at)} – {t.day(campaign.closes_at)}"
    return facts


async def typed(update: Update, context: Context) -> None:
    """A question typed outside a form; kept, so that it can be handed over as it is: whole, when it was pasted in
    pieces."""
    text = kept.joined(update, context, text_of(update))
    left = context.memory.get("left")
    context.remember(left=None, kept=None)
    if len(text) > questions.LIMITS[1]:
        kept.keep(update, context, text)
    _keep_asked(context, text)
    screen = await answer_screen(context, text, context.turn.reading)
    context.show(screens.with_way_back(screen, context.t) if left == "initiative" else screen)


async def side_question(context: Context, text: str) -> Screen:
    """A question in the middle of a form."""
    _keep_asked(context, text)
    reading = context.turn.reading or context.turn.answers.decide(text, context.t.language)
    return await answer_screen(context, text, reading)


def _keep_asked(context: Context, text: str) -> None:
    """All of it: what is too long for a question is refused when it is handed over, never cut unseen."""
    context.remember(asked={"id": context.turn.inbox_id, "text": text})


def asked_text(context: Context, asked: int) -> str | None:
    """What was typed, while it is the last thing that was; None for anything older."""
    kept: dict[str, Any] = context.memory.get("asked") or {}
    return str(kept["text"]) if kept.get("id") == asked else None


async def answer_screen(context: Context, text: str, reading: Reading | None) -> Screen:
    """What the search decided, as a screen: an answer, up to three to choose from, or an honest "no"."""
    t, asked = context.t, context.turn.inbox_id
    if reading is None:
        return screens.no_answer(text, asked, t)
    match reading.kind:
        case DecisionKind.SMALL_TALK:
            reply = files.small_talk()[reading.small_talk or "hello"]["reply"]
            return screens.small_talk(str(t.pick(reply)), t)
        case DecisionKind.COMPLAINT:
            note = t(
                "This sounds like a case of your own. Such cases go to the state body itself, not through this bot."
            )
            screen = await entry_screen(context, COMPLAINT_TOPIC)
            return Screen(lines(note, screen.text), screen.rows)
        case DecisionKind.ANSWER:
            return await _hit(context, reading)
        case DecisionKind.OFFER:
            return await _offer(context, reading, asked)
        case _ if not any(letter.isalnum() for letter in text):  # a row of emoji is no question to pass on
            return not_understood(t)
        case _:
            await typed_questions.note_unanswered(
                context.session, context.citizen, text, inbox_id=asked, now=context.now
            )
            return screens.no_answer(text, asked, t)


async def _offer(context: Context, reading: Reading, asked: int) -> Screen:
    found = {kind: [hit.id for hit in reading.hits if hit.kind is kind] for kind in DocumentKind}
    entries = await faq.list_entries(context.session, ids=found[DocumentKind.TOPIC])
    named = [await commitments.get(context.session, one) for one in found[DocumentKind.COMMITMENT]]
    numbers = [int(one) for one in found[DocumentKind.INITIATIVE]]
    public = await initiatives_public.list_public(context.session, numbers)
    if not (entries or named or public):  # what was found is not public any more
        return screens.no_answer(asked_text(context, asked) or "", asked, context.t)
    return screens.offer(entries, named, asked, context.t, public)


async def _hit(context: Context, reading: Reading) -> Screen:
    return await entry_screen(context, reading.hits[0].id, asked=context.turn.inbox_id)


async def helped(_update: Update, context: Context, press: screens.Helped) -> None:
    """Feedback on an answer; a "no" offers to ask people."""
    text = asked_text(context, press.asked)
    await typed_questions.note_feedback(
        context.session,
        context.citizen,
        press.id,
        helped=bool(press.yes),
        text=text,
        inbox_id=press.asked,
        now=context.now,
    )
    if press.yes:
        context.toast(context.t.plain("Glad to hear that!"))
        context.show(await entry_screen(context, press.id))
        return
    if text is None:  # something else has been typed since, or a form begun
        await show_categories(_update, context)
    else:
        context.show(screens.no_answer(text, press.asked, context.t))


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [
        command("faq", show_categories),
        pressed(screens.OpenFaq, open_list),
        pressed(screens.OpenCategory, open_category),
        pressed(screens.OpenEntry, open_entry),
        pressed(screens.OpenOffered, open_offered),
        pressed(screens.Helped, helped),
    ]


def build_typed() -> "BaseHandler[Update, Context, Any]":
    """The last of the text handlers: what no form has taken is a question."""
    return wrote(TYPED, typed)
