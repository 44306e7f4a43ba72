"""A citizen turns an idea into a numbered initiative."""

from telegram import Update
from telegram.ext import ConversationHandler

from handlers import faq, initiatives_public
from handlers.context import Context
from handlers.errors import words
from handlers.forms import Engine, Form, Kind, Press
from handlers.forms.doors import form_conversation
from handlers.guards import command, pressed
from handlers.initiative_fields import CODE, FIELDS, FLOW, SHOWN, Drafts, all_names
from handlers.screens import collections as collection_screens
from handlers.screens import initiatives as screens
from handlers.screens import similar as similar_screens
from handlers.screens.forms import PREVIEW
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from models import Initiative, InitiativeState
from services import campaigns, conversations, initiatives, similar, supports
from services import initiatives_public as public_service
from services.errors import CollectionClosed, ConsentNeeded, NotFound, Refused

Step = str | int | None


async def show_preview(context: Context, draft: Initiative) -> Screen:
    return screens.preview(FORM, draft, SHOWN, await all_names(context), context.t)


async def send(context: Context, draft: Initiative) -> Step:
    """Send the draft; the first time after the person's consent."""
    for field in initiatives.missing(draft):
        note = context.t("This is needed before sending.")
        return await ENGINE.ask(context, draft, FORM.field(field), note=note)
    if raised := FORM.follow_up(draft):
        context.remember(returning=True)
        return await ENGINE.ask(context, draft, raised)
    if draft.state is InitiativeState.DRAFT and not initiatives.is_answered(draft, "similar"):
        found = await similar.of_others(context.session, context.citizen, context.turn.similar)
        if found:
            context.show(similar_screens.offer(FORM, found, draft.id, await all_names(context), context.t))
            return PREVIEW
    try:
        sent = await initiatives.submit(
            context.session, context.citizen, draft, now=context.now, zone=context.turn.voices.zone
        )
    except ConsentNeeded:
        context.show(screens.consent(FORM, draft.id, context.t))
        return PREVIEW
    except CollectionClosed:
        return await turn_away(context)
    except Refused as refused:
        conversations.park(context.conversation)
        context.show(Screen(words(refused, context.t), menu_rows(context.t)))
        return ConversationHandler.END
    conversations.park(context.conversation)
    context.show(screens.receipt(sent, SHOWN, await all_names(context), context.t))
    return ConversationHandler.END


def read(context: Context, draft: Initiative) -> list[Screen]:
    return screens.in_full(draft, [one for one in SHOWN if one.kind is Kind.TEXT], {}, context.t)


FORM = Form(FLOW, CODE, FIELDS, Drafts(), show_preview, send, read, is_short_until="details")
ENGINE = Engine(FORM, faq.side_question)


async def start(_update: Update, context: Context) -> Step:
    """/initiative: for which plan and until when; drafts are offered before anything new."""
    collection = await campaigns.current(context.session, now=context.now)
    drafts = await initiatives.list_own(context.session, context.citizen, drafts=True)
    if collection.is_closed:
        return await turn_away(context)
    if drafts:
        # What is typed under this list is no answer to a form that is out of sight.
        conversations.park(context.conversation)
        context.show(collection_screens.offer_drafts(drafts, collection, CODE, context.t))
        return ConversationHandler.END
    return await begin(context)


async def turn_away(context: Context) -> Step:
    """Nothing is collected now: drafts stay, and the person may ask to be told when it opens."""
    conversations.park(context.conversation)
    await _show_closed(context)
    return ConversationHandler.END


async def _show_closed(context: Context) -> None:
    session, citizen = context.session, context.citizen
    collection = await campaigns.current(session, now=context.now)
    drafts = await initiatives.list_own(session, citizen, drafts=True)
    is_waiting = await campaigns.is_waiting(session, citizen)
    context.show(collection_screens.closed(collection, context.t, has_drafts=bool(drafts), is_waiting=is_waiting))


async def start_new(_update: Update, context: Context, _press: collection_screens.NewInitiative) -> Step:
    return await begin(context)


async def begin(context: Context) -> Step:
    """A new draft and its first question."""
    collection = await campaigns.current(context.session, now=context.now)
    if collection.is_closed:
        return await turn_away(context)
    draft = await initiatives.start_draft(context.session, context.citizen, now=context.now)
    return await ENGINE.open(context, draft, note=collection_screens.introduction(collection, context.t))


async def ask_again(context: Context) -> Step:
    """The present question in a language chosen meanwhile."""
    draft = await FORM.store.get(context, int(context.memory.get("draft", 0)))
    return await ENGINE.resume(context, draft, is_here=True)


async def press(update: Update, context: Context, pressed_button: Press) -> Step:
    """Any button of the form. What was sent meanwhile is shown as sent, not an error."""
    if pressed_button.form != CODE:
        raise NotFound
    known = await initiatives.get_own(context.session, context.citizen, pressed_button.draft, now=context.now)
    if known.state is not InitiativeState.DRAFT:
        context.toast(context.t.plain("Already sent: {number}", number=known.number))
        context.show(screens.receipt(known, SHOWN, await all_names(context), context.t))
        return None
    return await ENGINE.press(update, context, pressed_button)


async def public_screen(context: Context, key: str) -> Screen:
    """What a link to an initiative opens: one's own is shown whole, anybody else's as published. Raises NotFound."""
    one = await initiatives.find_by_key(context.session, key)
    if one is not None and one.author_id == context.citizen.id and one.state is not InitiativeState.DRAFT:
        return screens.own_card(one, SHOWN, await all_names(context), context.t)
    return await initiatives_public.by_key(context, key)


async def tell_me(_update: Update, context: Context, _press: collection_screens.TellMe) -> Step:
    await campaigns.wait_for_opening(context.session, context.citizen, now=context.now)
    await _show_closed(context)
    return None


async def send_anyway(_update: Update, context: Context, press: similar_screens.SendAnyway) -> Step:
    """ "Mine is different": it is sent as it is, and not asked about again."""
    known = await initiatives.get_own(context.session, context.citizen, press.draft, now=context.now)
    if known.state is InitiativeState.DRAFT:
        await initiatives.note_different(context.session, known, now=context.now)
    context.remember(draft=press.draft)
    return await send(context, known)


async def support_instead(_update: Update, context: Context, press: similar_screens.SupportInstead) -> Step:
    """Support somebody else's; the draft is kept until the person throws it away."""
    draft = await initiatives.get_draft(context.session, context.citizen, press.draft, now=context.now)
    await supports.support(context.session, context.citizen, press.id, now=context.now)
    conversations.park(context.conversation)
    one = await public_service.get(context.session, press.id)
    context.show(similar_screens.supported_instead(FORM, one, draft.id, context.t))
    return ConversationHandler.END


def build() -> "ConversationHandler[Context]":
    return form_conversation(
        ENGINE,
        command("initiative", start),
        pressed(collection_screens.NewInitiative, start_new),
        pressed(collection_screens.TellMe, tell_me),
        pressed(similar_screens.SendAnyway, send_anyway),
        pressed(similar_screens.SupportInstead, support_instead),
        press=press,
    )
