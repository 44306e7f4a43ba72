"""What a service refuses. Each is said to the person in their language by ``handlers/errors.py``."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.broadcast_checks import Blocker


class Refused(Exception):
    """Base: an expected refusal, not a fault. The unit of work goes on: what was kept stays kept."""


class NotFound(Refused):
    """There is no such thing (any more)."""


class NotYours(Refused):
    """The thing belongs to somebody else: a forged or borrowed button. It is noted in the audit trail."""


class TextTooShort(Refused):
    """Fewer characters than asked for."""

    def __init__(self, length: int, at_least: int) -> None:
        super().__init__(f"{length} of at least {at_least} characters")
        self.length = length
        self.at_least = at_least


class TextTooLong(Refused):
    """More characters than fit."""

    def __init__(self, length: int, at_most: int) -> None:
        super().__init__(f"{length} of at most {at_most} characters")
        self.length = length
        self.at_most = at_most


class LimitReached(Refused):
    """A person's limit is used up. ``until`` says when there is room again, if time alone frees it."""

    def __init__(self, what: str, at_most: int, until: datetime | None = None) -> None:
        super().__init__(f"{what}: at most {at_most}")
        self.what = what
        self.at_most = at_most
        self.until = until


class DraftIncomplete(Refused):
    """Fields that must be answered before sending."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class AlreadySent(Refused):
    """What was sent is not changed any more."""


class AlreadyDecided(Refused):
    """A decided initiative is not withdrawn."""


class OwnInitiative(Refused):
    """Nobody supports their own initiative: its author counts already."""


class SupportClosed(Refused):
    """A decision on the initiative is published: support no longer changes anything."""


class CollectionClosed(Refused):
    """Initiatives are not collected now."""


class ConsentNeeded(Refused):
    """The person has not (or no longer) agreed to what happens with the text."""


class FileRefused(Refused):
    """A file of a kind or size that is not taken; ``reason`` is ``kind``, ``size``, or ``no-file`` for what is
    no file at all, such as a place or a sticker."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AlreadySettled(Refused):
    """Somebody has decided this meanwhile, or there is nothing to decide."""


class CommitmentNeeded(Refused):
    """A report cannot be published before it is known which commitment it is about."""


class LinkRefused(Refused):
    """Not a web address."""


class NoCommitments(Refused):
    """The officer's agency leads no commitment to report on."""


class DayIsPast(Refused):
    """A deadline lies before today."""


class InvitationGone(Refused):
    """An invitation link that was used, taken back or has expired, or that never was."""


class LastAdministrator(Refused):
    """Without an administrator nobody could ever give a role again."""


class TakenByAnother(Refused):
    """A colleague has this task; it is theirs to release or hand over."""


class ReasonNeeded(Refused):
    """A refusal without a reason in the author's language is none."""


class OneLanguageOnly(Refused):
    """What is to be published exists in some languages only, and staff have not confirmed that."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class ClarificationPending(Refused):
    """The author has been asked and has not answered yet."""


class TranslationsMissing(Refused):
    """An FAQ entry that is not complete in all three languages."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class DatesCrossed(Refused):
    """A collection would close before it opens."""


class MomentRefused(Refused):
    """Not a day and time of the form that is asked for, or one that has passed."""


class NumberRefused(Refused):
    """Not a whole number between the two."""

    def __init__(self, at_least: int, at_most: int) -> None:
        super().__init__(f"between {at_least} and {at_most}")
        self.at_least = at_least
        self.at_most = at_most


class SeminarOver(Refused):
    """The seminar has begun or was called off: nobody registers or cancels any more, nothing of it changes."""


class AlreadyAnnounced(Refused):
    """What people have seen is called off, not deleted."""


class SeminarNotOver(Refused):
    """Minutes are of what has been."""


class PresenceClosed(Refused):
    """The code of a room, scanned when its seminar is not on."""


class MinutesSent(Refused):
    """People have the minutes; a second text would contradict the first."""


class NotEditable(Refused):
    """A broadcast that has been confirmed: what people get is what was checked."""


class Blocked(Refused):
    """A broadcast that cannot begin then; ``blockers`` say why (``services.broadcast_checks``)."""

    def __init__(self, blockers: "Sequence[Blocker]") -> None:
        super().__init__(", ".join(one.what for one in blockers))
        self.blockers = blockers


class LabelsMissing(Refused):
    """A button without a label in Kyrgyz and one in Russian."""


class SecondPersonNeeded(Refused):
    """Nobody approves their own broadcast."""


class HourIsPast(Refused):
    """A broadcast would have to begin before now."""


# An answer that says nothing usable: the form asks again, with what is allowed.
UNUSABLE = (TextTooShort, LinkRefused, MomentRefused, NumberRefused)
