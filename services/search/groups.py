"""Texts that say much the same, put together: for people who read what the bot could not answer."""

from collections import defaultdict
from collections.abc import Sequence

from services.search.grams import Grams
from services.search.normal import words

__all__ = ["group_similar"]

_ALIKE = 0.45
"""Cosine of letter n-grams from which two texts belong together: one question in other endings or letters."""


def group_similar(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts in groups: the largest group first, in a group and among equals the first text first.

    Every place is in one group; a text like no other is a group of its own. A text joins the group to whose
    first text it is nearest, so that a chain of small likenesses does not tie all together. Texts without a
    letter or digit make one group. Meant for a few thousand texts: time grows with their square.
    """
    outlines = [" ".join(words(text)) for text in texts]
    said = [place for place, outline in enumerate(outlines) if outline]
    groups: defaultdict[int, list[int]] = defaultdict(list)
    wordless = [place for place, outline in enumerate(outlines) if not outline]
    if wordless:
        groups[wordless[0]] = wordless
    if said:
        grams = Grams([outlines[place] for place in said], longest=4, most_share=1.0)
        for row, place in enumerate(said):
            alike = grams.cosines(outlines[place])
            heads = [other for other in range(row) if said[other] in groups and alike[other] >= _ALIKE]
            head = said[max(heads, key=lambda other: alike[other])] if heads else place
            groups[head].append(place)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0]))
