"""A card in the staff group: number, theme and title. Name, contact and text stay in private chats."""

from markupsafe import Markup

from handlers.screens.screen import Button, Screen, lines
from handlers.screens.secretariat.desk import TakeTask
from handlers.screens.texts import shortened
from locales.translator import Translator
from services.staffroom import Shown
from services.tasks import Thing

LANGUAGE = "ky"  # of the cards, whoever is in the group: the state language


def card(shown: Shown, t: Translator, bot_name: str, taken_by: str | None = None) -> Screen:
    """A new initiative or question; "take it" until somebody has."""
    if shown.thing is Thing.INITIATIVE:
        head = t("<b>New initiative {number}</b>", number=shown.number)
    else:
        head = t("<b>New question {number}</b>", number=shown.number)
    theme = t("Theme: {theme}", theme=t.pick(shown.theme)) if shown.theme else None
    title = Markup("{}").format(shortened(shown.title, 200)) if shown.title else None
    link = f"https://t.me/{bot_name}?start=desk_{shown.thing.value}{shown.id}"
    buttons = [Button(t.plain("Open in a private chat"), url=link)]
    if taken_by is None and shown.assignee_id is None:
        buttons.insert(0, Button(t.plain("Take it"), TakeTask(shown.thing, shown.id)))
        taken = None
    else:
        taken = t("Taken by {name}", name=taken_by) if taken_by else t("Taken")
    return Screen(lines(head, theme, title, taken), tuple((button,) for button in buttons))
