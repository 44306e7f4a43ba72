"""What each kind of notice says, rendered right before it is sent, in the reader's present language."""

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
from models import Notice

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
