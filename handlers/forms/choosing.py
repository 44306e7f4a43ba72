"""A choice answered by typing its name instead of pressing its button."""

import re
from collections.abc import Sequence

from handlers.forms.table import Choice, Field

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


def _plain(text: str) -> str:
    return text.strip(" .,!").casefold().translate(_PLAIN)
