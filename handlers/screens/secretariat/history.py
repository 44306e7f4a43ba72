"""What staff have edited: who, when, which, and what stood there before, so that a slip can be typed back."""

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from handlers.screens.commitments import STATUSES
from handlers.screens.screen import lines
from handlers.screens.secretariat.words import Colleagues, colleague
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Completion, ContentVersion

_MOST = 5
_ROOM = 120  # characters of what stood there before: five of them beside three whole texts fill no message


def edits(versions: Sequence[ContentVersion], known: Colleagues, t: Translator) -> Markup | None:
    """The latest edits, the newest first; nothing where there is none."""
    if not versions:
        return None
    return lines(t("<b>Edits</b>"), Markup("\n").join(_edit(one, known, t) for one in versions[:_MOST]))


def _edit(one: ContentVersion, known: Colleagues, t: Translator) -> Markup:
    said = t(
        "{moment} · {who} · {what}",
        moment=t.moment(one.edited_at),
        who=colleague(one.edited_by_id, known, t),
        what=one.subject,
    )
    if one.before is None:
        return said
    return Markup("\n").join([said, t("Before: {text}", text=shortened(_readable(one.subject, one.before, t), _ROOM))])


def _readable(subject: str, kept: str, t: Translator) -> str:
    """What was kept, as people read it: hours by the clock of the installation, levels by their names, no tags."""
    kind, *_, what = subject.split(":")
    if kind == "campaign":
        return " – ".join(t.moment(datetime.fromisoformat(at)) for at in kept.split(" / "))
    if (kind, what) == ("commitment", "status"):
        return t.plain(STATUSES[Completion(kept)])
    if (kind, what) == ("faq", "answer"):
        return Markup(kept).striptags()  # noqa: S704 - only stripped
    return kept
