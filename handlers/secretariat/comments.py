"""What citizens say of reports, looked at one by one."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.context import Context
from handlers.guards import pressed
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import comments as screens
from handlers.screens.secretariat.words import OpenComments
from handlers.secretariat.typing import Step, done
from services import assessments, commitments, reports

_AT_ONCE = 5


async def open_report(_update: Update, context: Context, press: OpenComments) -> Step:
    return await _show(context, press.report)


async def settle(_update: Update, context: Context, press: screens.SettleComment) -> Step:
    session, officer, now = context.session, context.citizen, context.now
    if press.hide == 1:
        one = await assessments.hide(session, officer, press.id, now=now)
        context.toast(context.t.plain("It is hidden and does not count."))
    else:
        one = await assessments.check(session, officer, press.id, now=now)
    return await _show(context, one.report_id)


async def _show(context: Context, report_id: int) -> Step:
    session, now = context.session, context.now
    found = await assessments.list_unchecked(session, context.citizen, report_id, now=now, limit=_AT_ONCE)
    report = await reports.get(session, report_id)
    titles = numbered_titles(await commitments.list_all(session), context.t)
    names = await commitments.names(session, "region")
    title = titles.get(report.commitment_id or "", report.external_id)
    context.show(screens.listing(title, found, names, context.t))
    return done(context)


def build() -> list["BaseHandler[Update, Context, Any]"]:
    return [pressed(OpenComments, open_report), pressed(screens.SettleComment, settle)]
