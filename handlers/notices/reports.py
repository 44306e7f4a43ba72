"""What happened to the commitments somebody follows: one report, one silence, or a digest of several."""

from functools import partial

from handlers.notices.context import NoticeContext
from handlers.screens import notices as screens
from handlers.screens.notices import News, Silence
from handlers.screens.screen import Screen
from models import Notice, Report
from services import commitments, deadlines, notifications, reports
from services.errors import NotFound


async def render(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Everything that is still so and still wanted, the newest first, each thing once."""
    told: dict[tuple[str, str], News | Silence] = {}
    for notice in sorted(notices, key=lambda one: (one.created_at, one.id), reverse=True):
        key = (notice.kind, notice.subject)
        if key in told:
            continue
        item = await context.once(("item", *key), partial(_item, context, notice))
        if item is not None and await _is_wanted(context, item.commitment.id):
            told[key] = item
    if not told:
        return None

    async def draw() -> Screen:
        items = list(told.values())
        names = await context.once("agencies", partial(commitments.names, context.session, "agency"))
        today = context.now.astimezone(context.zone).date()
        return screens.news(items, names, today, context.t)

    # Thousands get the very same words: they are put together once a round and language.
    return await context.once(("screen", context.t.language, *told), draw)


async def _item(context: NoticeContext, notice: Notice) -> News | Silence | None:
    if notice.kind == "overdue":
        deadline = await deadlines.find_open(context.session, int(notice.subject), zone=context.zone)
        if deadline is None:
            return None
        about = await context.once(
            ("commitment", deadline.commitment_id), partial(commitments.get, context.session, deadline.commitment_id)
        )
        return Silence(about, deadline)
    report = await _report(context, int(notice.subject))
    if report is None or report.commitment_id is None:
        return None
    about = await context.once(
        ("commitment", report.commitment_id), partial(commitments.get, context.session, report.commitment_id)
    )
    return News(about, report)


async def _report(context: NoticeContext, report_id: int) -> Report | None:
    try:
        return await reports.get_public(context.session, report_id)
    except NotFound:  # withdrawn since
        return None


async def _is_wanted(context: NoticeContext, commitment_id: str) -> bool:
    async def look() -> frozenset[int]:
        people = context.fellows | {context.citizen.id}
        return await notifications.still_followed_by(context.session, commitment_id, people)

    return context.citizen.id in await context.once(("followers", commitment_id), look)
