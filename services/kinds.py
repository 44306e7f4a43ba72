"""The kinds of notices: when each may come and how its reader is rid of it. One table for whoever asks."""

import enum
from dataclasses import dataclass

from models import Citizen


class When(enum.Enum):
    """At which hours a kind is sent."""

    AWAITED = enum.auto()  # its reader waits for it: at any hour, in their quiet hours without a sound
    BY_DAY = enum.auto()  # waits for the end of the reader's quiet hours
    FOLLOWED = enum.auto()  # by day, as often as the reader wishes, and within the weekly cap


class Off(enum.StrEnum):
    """What ends a kind for its reader. Buttons carry the value."""

    # Switches of the reader's own.
    ANNOUNCEMENTS = "announcements"
    SUPPORTED = "supported"
    SEMINARS = "seminars"
    DEADLINES = "deadlines"
    MORNING_LIST = "morning-list"
    # What else ends it, or why nothing does.
    SUBSCRIPTIONS = "subscriptions"  # muting and unsubscribing; settings say how often
    ONCE = "once"  # asked for, and comes once
    OWN = "own"  # about what the reader has begun here: an initiative, a question, a registration
    ROLE = "role"  # work that comes with a role


@dataclass(frozen=True)
class Kind:
    """``is_apart``: never in one message with others of its kind. ``is_told_as``: in one message with that kind."""

    when: When
    off: Off
    is_apart: bool = False
    is_told_as: str | None = None


# Apart: broadcasts, since each has its own author, its own counts and its own stop button, and what the Secretariat
# wrote to one person, since two long answers would not fit into one message, nor two files, and each has its own
# buttons.
KINDS: dict[str, Kind] = {
    "report": Kind(When.FOLLOWED, Off.SUBSCRIPTIONS),
    "overdue": Kind(When.FOLLOWED, Off.SUBSCRIPTIONS, is_told_as="report"),
    # An author's own initiative.
    "under-review": Kind(When.AWAITED, Off.OWN),
    "published": Kind(When.AWAITED, Off.OWN),
    "clarification": Kind(When.AWAITED, Off.OWN, is_apart=True),
    "decision": Kind(When.AWAITED, Off.OWN, is_apart=True),
    "merged": Kind(When.AWAITED, Off.OWN),
    # One that the reader supports.
    "supported-decision": Kind(When.BY_DAY, Off.SUPPORTED, is_apart=True),
    "supported-merged": Kind(When.BY_DAY, Off.SUPPORTED),
    # A question, from both sides.
    "answer": Kind(When.AWAITED, Off.OWN, is_apart=True),
    "answer-edited": Kind(When.AWAITED, Off.OWN, is_apart=True),
    "asked-on": Kind(When.AWAITED, Off.ROLE, is_apart=True),
    "campaign-opened": Kind(When.BY_DAY, Off.ONCE),
    # A seminar that the reader has registered for or was at.
    "seminar_seat": Kind(When.AWAITED, Off.OWN),
    "seminar_changed": Kind(When.AWAITED, Off.OWN),
    "seminar_cancelled": Kind(When.AWAITED, Off.OWN),
    "seminar_reminder": Kind(When.AWAITED, Off.SEMINARS),
    "seminar_minutes": Kind(When.BY_DAY, Off.SEMINARS, is_apart=True),
    "broadcast": Kind(When.BY_DAY, Off.ANNOUNCEMENTS, is_apart=True),
    # To whoever announces: what they have asked for by a press comes at any hour.
    "broadcast-test": Kind(When.AWAITED, Off.ROLE),
    "broadcast-approval": Kind(When.BY_DAY, Off.ROLE),
    "broadcast-approved": Kind(When.AWAITED, Off.ROLE),
    "broadcast-returned": Kind(When.AWAITED, Off.ROLE),
    "broadcast-report": Kind(When.BY_DAY, Off.ROLE),
    # To staff and officers of bodies.
    "taken": Kind(When.AWAITED, Off.ROLE),
    "assigned": Kind(When.BY_DAY, Off.ROLE),
    "morning-list": Kind(When.BY_DAY, Off.MORNING_LIST),
    "report-due": Kind(When.BY_DAY, Off.DEADLINES),
    "overdue-desk": Kind(When.BY_DAY, Off.DEADLINES),
    "source-failing": Kind(When.BY_DAY, Off.ROLE),
    "source-well": Kind(When.BY_DAY, Off.ROLE),
}

# The citizen's column that holds each switch.
SWITCHES = {
    Off.ANNOUNCEMENTS: "wants_announcements",
    Off.SUPPORTED: "wants_supported",
    Off.SEMINARS: "wants_seminars",
    Off.DEADLINES: "wants_deadlines",
    Off.MORNING_LIST: "wants_morning_list",
}


def having(when: When) -> tuple[str, ...]:
    """The kinds that come at such hours, for a query."""
    return tuple(name for name, kind in KINDS.items() if kind.when is when)


def is_on(citizen: Citizen, off: Off) -> bool:
    """Whether the reader has not switched it off; what has no switch is on."""
    return bool(getattr(citizen, SWITCHES[off])) if off in SWITCHES else True
