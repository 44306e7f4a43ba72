"""What became of an announcement: in words, as a picture, and why some people did not get it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Attached, Button, Made, Screen, column, lines
from handlers.screens.secretariat.broadcast_progress import OUTCOMES, STATES, ListBroadcasts, OpenBroadcast
from locales.translator import Translator, msg
from models import Broadcast, BroadcastState, MessageState
from services.broadcast_checks import MOST_CAPTION
from services.broadcasting import Progress

Reasons = Sequence[tuple[MessageState, str, int]]  # outcome, what was written down, how many
# What stands in a written-down reason → what it means. The first that fits.
_REASONS = (
    ("blocked", msg("has blocked the bot")),
    ("deactivated", msg("account deleted")),
    ("unknown-chat", msg("no such chat")),
    ("chat not found", msg("no such chat")),
    ("user not found", msg("no such chat")),
    ("peer_id_invalid", msg("no such chat")),
    ("initiate conversation", msg("has never started the bot")),
    ("erased", msg("has deleted their data")),
    ("no longer wanted", msg("has switched announcements off")),
    ("the process ended", msg("the bot was stopped while sending")),
    ("stopped while it was being sent", msg("the bot was stopped while sending")),
    ("stopped", msg("the announcement was stopped")),
    ("could not be reached", msg("Telegram could not be reached")),
    ("timed out", msg("Telegram gave no answer")),
    ("timedout", msg("Telegram gave no answer")),
    ("networkerror", msg("Telegram gave no answer")),
)


@dataclass(frozen=True)
class DrawReport(Payload):
    """The report as a picture."""

    prefix: ClassVar[str] = "b1"
    id: int


@dataclass(frozen=True)
class ResendUnknown(Payload):
    """Send again what may have arrived; ``sure`` after the question."""

    prefix: ClassVar[str] = "b2"
    id: int
    sure: int


def report(broadcast: Broadcast, shown: Progress, why: Reasons, t: Translator, note: Markup | None = None) -> Screen:
    """What became of it, then the reasons."""
    buttons = [Button(t.plain("Show it as a chart"), DrawReport(broadcast.id))]
    if _may_resend(broadcast, shown):
        buttons.append(Button(t.plain("Send again where the outcome is unknown"), ResendUnknown(broadcast.id, 0)))
    if shown.left and broadcast.state is BroadcastState.FINISHED:
        buttons.append(Button(t.plain("Refresh"), OpenBroadcast(broadcast.id)))
    buttons.append(Button(t.plain("All announcements"), ListBroadcasts()))
    return Screen(lines(note, _words(broadcast, shown, why, t)), column(buttons))


def picture(broadcast: Broadcast, shown: Progress, why: Reasons, t: Translator) -> Screen:
    """The same with a chart, drawn when it is sent; the caption says it all, for who does not see the picture."""
    outcomes = [[t.plain(label), shown.states.get(state, 0)] for state, label in OUTCOMES.items()]
    if (never := _never(broadcast, shown)) > 0:
        outcomes.append([t.plain("Not sent"), never])
    panels = [{"title": t.plain("Recipients: {n}", n=shown.recipients), "bars": outcomes}]
    reasons = _reasons(why, t)
    if reasons:
        bars = [[reason, number] for reason, number in reasons[:8]]
        panels.append({"title": t.plain("Reasons"), "bars": bars})
    data: dict[str, Any] = {"title": t.plain("Announcement No. {n}", n=broadcast.id), "panels": panels}
    caption = _words(broadcast, shown, why, t)
    most = len(reasons)
    while len(caption.striptags()) > MOST_CAPTION and most:
        most -= 1
        caption = _words(broadcast, shown, why, t, most=most)
    attached = Attached(kind="photo", name="announcement.png", made=Made("chart", data))
    rows = column([Button(t.plain("Open the announcement"), OpenBroadcast(broadcast.id))])
    return Screen(caption, rows, attached=attached)


def confirm_resend(broadcast: Broadcast, shown: Progress, t: Translator) -> Screen:
    """Somebody may get it twice, so it is asked."""
    said = t(
        "Send announcement No. {n} again where the outcome is unknown? People: {count}. Some of them will get it "
        "twice. This is noted in the audit trail.",
        n=broadcast.id,
        count=shown.states.get(MessageState.UNKNOWN, 0),
    )
    yes = Button(t.plain("Yes, send it again"), ResendUnknown(broadcast.id, 1))
    return Screen(said, column([yes, Button(t.plain("Back"), OpenBroadcast(broadcast.id))]))


def _may_resend(broadcast: Broadcast, shown: Progress) -> bool:
    return broadcast.state is BroadcastState.FINISHED and shown.states.get(MessageState.UNKNOWN, 0) > 0


def _words(broadcast: Broadcast, shown: Progress, why: Reasons, t: Translator, *, most: int = 12) -> Markup:
    counted = [
        t("{outcome}: {n}", outcome=t.plain(label), n=shown.states.get(state, 0)) for state, label in OUTCOMES.items()
    ]
    if (never := _never(broadcast, shown)) > 0:
        counted.append(t("Not sent because it was stopped: {n}", n=never))
    reasons = [t("{outcome}: {n}", outcome=reason, n=number) for reason, number in _reasons(why, t)[:most]]
    began, ended = broadcast.started_at, broadcast.ended_at
    return lines(
        t("<b>Announcement No. {n}</b>: {state}", n=broadcast.id, state=t.plain(STATES[broadcast.state])),
        Markup("\n").join(
            [
                *([t("Started: {moment}", moment=t.moment(began))] if began else []),
                *([t("Ended: {moment}", moment=t.moment(ended))] if ended else []),
                t("Recipients: {n}", n=shown.recipients),
            ]
        ),
        Markup("\n").join(counted),
        Markup("\n").join([t("<b>Reasons</b>"), *reasons]) if reasons else None,
    )


def _never(broadcast: Broadcast, shown: Progress) -> int:
    """Recipients of a stopped one who were in no message yet."""
    return shown.recipients - shown.done if broadcast.state is BroadcastState.STOPPED else 0


def _reasons(why: Reasons, t: Translator) -> list[tuple[str, int]]:
    """(in words, how many), the most frequent first; whatever means the same is one."""
    found: Counter[str] = Counter()
    for _, reason, number in why:
        found[_reason(reason, t)] += number
    return found.most_common()


def _reason(written: str, t: Translator) -> str:
    """What nobody foresaw stays as Telegram said it: the operator can look it up."""
    said = written.casefold()
    known = next((words for sign, words in _REASONS if sign in said), None)
    return t.plain(known) if known else written[:80] or t.plain("not known")
