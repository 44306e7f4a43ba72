"""What each kind of notice says, rendered right before it is sent, in the reader's present language; not at all when
the reader has switched the kind off, and always with the way to do so."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from handlers.notices import (
    broadcasts,
    campaigns,
    deadlines,
    desk,
    initiatives,
    questions,
    reports,
    seminars,
    sources,
)
from handlers.notices.context import NoticeContext
from handlers.screens.screen import Screen
from handlers.screens.ways_out import with_way_out
from models import Notice
from services import kinds

# None: the reader no longer wants it, or it is no longer so.
Renderer: TypeAlias = Callable[[NoticeContext, list[Notice]], Awaitable[Screen | None]]

# By the kind of a message; it holds the notices of that kind, and a "report" the "overdue" ones too.
RENDERERS: dict[str, Renderer] = {
    "report": reports.render,
    "report-due": deadlines.render_reminder,
    "overdue-desk": deadlines.render_for_desk,
    **initiatives.RENDERERS,
    **questions.RENDERERS,
    **desk.RENDERERS,
    **campaigns.RENDERERS,
    **seminars.RENDERERS,
    **sources.RENDERERS,
    **broadcasts.RENDERERS,
}


async def rendered(kind: str, context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """What a message of this kind says now; None: its reader does not want it, or it is no longer so."""
    off = kinds.KINDS[kind].off
    if not kinds.is_on(context.citizen, off):
        return None
    screen = await RENDERERS[kind](context, notices)
    return with_way_out(screen, off, context.t) if screen is not None else None
