"""To those who asked: a collection of initiatives has opened."""

from handlers.notices.context import NoticeContext
from handlers.screens.collections import NewInitiative, collection_words
from handlers.screens.screen import Button, Screen, lines
from models import Notice
from services import campaigns


async def opened(context: NoticeContext, _notices: list[Notice]) -> Screen | None:
    """Closed again before this was sent: no news."""
    collection = await campaigns.current(context.session, now=context.now)
    if collection.is_closed or collection.campaign is None:
        return None
    button = Button(context.t.plain("Submit an initiative"), NewInitiative())
    asked = context.t("You asked to be told. This message comes once.")
    return Screen(lines(collection_words(collection, context.t), asked), ((button,),))


RENDERERS = {"campaign-opened": opened}
