"""Under every message that comes by itself: the way to hear no more of its kind, or why there is none."""

from dataclasses import dataclass
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen
from handlers.screens.secretariat.words import ToggleMorningList
from handlers.screens.start import Open
from locales.translator import Translator, msg
from services.kinds import SWITCHES, Off


@dataclass(frozen=True)
class SwitchOff(Payload):
    """No more messages of this kind; pressed under one of them, which stays as it is."""

    prefix: ClassVar[str] = "off"
    what: Off


LABELS = {
    Off.ANNOUNCEMENTS: msg("Switch announcements off"),
    Off.SUPPORTED: msg("No news of initiatives I support"),
    Off.SEMINARS: msg("No reminders and minutes of seminars"),
    Off.DEADLINES: msg("No messages about deadlines"),
    Off.MORNING_LIST: msg("Stop the morning list"),
}
# What is switched in more than one way (how often, muting, unsubscribing), or comes once, leads to all of them.
_TO_SETTINGS = frozenset({Off.SUBSCRIPTIONS, Off.ONCE})


def way_out(off: Off, t: Translator) -> Rows:
    """No row for what is the reader's own affair or comes with a role."""
    if off in _TO_SETTINGS:
        return ((Button(t.plain("Notification settings"), Open("settings")),),)
    if off not in SWITCHES:
        return ()
    press = ToggleMorningList(0) if off is Off.MORNING_LIST else SwitchOff(off)
    return ((Button(t.plain(LABELS[off]), press),),)


def with_way_out(screen: Screen, off: Off, t: Translator) -> Screen:
    """The screen with the row, once. The very same one when it has it: thousands may be given it."""
    missing = [row for row in way_out(off, t) if row not in screen.rows]
    return screen.with_rows(*missing) if missing else screen
