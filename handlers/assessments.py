"""Citizens watch: somebody says whether a report is true, and may add a region, a comment and a photo."""

from markupsafe import Markup
from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context, text_of
from handlers.errors import words
from handlers.guards import NOT_TYPED, TYPED, conversation, pressed, wrote
from handlers.reports import card_screen
from handlers.screens import assessments as screens
from handlers.screens.commitments import title
from handlers.screens.reports import AskIfTrue, OpenReport
from handlers.uploads import received_in
from models import Assessment
from services import assessments, commitments, conversations, reports
from services.errors import Refused

FLOW = "assessment"
WORDS = "words"
END = ConversationHandler.END
Step = str | int | None


async def ask(_update: Update, context: Context, press: AskIfTrue) -> Step:
    """ "Is it true?" under a report."""
    report = await reports.get_public(context.session, press.report)
    commitment = await commitments.get(context.session, report.commitment_id or "")
    own = await assessments.find_own(context.session, context.citizen, report.id)
    context.show(screens.question(report.id, title(commitment, context.t), own, context.t))
    return context.rest(FLOW)


async def judge(_update: Update, context: Context, press: screens.Judge) -> Step:
    """One tap is an answer; it can be changed by another."""
    own = await assessments.judge(context.session, context.citizen, press.report, press.verdict, now=context.now)
    context.toast(context.t.plain("Thank you, your answer is counted."))
    return await _show_kept(context, own)


async def ask_place(_update: Update, context: Context, press: screens.AskPlace) -> Step:
    context.show(screens.places(press.report, await commitments.names(context.session, "region"), context.t))
    return context.rest(FLOW)


async def place(_update: Update, context: Context, press: screens.Place) -> Step:
    own = await assessments.get_own(context.session, context.citizen, press.report)
    region = None if press.region == screens.NOWHERE else press.region
    await assessments.place(context.session, own, region, now=context.now)
    return await _show_kept(context, own)


async def ask_words(_update: Update, context: Context, press: screens.AddWords) -> Step:
    """The next message is a comment or a photo. A form that was going on is parked, not lost."""
    await assessments.get_own(context.session, context.citizen, press.report)
    conversations.park(context.conversation)
    context.remember(report=press.report)
    context.show(screens.ask_words(press.report, context.t))
    return WORDS


async def take_text(update: Update, context: Context) -> Step:
    own = await _present(context)
    try:
        await assessments.comment(context.session, own, text_of(update), now=context.now)
    except Refused as refused:
        context.show(screens.ask_words(own.report_id, context.t, note=words(refused, context.t)))
        return None
    return await _show_kept(context, own, context.t("Your comment is kept. Thank you."))


async def take_photo(update: Update, context: Context) -> Step:
    own = await _present(context)
    message = update.effective_message
    assert message is not None
    turn = context.turn
    try:
        received = received_in(message)
        await assessments.show_photo(
            context.session, context.citizen, own, received, bot_id=turn.bot_id, now=context.now
        )
        if message.caption:
            await assessments.comment(context.session, own, text_of(update), now=context.now)
    except Refused as refused:
        context.show(screens.ask_words(own.report_id, context.t, note=words(refused, context.t)))
        return None
    return await _show_kept(context, own, context.t("Your photo is kept. Thank you."))


async def _present(context: Context) -> Assessment:
    return await assessments.get_own(context.session, context.citizen, int(context.memory.get("report", 0)))


async def _show_kept(context: Context, own: Assessment, note: Markup | None = None) -> Step:
    names = await commitments.names(context.session, "region")
    context.show(screens.kept(own, names, context.turn.watch_minimum, context.t, note=note))
    return context.rest(FLOW)


async def leave(_update: Update, context: Context) -> Step:
    """/cancel: back to the report; the answer stays."""
    report_id = str(context.memory.get("report", 0))
    conversations.park(context.conversation)
    context.show(await card_screen(context, report_id))
    return END


async def back(_update: Update, context: Context, press: OpenReport) -> Step:
    """Back to the report instead of a comment."""
    context.show(await card_screen(context, str(press.id)))
    return context.rest(FLOW)


def build() -> "ConversationHandler[Context]":
    return conversation(
        FLOW,
        entry_points=[
            pressed(AskIfTrue, ask),
            pressed(screens.Judge, judge),
            pressed(screens.AskPlace, ask_place),
            pressed(screens.Place, place),
            pressed(screens.AddWords, ask_words),
        ],
        states={WORDS: [wrote(TYPED, take_text), wrote(NOT_TYPED, take_photo), pressed(OpenReport, back)]},
        cancel=leave,
    )
