"""What the reader of a broadcast sees, in their language."""

from markupsafe import Markup

from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.ways_out import way_out
from locales.translator import OWN_NAMES, Translator
from models import Broadcast
from services.kinds import Off


def announcement(broadcast: Broadcast, t: Translator) -> Screen:
    """The announcement as it is sent. Where it has no text in the reader's language, the confirmed one, labelled."""
    own = broadcast.text_in(t.language)
    lang = t.language if own else str(broadcast.fallback or "ky")
    html = own or broadcast.text_in(lang) or ""
    label = None if own else t("<i>Announcement in another language: {name}</i>", name=OWN_NAMES[lang])
    # Telegram made this HTML of what the announcer typed, so it is markup already.
    said = lines(label, Markup(html), t("<i>Announcements can be switched off: /settings</i>"))  # noqa: S704
    attached = None
    if broadcast.media_kind is not None:
        attached = Attached(
            broadcast.media_kind.value, broadcast.media_name or "", telegram_file_id=broadcast.media_file_id
        )
    links = [Button(link.get(t.language) or link.get(lang) or link["ky"], url=link["url"]) for link in broadcast.links]
    return Screen(said, (*column(links), *way_out(Off.ANNOUNCEMENTS, t)), attached=attached)
