"""The latest edits of what staff change without a release: when, by whom, what."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from handlers.screens.commitments import STATUSES
from handlers.screens.screen import lines
from handlers.screens.secretariat.words import Colleagues, colleague
from locales.translator import OWN_NAMES, Translator
from models import Completion, ContentVersion
from services.library import PUBLISHED

_SHOWN = 5


def edits(versions: Sequence[ContentVersion], known: Colleagues, t: Translator) -> Markup | None:
    """The newest of them, a line each; None where nothing has been edited."""
    if not versions:
        return None
    said = [
        t(
            "{moment} · {who} · {what}",
            moment=t.moment(one.edited_at),
            who=colleague(one.edited_by_id, known, t),
            what=what(one, t),
        )
        for one in versions[:_SHOWN]
    ]
    return lines(t("<b>Edits</b>"), Markup("\n").join(said))


def what(one: ContentVersion, t: Translator) -> str:
    """What was edited, in words. Raises LookupError for what no screen shows the edits of."""
    match one.subject.split(":"):
        case ["faq", _]:
            return t.plain("seen by everybody") if one.after == PUBLISHED else t.plain("a draft, seen by staff only")
        case ["faq", _, lang, "title"]:
            return t.plain("Title: {language}", language=OWN_NAMES[lang])
        case ["faq", _, lang, "answer"]:
            return t.plain("Answer: {language}", language=OWN_NAMES[lang])
        case ["fact", _, lang]:
            return OWN_NAMES[lang]
        case ["commitment", _, "status"] if one.after:
            return t.plain("Completion: {status}", status=t.plain(STATUSES[Completion(one.after)]))
        case ["commitment", _, "status"]:
            return t.plain("Completion: not stated")
        case ["commitment", _, "dates"] if one.after:
            start, end = (date.fromisoformat(day) for day in one.after.split(" / "))
            return t.plain("Term: {start} – {end}", start=t.day(start), end=t.day(end))
        case ["commitment", _, "bodies"]:
            return t.plain("Responsible bodies")
    raise LookupError(one.subject)
