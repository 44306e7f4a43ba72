"""What administrators hear of the sources of reports: that one fails, and that it is well again."""

from handlers.notices.context import NoticeContext
from handlers.screens import sources as screens
from handlers.screens.screen import Screen
from models import Notice, Role, SourceReading
from services import staff


async def failing(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    """Not what is well again by the time it would be told."""
    found = [one for one in await _named(context, notices) if one.failures]
    return screens.failing(found, context.t) if found else None


async def well(context: NoticeContext, notices: list[Notice]) -> Screen | None:
    found = [one for one in await _named(context, notices) if not one.failures]
    return screens.well(found, context.t) if found else None


async def _named(context: NoticeContext, notices: list[Notice]) -> list[SourceReading]:
    if not await staff.has_role(context.session, context.citizen, Role.ADMINISTRATOR):
        return []
    names = dict.fromkeys(notice.subject for notice in notices)
    found = [await context.session.get(SourceReading, name) for name in names]
    return [one for one in found if one is not None]


RENDERERS = {"source-failing": failing, "source-well": well}
