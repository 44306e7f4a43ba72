"""The last questions about an announcement: now or when, and a second person's word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.secretariat.broadcast_audience import Names, audience_words, counted
from handlers.screens.secretariat.broadcast_content import back
from handlers.screens.secretariat.broadcast_progress import STATES, ListBroadcasts, OpenBroadcast
from locales.translator import OWN_NAMES, Translator, msg
from models import Broadcast, BroadcastState, Language
from services.audiences import Audience
from services.broadcast_checks import Blocker

_BLOCKERS = {
    "missing-text": msg("There is no text in {language}."),
    "fallback-unconfirmed": msg("There is no text in {language}, and no other one is confirmed for its readers."),
    "too-long": msg("The text in {language} is too long, by {detail}."),
    "broken-link": msg("A link in {language} leads nowhere: {detail}"),
    "private-link": msg("This link leads into a private network, where people cannot follow: {detail}"),
    "gone-link": msg("The server says that there is no such page: {detail}"),
    "unreached-link": msg("This link gave no answer: {detail} Open it yourself and confirm that it is right."),
    "quiet-hours": msg("At this hour most people want quiet (22:00 to 8:00). Choose another hour."),
    "similar": msg("Much the same announcement goes out within an hour of it: No. {detail}."),
    "nobody": msg("Nobody is in the audience."),
}


@dataclass(frozen=True)
class PreviewBroadcast(Payload):
    prefix: ClassVar[str] = "bv"
    id: int


@dataclass(frozen=True)
class TryBroadcast(Payload):
    prefix: ClassVar[str] = "bt"
    id: int


@dataclass(frozen=True)
class ConfirmBroadcast(Payload):
    """Send now; ``sure`` after the question."""

    prefix: ClassVar[str] = "bc"
    id: int
    sure: int


@dataclass(frozen=True)
class ScheduleBroadcast(Payload):
    """Type the hour."""

    prefix: ClassVar[str] = "bd"
    id: int


@dataclass(frozen=True)
class ApproveBroadcast(Payload):
    prefix: ClassVar[str] = "bq"
    id: int


@dataclass(frozen=True)
class TakeBackBroadcast(Payload):
    prefix: ClassVar[str] = "bx"
    id: int


@dataclass(frozen=True)
class TrustLinks(Payload):
    """The links that gave no answer are right."""

    prefix: ClassVar[str] = "bi"
    id: int


def blocked(blockers: Sequence[Blocker], t: Translator) -> Markup:
    """What keeps it from being sent, a line each."""
    if not blockers:
        return t("Nothing keeps it from being sent.")
    said = [
        t(_BLOCKERS[one.what], language=OWN_NAMES[one.lang] if one.lang else "", detail=one.detail) for one in blockers
    ]
    return lines(t("<b>What keeps it from being sent</b>"), Markup("\n").join(said))


def held_back(broadcast_id: int, blockers: Sequence[Blocker], t: Translator) -> Screen:
    """Why it cannot begin at the hour that was asked for."""
    return Screen(blocked(blockers, t), back(broadcast_id, t))


_HOURS = msg("For example: 11.01.2027 10:00, 11 January 10:00, tomorrow 10:00")


def ask_hour(broadcast_id: int, t: Translator) -> Screen:
    """When it begins."""
    return Screen(lines(t("Type the day and the hour it begins (Bishkek)."), t(_HOURS)), back(broadcast_id, t))


def hour_unread(broadcast_id: int, t: Translator) -> Screen:
    """What was typed is no day and hour."""
    said = lines(t("I cannot find a day and an hour in that. Please write both."), t(_HOURS))
    return Screen(said, back(broadcast_id, t))


def hour_past(broadcast_id: int, at: datetime, t: Translator) -> Screen:
    """What was typed has been; the bot says what time it has, since a phone may go wrong."""
    said = lines(
        t("This hour has passed: it is now {moment} (Bishkek). Please give a later one.", moment=t.moment(at)),
        t(_HOURS),
    )
    return Screen(said, back(broadcast_id, t))


def confirm(broadcast: Broadcast, counts: Mapping[Language, int], needs_approval: bool, t: Translator) -> Screen:
    """The last question."""
    said = lines(
        t("<b>Send announcement No. {n} now?</b>", n=broadcast.id),
        counted(counts, t),
        t("A second person has to approve it first.") if needs_approval else None,
    )
    yes = Button(t.plain("Yes, send it"), ConfirmBroadcast(broadcast.id, 1))
    return Screen(said, (*column([yes]), *back(broadcast.id, t)))


def to_approve(
    broadcast: Broadcast,
    names: Mapping[str, Names],
    t: Translator,
    *,
    counts: Mapping[Language, int] | None = None,
    is_own: bool = False,
) -> Screen:
    """What a second person is asked, and what its announcer sees meanwhile. ``counts``: where they are known."""
    starts = broadcast.starts_at
    when = t("It begins on {moment} (Bishkek).", moment=t.moment(starts)) if starts else t("It begins when approved.")
    said = lines(
        t("<b>Announcement No. {n}</b>: {state}", n=broadcast.id, state=t.plain(STATES[BroadcastState.AWAITING])),
        when,
        t("<b>For:</b> {who}", who=audience_words(Audience.parse(broadcast.audience), names, t)),
        counted(counts, t) if counts is not None else None,
        t("Somebody other than whoever prepared it has to approve it. Look at the preview first."),
    )
    buttons = [Button(t.plain("Preview in each language"), PreviewBroadcast(broadcast.id))]
    if not is_own:
        buttons.append(Button(t.plain("Approve"), ApproveBroadcast(broadcast.id)))
    buttons += [
        Button(t.plain("Return to draft"), TakeBackBroadcast(broadcast.id)),
        Button(t.plain("All announcements"), ListBroadcasts()),
    ]
    return Screen(said, column(buttons))


def approved(broadcast: Broadcast, t: Translator) -> Screen:
    """To its announcer: a colleague has approved it."""
    starts = broadcast.starts_at
    said = lines(
        t("A colleague has approved announcement No. {n}.", n=broadcast.id),
        t("It begins on {moment} (Bishkek).", moment=t.moment(starts))
        if broadcast.state is BroadcastState.SCHEDULED and starts
        else None,
    )
    return Screen(said, _opens(broadcast, t))


def returned(broadcast: Broadcast, t: Translator) -> Screen:
    """To its announcer: a colleague has not approved it."""
    said = t("A colleague has returned announcement No. {n} to draft. Nobody has received it.", n=broadcast.id)
    return Screen(said, _opens(broadcast, t))


def _opens(broadcast: Broadcast, t: Translator) -> Rows:
    return column([Button(t.plain("Open the announcement"), OpenBroadcast(broadcast.id))])
