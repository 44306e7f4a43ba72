"""A button's name that is typed instead of pressed."""

import re
from collections.abc import Sequence

from handlers.context import Context
from handlers.forms.table import Choice, Field
from locales.translator import Translator
from services.search import DecisionKind

_PLAIN = str.maketrans({"ө": "о", "ү": "у", "ң": "н", "ё": "е"})  # many telephones have no Kyrgyz letters
_SHORTEST = 4  # letters of a beginning that is taken for a name


def named(field: Field, choices: Sequence[Choice], text: str) -> Choice | None:
    """The one choice that the text names: in full, or by the beginning of a word where a slip costs nothing.

    None when there is no such choice or several: then the text is a question.
    """
    said = _plain(text)
    for one in choices:
        if said in {_plain(one.label), *map(_plain, one.also)}:
            return one
    if not field.is_optional or len(said) < _SHORTEST:
        return None
    found = [one for one in choices if any(word.startswith(said) for word in re.findall(r"[\w-]+", _plain(one.label)))]
    return found[0] if len(found) == 1 else None


def declines(field: Field, text: str, t: Translator) -> bool:
    """Whether "no" or "I do not know" is typed where the answer may be left out: a wish to go on, and no answer."""
    ways = (t.plain("Skip"), t.plain("No"), t.plain("I do not know"))
    return field.is_optional and _plain(text) in map(_plain, ways)


def agrees(context: Context, text: str) -> bool:
    """Whether "yes", "fine" or a button's own words are typed where only a button decides: a friendly answer would
    let people believe that they have agreed, or that all is sent."""
    t, reading = context.t, context.turn.reading
    if reading is not None and reading.kind is DecisionKind.SMALL_TALK and reading.small_talk == "ok":
        return True
    ways = (t.plain("Yes"), t.plain("Send"), t.plain("I agree"), t.plain("I agree, send"))
    return _plain(text) in map(_plain, ways)


def _plain(text: str) -> str:
    return text.strip(" .,!").casefold().translate(_PLAIN)
