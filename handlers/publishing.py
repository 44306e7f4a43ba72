"""/publish: the Secretariat approves reports, adds what is missing, and looks at what citizens answered."""

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context, text_of
from handlers.errors import words
from handlers.guards import TYPED, command, conversation, pressed, wrote
from handlers.screens import answered
from handlers.screens import publishing as screens
from handlers.screens.report_form import numbered_titles
from models import Language
from services import assessments, commitments, conversations, reports
from services.errors import Refused

FLOW = "publishing"
REASON, TEXT, OBSTACLES = "reason", "text", "obstacles"
END = ConversationHandler.END
Step = str | int | None


async def show_waiting(_update: Update, context: Context) -> Step:
    """/publish: what waits."""
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    await _show_waiting(context)
    return _rest(context)


async def open_waiting(update: Update, context: Context, _press: screens.OpenWaiting) -> Step:
    return await show_waiting(update, context)


async def open_report(_update: Update, context: Context, press: screens.OpenForDecision) -> Step:
    await _show_decision(context, press.id)
    return _rest(context)


async def approve(_update: Update, context: Context, press: screens.Approve) -> Step:
    report = await reports.get(context.session, press.id)
    await reports.publish(context.session, context.citizen, report, now=context.now, commitment_id=press.commitment)
    context.toast(context.t.plain("Done."))
    await _show_waiting(context)
    return _rest(context)


async def choose(_update: Update, context: Context, press: screens.ChooseCommitment) -> Step:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    titles = numbered_titles(await commitments.list_all(context.session), context.t)
    context.show(screens.commitments_to_choose(press.id, titles, context.t))
    return _rest(context)


async def show_all(_update: Update, context: Context, press: screens.ShowAll) -> Step:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    for screen in screens.in_full(await reports.get(context.session, press.id), context.t):
        context.show(screen, anew=True)
    return _rest(context)


async def ask_reason(_update: Update, context: Context, press: screens.Reject) -> Step:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    conversations.park(context.conversation)
    context.remember(report=press.id)
    context.show(screens.ask_reason(press.id, context.t))
    return REASON


async def take_reason(update: Update, context: Context) -> Step:
    report = await reports.get(context.session, int(context.memory.get("report", 0)))
    try:
        await reports.reject(context.session, context.citizen, report, reason=text_of(update), now=context.now)
    except Refused as refused:
        context.show(screens.ask_reason(report.id, context.t, note=words(refused, context.t)))
        return None
    await _show_waiting(context)
    return _rest(context)


async def ask_text(_update: Update, context: Context, press: screens.Translate) -> Step:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    conversations.park(context.conversation)
    context.remember(report=press.id, lang=press.lang.value)
    context.show(screens.ask_text(press.id, press.lang, context.t))
    return TEXT


async def take_text(update: Update, context: Context) -> Step:
    report = await reports.get(context.session, int(context.memory.get("report", 0)))
    lang = Language(context.memory.get("lang", Language.KY))
    try:
        await reports.add_text(context.session, context.citizen, report, lang, done=text_of(update), now=context.now)
    except Refused as refused:
        context.show(screens.ask_text(report.id, lang, context.t, note=words(refused, context.t)))
        return None
    if lang in reports.missing_obstacles(report):
        context.show(screens.ask_obstacles(report.id, lang, context.t))
        return OBSTACLES
    await _show_decision(context, report.id)
    return _rest(context)


async def ask_obstacles(_update: Update, context: Context, press: screens.TranslateObstacles) -> Step:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    conversations.park(context.conversation)
    context.remember(report=press.id, lang=press.lang.value)
    context.show(screens.ask_obstacles(press.id, press.lang, context.t))
    return OBSTACLES


async def take_obstacles(update: Update, context: Context) -> Step:
    report = await reports.get(context.session, int(context.memory.get("report", 0)))
    lang, said = Language(context.memory.get("lang", Language.KY)), text_of(update)
    try:
        await reports.add_obstacles(context.session, context.citizen, report, lang, obstacles=said, now=context.now)
    except Refused as refused:
        context.show(screens.ask_obstacles(report.id, lang, context.t, note=words(refused, context.t)))
        return None
    await _show_decision(context, report.id)
    return _rest(context)


async def open_published(_update: Update, context: Context, press: screens.OpenPublished) -> Step:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    page = max(0, press.page)
    found = await reports.list_published(context.session, limit=screens.PER_PAGE + 1, offset=page * screens.PER_PAGE)
    titles = numbered_titles(await commitments.list_all(context.session), context.t)
    shown, more = found[: screens.PER_PAGE], len(found) > screens.PER_PAGE
    context.show(screens.published(shown, page, more, titles, context.t))
    return _rest(context)


async def take_down(_update: Update, context: Context, press: screens.TakeDown) -> Step:
    """Asked once whether; then out of sight."""
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    report = await reports.get(context.session, press.id)
    if press.sure:
        await reports.withdraw(context.session, context.citizen, report, now=context.now)
        context.toast(context.t.plain("Done."))
        await _show_decision(context, report.id)
    else:
        titles = numbered_titles(await commitments.list_all(context.session), context.t)
        title = titles.get(report.commitment_id or "", report.external_id)
        context.show(screens.ask_to_take_down(report.id, title, context.t))
    return _rest(context)


async def open_answers(_update: Update, context: Context, press: screens.OpenAnswers) -> Step:
    await _show_answers(context, press.page)
    return _rest(context)


async def hide(_update: Update, context: Context, press: answered.Hide) -> Step:
    await assessments.hide(context.session, context.citizen, press.id, now=context.now, is_hidden=bool(press.on))
    await _show_answers(context, press.page)
    return _rest(context)


async def show_photo(_update: Update, context: Context, press: answered.ShowPhoto) -> Step:
    one = await assessments.get(context.session, context.citizen, press.id, now=context.now)
    if one.photo is not None:
        context.show(answered.photo(one, context.t), anew=True)
    return _rest(context)


async def _show_waiting(context: Context) -> None:
    found = await reports.list_waiting(context.session, limit=20)
    titles = numbered_titles(await commitments.list_all(context.session), context.t)
    names = await commitments.names(context.session, "agency")
    context.show(screens.waiting(found, titles, names, context.t))


async def _show_decision(context: Context, report_id: int) -> None:
    await reports.require_moderator(context.session, context.citizen, now=context.now)
    report = await reports.get(context.session, report_id)
    titles = numbered_titles(await commitments.list_all(context.session), context.t)
    names = await commitments.names(context.session, "agency")
    context.show(screens.decision(report, titles, names, context.t))


async def _show_answers(context: Context, page: int) -> None:
    page = max(0, page)
    found = await assessments.list_latest(
        context.session,
        context.citizen,
        now=context.now,
        limit=screens.PER_PAGE + 1,
        offset=page * screens.PER_PAGE,
    )
    names = await commitments.names(context.session, "region")
    shown, more = found[: screens.PER_PAGE], len(found) > screens.PER_PAGE
    context.show(answered.answers(shown, more, page, names, context.t))


def _rest(context: Context) -> Step:
    """Nothing is awaited of the officer any more, unless another conversation goes on: that one waits on."""
    if context.conversation.flow != FLOW:
        return None
    conversations.park(context.conversation)
    return END


async def leave(_update: Update, context: Context) -> Step:
    """/cancel: nothing is decided."""
    report_id = int(context.memory.get("report", 0))
    conversations.park(context.conversation)
    await _show_decision(context, report_id)
    return END


def build() -> "ConversationHandler[Context]":
    return conversation(
        FLOW,
        entry_points=[
            command("publish", show_waiting),
            pressed(screens.OpenWaiting, open_waiting),
            pressed(screens.OpenForDecision, open_report),
            pressed(screens.Approve, approve),
            pressed(screens.ChooseCommitment, choose),
            pressed(screens.ShowAll, show_all),
            pressed(screens.Reject, ask_reason),
            pressed(screens.Translate, ask_text),
            pressed(screens.TranslateObstacles, ask_obstacles),
            pressed(screens.OpenPublished, open_published),
            pressed(screens.TakeDown, take_down),
            pressed(screens.OpenAnswers, open_answers),
            pressed(answered.Hide, hide),
            pressed(answered.ShowPhoto, show_photo),
        ],
        states={
            REASON: [wrote(TYPED, take_reason)],
            TEXT: [wrote(TYPED, take_text)],
            OBSTACLES: [wrote(TYPED, take_obstacles)],
        },
        cancel=leave,
    )
