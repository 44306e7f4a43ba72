"""The latest edits of what staff change without a release: when, by whom, what, and what stood there before, so that
a slip can be typed back."""

from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup

from handlers.screens.commitments import STATUSES
from handlers.screens.screen import lines
from handlers.screens.secretariat.words import Colleagues, colleague
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator
from models import Completion, ContentVersion
from services.library import PUBLISHED

_SHOWN = 5
_ROOM = 120  # characters of what stood there before: five of them beside three whole texts fill no message


def edits(versions: Sequence[ContentVersion], known: Colleagues, t: Translator) -> Markup | None:
    """The newest of them; None where nothing has been edited."""
    if not versions:
        return None
    return lines(t("<b>Edits</b>"), Markup("\n").join(_edit(one, known, t) for one in versions[:_SHOWN]))


def _edit(one: ContentVersion, known: Colleagues, t: Translator) -> Markup:
    said = t(
        "{moment} · {who} · {what}",
        moment=t.moment(one.edited_at),
        who=colleague(one.edited_by_id, known, t),
        what=what(one, t),
    )
    before = _before(one, t)
    return said if before is None else Markup("\n").join([said, t("Before: {text}", text=shortened(before, _ROOM))])


def _before(one: ContentVersion, t: Translator) -> str | None:
    """What stood there, as people read it; None where the line above says it, or nothing stood there."""
    if one.before is None:
        return None
    match one.subject.split(":"):
        case ["faq", _] | ["commitment", _, "bodies"]:
            return None  # published or not has but two values; bodies are kept by their ids
        case ["faq", _, _, "answer"]:
            return Markup(one.before).striptags()  # noqa: S704 - only stripped
        case ["commitment", _, "status"]:
            return t.plain(STATUSES[Completion(one.before)])
        case ["commitment", _, "dates"]:
            return _days(one.before, t)
        case ["campaign", _]:
            return _moments(one.before, t)
    return one.before


def _days(kept: str, t: Translator) -> str:
    return " – ".join(t.day(date.fromisoformat(day)) for day in kept.split(" / "))


def _moments(kept: str, t: Translator) -> str:
    return " – ".join(t.moment(datetime.fromisoformat(at)) for at in kept.split(" / "))


def what(one: ContentVersion, t: Translator) -> str:
    """What was edited, in words. Raises LookupError for what no screen shows the edits of."""
    match one.subject.split(":"):
        case ["faq", _]:
            return t.plain("seen by everybody") if one.after == PUBLISHED else t.plain("a draft, seen by staff only")
        case ["faq", _, lang, "title"]:
            return t.plain("Title: {language}", language=OWN_NAMES[lang])
        case ["faq", _, lang, "answer"]:
            return t.plain("Answer: {language}", language=OWN_NAMES[lang])
        case ["faq", _, lang, "phrasings"]:
            return t.plain("How people ask: {language}, {n}", language=OWN_NAMES[lang], n=one.after)
        case ["fact" | "template", _, lang]:
            return OWN_NAMES[lang]
        case ["campaign", _] if one.after:
            return _moments(one.after, t)
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
