"""How far a broadcast is, and what became of it: bars of blocks, each with its number in words."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column, lines
from locales.translator import Translator, msg
from models import Broadcast, BroadcastState, MessageState
from services.broadcasting import Progress

S = BroadcastState
_WIDTH = 20
_HOUR_S, _MINUTE_S = 3600, 60
STATES = {
    S.DRAFT: msg("Draft"),
    S.AWAITING: msg("Waits for approval"),
    S.SCHEDULED: msg("Scheduled"),
    S.RUNNING: msg("Being sent"),
    S.PAUSED: msg("Paused"),
    S.STOPPED: msg("Stopped"),
    S.FINISHED: msg("Finished"),
}
OUTCOMES = {
    MessageState.SENT: msg("Delivered"),
    MessageState.UNREACHABLE: msg("Unreachable"),
    MessageState.FAILED: msg("Failed"),
    MessageState.UNKNOWN: msg("Outcome unknown"),
    MessageState.SKIPPED: msg("Not wanted or stopped"),
}


@dataclass(frozen=True)
class OpenBroadcast(Payload):
    """One broadcast as it stands now; under a live message it is the refresh button."""

    prefix: ClassVar[str] = "bo"
    id: int


@dataclass(frozen=True)
class PauseBroadcast(Payload):
    prefix: ClassVar[str] = "bp"
    id: int


@dataclass(frozen=True)
class ResumeBroadcast(Payload):
    prefix: ClassVar[str] = "br"
    id: int


@dataclass(frozen=True)
class StopBroadcast(Payload):
    """Stop for good; ``sure`` after the question."""

    prefix: ClassVar[str] = "bs"
    id: int
    sure: int


@dataclass(frozen=True)
class UnscheduleBroadcast(Payload):
    """Not at that hour; ``sure`` after the question."""

    prefix: ClassVar[str] = "bu"
    id: int
    sure: int


@dataclass(frozen=True)
class ListBroadcasts(Payload):
    prefix: ClassVar[str] = "bl"


def bar(part: int, whole: int) -> str:
    """Blocks in proportion; anything at all is at least one block."""
    full = min(_WIDTH, max(round(_WIDTH * part / whole), 1 if part else 0)) if whole else 0
    return "█" * full + "░" * (_WIDTH - full)


def live(broadcast: Broadcast, shown: Progress, t: Translator) -> Screen:
    """A confirmed broadcast: how far, how fast, how long still, and what can be done."""
    said = lines(
        t("<b>Announcement No. {n}</b>: {state}", n=broadcast.id, state=t.plain(STATES[broadcast.state])),
        _when(broadcast, shown, t),
        _bar(shown, t),
        _counts(shown, t),
        _speed(broadcast, shown, t),
    )
    return Screen(said, _rows(broadcast, t))


def _when(broadcast: Broadcast, shown: Progress, t: Translator) -> Markup | None:
    if broadcast.state is S.SCHEDULED and broadcast.starts_at is not None:
        said = t("It begins on {moment} (Bishkek).", moment=t.moment(broadcast.starts_at))
    elif broadcast.started_at is not None:
        said = t("Started: {moment}", moment=t.moment(broadcast.started_at))
    else:
        return None
    return said if shown.is_frozen else lines(said, t("The list of recipients is still being made."))


def _bar(shown: Progress, t: Translator) -> Markup:
    percent = 100 * shown.done // shown.recipients if shown.recipients else 0
    return t(
        "<code>{bar}</code>\n{percent} %: {done} of {recipients}",
        bar=bar(shown.done, shown.recipients),
        percent=percent,
        done=shown.done,
        recipients=shown.recipients,
    )


def _counts(shown: Progress, t: Translator) -> Markup:
    counted = [
        t("{outcome}: {n}", outcome=t.plain(label), n=shown.states.get(state, 0)) for state, label in OUTCOMES.items()
    ]
    return Markup("\n").join(counted)


def _speed(broadcast: Broadcast, shown: Progress, t: Translator) -> Markup | None:
    if broadcast.state is not S.RUNNING:
        return None
    said = [t("Still to go: {left}", left=shown.left)]
    if shown.waiting:
        said.append(t("Of these, waiting for their quiet hours to end: {n}", n=shown.waiting))
    seconds = shown.seconds_left
    if seconds is not None:
        said.append(t("Messages per second: {rate}", rate=f"{shown.rate:.1f}"))
        said.append(t("Time left: {time}", time=_time(seconds, t)))
    return Markup("\n").join(said)


def _time(seconds: float, t: Translator) -> str:
    if seconds < _MINUTE_S:
        return t.plain("less than a minute")
    if seconds < 2 * _HOUR_S:
        return t.plain_plural("{n} minute", "{n} minutes", round(seconds / _MINUTE_S))
    return t.plain_plural("{n} hour", "{n} hours", round(seconds / _HOUR_S))


def _rows(broadcast: Broadcast, t: Translator) -> Rows:
    one, buttons = broadcast.id, []
    if broadcast.state is S.RUNNING:
        buttons.append(Button(t.plain("Pause"), PauseBroadcast(one)))
    if broadcast.state is S.PAUSED:
        buttons.append(Button(t.plain("Go on sending"), ResumeBroadcast(one)))
    if broadcast.state in {S.RUNNING, S.PAUSED}:
        buttons.append(Button(t.plain("Stop for good"), StopBroadcast(one, 0)))
    if broadcast.state is S.SCHEDULED:
        buttons.append(Button(t.plain("Cancel this schedule"), UnscheduleBroadcast(one, 0)))
    if broadcast.settled_at is None:
        buttons.append(Button(t.plain("Refresh"), OpenBroadcast(one)))
    return column([*buttons, Button(t.plain("All announcements"), ListBroadcasts())])


def confirm_stop(broadcast: Broadcast, shown: Progress, t: Translator) -> Screen:
    """Stopping is for good, so it is asked."""
    said = t(
        "Stop announcement No. {n} for good? People who have not got it yet: {left}. It cannot be begun again.",
        n=broadcast.id,
        left=shown.left,
    )
    yes = Button(t.plain("Yes, stop it"), StopBroadcast(broadcast.id, 1))
    return Screen(said, column([yes, Button(t.plain("Back"), OpenBroadcast(broadcast.id))]))


def confirm_unschedule(broadcast: Broadcast, t: Translator) -> Screen:
    """Nobody gets it; what was written is kept as a new draft."""
    said = t(
        "Cancel the schedule of announcement No. {n}? Nobody gets it, and everything in it is kept as a new draft.",
        n=broadcast.id,
    )
    yes = Button(t.plain("Yes, cancel it"), UnscheduleBroadcast(broadcast.id, 1))
    return Screen(said, column([yes, Button(t.plain("Back"), OpenBroadcast(broadcast.id))]))
