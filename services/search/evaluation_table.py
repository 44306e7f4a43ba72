"""The evaluation as tables for a terminal."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from services.search.evaluation import EvaluationResult, Score

__all__ = ["cost_table", "part_table", "score_table"]

_COLUMNS = (
    "group",
    "questions",
    "top-1",
    "top-3",
    "answered right",
    "right or button",
    "answered wrong",
    "handed over",
    "off-topic",
    "off-topic answered",
)
_SHARES = (
    "top_1",
    "top_3",
    "answered_right",
    "right_or_button",
    "answered_wrong",
    "handed_over",
    "off_topic_answered",
)


def score_table(results: Sequence[EvaluationResult], title: str) -> Table:
    """Shares in per cent: all questions first, then by language, then by kind of difficulty.

    Several results of the same questions stand side by side in each cell.
    """
    table = Table(title=title)
    for place, name in enumerate(_COLUMNS):
        table.add_column(name, justify="right" if place else "left")
    for section in zip(*(((result.total,), result.by_language, result.by_kind) for result in results), strict=True):
        for scores in zip(*section, strict=True):
            table.add_row(*_cells(scores))
        table.add_section()
    return table


def cost_table(results: Sequence[EvaluationResult]) -> Table:
    """Processor time of a query and memory of the process, a column a result."""
    table = Table(title="Cost", show_header=False)
    table.add_column()
    for _ in results:
        table.add_column(justify="right")
    table.add_row("sentence model", *("yes" if result.semantic else "no" for result in results))
    table.add_row("processor milliseconds a query, mean", *(f"{result.milliseconds:.1f}" for result in results))
    table.add_row("… 95 of 100 within", *(f"{result.milliseconds_95:.1f}" for result in results))
    table.add_row("megabytes at most", *(f"{result.megabytes:.0f}" for result in results))
    return table


def part_table(results: Sequence[tuple[str, EvaluationResult]], title: str) -> Table:
    """What is left when a part is missing. A threshold is fitted to each, so that all answer 5 % off-topic."""
    table = Table(title=title)
    table.add_column("search")
    for name in ("top-1", "top-3", "answered right at 5 % off-topic"):
        table.add_column(name, justify="right")
    for name, result in results:
        shares = (result.total.top_1, result.total.top_3, result.answered_right_at_5)
        table.add_row(name, *map(_percent, shares))
    return table


def _cells(scores: Sequence[Score]) -> Iterator[str]:
    first = scores[0]
    yield first.group
    yield str(first.questions)
    for name in _SHARES[:-1]:
        yield _side_by_side(scores, name)
    yield str(first.off_topic)
    yield _side_by_side(scores, _SHARES[-1])


def _side_by_side(scores: Sequence[Score], share: str) -> str:
    return " | ".join(_percent(getattr(score, share)) for score in scores)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
