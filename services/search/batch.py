"""Questions from a tab-separated file, as people and their programs write such files."""

import csv
import io
from collections.abc import Sequence

__all__ = ["read_batch"]

_LANGUAGE_COLUMN = {"lang", "language"}
_LEAST = 2
"""Columns a row must have: a row whose question is empty may have lost its last tab."""


def read_batch(text: str) -> list[tuple[str, str, str]]:
    """Rows of id, language and question; a header that names all three may come first, in another order.

    Understands quoted fields as well as bare quotation marks inside a question, a byte order mark and any line
    ends. Blank lines are no rows; an empty question is one. Raises ValueError naming the line that has no
    language.
    """
    lines = [line for line in _table(text.removeprefix("\ufeff")) if any(cell.strip() for cell in line[1])]
    order = [0, 1, 2]
    names = [cell.strip().lower() for cell in lines[0][1]] if lines else []
    # All three: a first question may be the one word "language".
    if {"id", "question"} <= set(names) and _LANGUAGE_COLUMN & set(names):
        order, lines = _order(names), lines[1:]
    rows = []
    for number, cells in lines:
        if len(cells) < _LEAST:
            raise ValueError(f"line {number}: id, lang and question are needed, separated by tabs")
        padded = [*cells, "", ""]
        name, language, question = (padded[place] for place in order)
        rows.append((name.strip(), language.strip().lower(), question))
    return rows


def _order(names: list[str]) -> list[int]:
    language = next(place for place, name in enumerate(names) if name in _LANGUAGE_COLUMN)
    return [names.index("id"), language, names.index("question")]


def _table(text: str) -> list[tuple[int, Sequence[str]]]:
    """Lines with their numbers: as they stand if all are of one length, else with quoting, where a field may
    hold tabs and line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = [(number, line.split("\t")) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    widths = {len(cells) for _, cells in plain}
    if len(widths) > 1 and '"' in text:
        quoted = [cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter="\t") if cells]
        if len({len(cells) for cells in quoted}) == 1:
            return list(enumerate(quoted, start=1))
    return [(number, [_unquoted(cell) for cell in cells]) for number, cells in plain]


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if is_quoted else cell
