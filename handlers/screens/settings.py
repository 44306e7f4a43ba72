"""Screens of /settings: what each wish is now, what it changes, and how to change it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.start import Open, menu_rows
from locales.translator import OWN_NAMES, Translator, msg
from models import Citizen, Frequency
from services.kinds import Off, is_on

NONE = "-"  # "no region" in a payload
_A_ROW = 6  # hours side by side: a phone shows them unshortened

FREQUENCIES = {
    Frequency.AT_ONCE: msg("At once"),
    Frequency.DAILY: msg("Once a day"),
    Frequency.WEEKLY: msg("Once a week"),
}


# The switches that share a screen; announcements have their own.
KINDS = {
    Off.SUPPORTED: msg("Initiatives I support"),
    Off.SEMINARS: msg("Reminders and minutes of seminars"),
    Off.DEADLINES: msg("Deadlines of reports"),
}


class Wish(enum.StrEnum):
    """The wishes that have a screen of their own."""

    REGION = "r"
    FREQUENCY = "f"
    HOUR = "h"
    QUIET = "q"
    ANNOUNCEMENTS = "a"
    KINDS = "k"


@dataclass(frozen=True)
class OpenSettings(Payload):
    prefix: ClassVar[str] = "set"


@dataclass(frozen=True)
class OpenWish(Payload):
    """The screen where one wish is changed."""

    prefix: ClassVar[str] = "wish"
    what: Wish


@dataclass(frozen=True)
class SetRegion(Payload):
    prefix: ClassVar[str] = "wreg"
    id: str


@dataclass(frozen=True)
class SetFrequency(Payload):
    prefix: ClassVar[str] = "wfrq"
    frequency: Frequency


@dataclass(frozen=True)
class SetHour(Payload):
    """The hour of the digest."""

    prefix: ClassVar[str] = "whr"
    hour: int


@dataclass(frozen=True)
class QuietFrom(Payload):
    """The first half of the quiet hours; the second is asked next."""

    prefix: ClassVar[str] = "wqf"
    hour: int


@dataclass(frozen=True)
class SetQuiet(Payload):
    """Quiet from one hour until another; the same twice: never quiet."""

    prefix: ClassVar[str] = "wq"
    start: int
    end: int


@dataclass(frozen=True)
class SetSwitch(Payload):
    """Whether messages of a kind are wanted."""

    prefix: ClassVar[str] = "wsw"
    what: Off
    on: int


def overview(citizen: Citizen, regions: Mapping[str, Mapping[str, str]], t: Translator) -> Screen:
    """Every wish as it stands."""
    region = t.pick(regions[citizen.region_id]) if citizen.region_id else t.plain("not chosen")
    said = [
        t("<b>Settings</b>"),
        t("<b>Language:</b> {name}", name=OWN_NAMES[t.language]),
        t("<b>Region:</b> {name}", name=region),
        t("<b>Notifications:</b> {how}", how=_how_often(citizen, t)),
        t("<b>Quiet hours:</b> {hours}", hours=_quiet(citizen, t)),
        t("<b>Announcements:</b> {state}", state=_state(citizen, Off.ANNOUNCEMENTS, t)),
        _switched_off(citizen, t),
        t("Answers to what you do here always come at once, whatever is set."),
    ]
    buttons = [
        Button(t.plain("Change language"), Open("language")),
        Button(t.plain("Change region"), OpenWish(Wish.REGION)),
        Button(t.plain("How often to notify"), OpenWish(Wish.FREQUENCY)),
        Button(t.plain("Quiet hours"), OpenWish(Wish.QUIET)),
        Button(t.plain("Announcements"), OpenWish(Wish.ANNOUNCEMENTS)),
        Button(t.plain("Other kinds of messages"), OpenWish(Wish.KINDS)),
        Button(t.plain("My subscriptions"), Open("subscriptions")),
    ]
    return Screen(lines(*said), (*column(buttons), *menu_rows(t)))


def _how_often(citizen: Citizen, t: Translator) -> str:
    often = t.plain(FREQUENCIES[citizen.frequency])
    if citizen.frequency is Frequency.AT_ONCE:
        return often
    return t.plain("{often}, at {hour}", often=often, hour=_clock(citizen.digest_hour))


def _quiet(citizen: Citizen, t: Translator) -> str:
    if citizen.quiet_from == citizen.quiet_until:
        return t.plain("none")
    return f"{_clock(citizen.quiet_from)} – {_clock(citizen.quiet_until)}"


def _state(citizen: Citizen, off: Off, t: Translator) -> str:
    return t.plain("on") if is_on(citizen, off) else t.plain("off")


def _switched_off(citizen: Citizen, t: Translator) -> Markup | None:
    names = [t.plain(name) for off, name in KINDS.items() if not is_on(citizen, off)]
    return t("<b>Switched off:</b> {kinds}", kinds=" · ".join(names)) if names else None


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


def region(citizen: Citizen, regions: Mapping[str, Mapping[str, str]], t: Translator) -> Screen:
    """Optional; what it is for is said first."""
    text = t(
        "<b>Your region</b>\n\nIt decides which announcements and seminars of the regions you hear of. It is optional "
        "and changes nothing about your initiatives: each of them has a region of its own."
    )
    buttons = [_chosen(str(t.pick(name)), SetRegion(id_), id_ == citizen.region_id, t) for id_, name in regions.items()]
    buttons.append(_chosen(t.plain("No region"), SetRegion(NONE), citizen.region_id is None, t))
    return Screen(text, (*column(buttons), *_back(t)))


def frequency(citizen: Citizen, t: Translator) -> Screen:
    """At once, daily or weekly; the digest's hour where there is one."""
    text = t(
        "<b>How often to notify</b>\n\nIt decides when you hear of reports and overdue reports that you subscribed to. "
        "At once: as soon as each is published. Once a day or once a week: all of them in one message. "
        "Decisions on your own initiatives and answers to your questions always come at once, in your quiet hours "
        "without a sound."
    )
    buttons = [
        _chosen(t.plain(name), SetFrequency(often), often is citizen.frequency, t)
        for often, name in FREQUENCIES.items()
    ]
    if citizen.frequency is not Frequency.AT_ONCE:
        label = t.plain("Hour of the message: {hour}", hour=_clock(citizen.digest_hour))
        buttons.append(Button(label, OpenWish(Wish.HOUR)))
    return Screen(text, (*column(buttons), *_back(t)))


def hour(t: Translator) -> Screen:
    """The hour of the daily or weekly message."""
    text = t("At which hour should the message with everything come? Time in Bishkek.")
    return Screen(text, (*_hours([Button(_clock(one), SetHour(one)) for one in range(24)]), *_back(t)))


def quiet(citizen: Citizen, t: Translator) -> Screen:
    """What waits in these hours and what comes without a sound; first the beginning is asked."""
    text = t(
        "<b>Quiet hours</b>\n\nIn these hours reports, news of what you follow or support, and announcements wait "
        "until they end. What you are waiting for yourself comes at once, without a sound: the answer to your "
        "question, a request or a decision on your own initiative, a seminar you registered for.\n\nNow: {hours}. "
        "Time in Bishkek.\n\nFrom which hour should it be quiet?",
        hours=_quiet(citizen, t),
    )
    never = Button(t.plain("No quiet hours"), SetQuiet(0, 0))
    hours = _hours([Button(_clock(one), QuietFrom(one)) for one in range(24)])
    return Screen(text, (*hours, (never,), *_back(t)))


def quiet_until(start: int, t: Translator) -> Screen:
    """The end of the quiet hours."""
    text = t("Quiet from {hour}. Until which hour?", hour=_clock(start))
    ends = [one % 24 for one in range(start + 1, start + 24)]
    return Screen(text, (*_hours([Button(_clock(one), SetQuiet(start, one)) for one in ends]), *_back(t)))


def announcements(citizen: Citizen, t: Translator) -> Screen:
    """General announcements, on or off."""
    text = t(
        "<b>Announcements</b>\n\nThey tell of a new collection of initiatives, of seminars and of other news from the "
        "Secretariat. Switched off, you still hear of your own initiatives, questions and subscriptions.\n\nNow: "
        "{state}.",
        state=_state(citizen, Off.ANNOUNCEMENTS, t),
    )
    if citizen.wants_announcements:
        button = Button(t.plain("Switch announcements off"), SetSwitch(Off.ANNOUNCEMENTS, 0))
    else:
        button = Button(t.plain("Switch announcements on"), SetSwitch(Off.ANNOUNCEMENTS, 1))
    return Screen(text, ((button,), *_back(t)))


def kinds(citizen: Citizen, t: Translator) -> Screen:
    """The other switches, each a button; deadlines only where a role brings them."""
    text = t(
        "<b>Kinds of messages</b>\n\nPress one to switch it off or on. Of your own initiatives and questions, and of "
        "changes to a seminar you registered for, you always hear."
    )
    shown = [off for off in KINDS if off is not Off.DEADLINES or citizen.staff_menu]
    buttons = [
        Button(
            t.plain("{kind}: {state}", kind=t.plain(KINDS[off]), state=_state(citizen, off, t)),
            SetSwitch(off, int(not is_on(citizen, off))),
        )
        for off in shown
    ]
    return Screen(text, (*column(buttons), *_back(t)))


def _chosen(label: str, press: Payload, is_chosen: bool, t: Translator) -> Button:
    return Button(t.plain("{choice} (chosen)", choice=label) if is_chosen else label, press)


def _hours(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[start : start + _A_ROW]) for start in range(0, len(buttons), _A_ROW))


def _back(t: Translator) -> Rows:
    return ((Button(t.plain("All settings"), OpenSettings()),), *menu_rows(t))


def saved(screen: Screen, said: Markup) -> Screen:
    """The overview again, with what has just been changed and what follows from it on top."""
    return Screen(lines(said, screen.text), screen.rows)
