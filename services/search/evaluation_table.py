"""The evaluation as tables for a terminal."""

from collections.abc import Iterator

from rich.table import Table

from services.search.evaluation import EvaluationResult, Score

__all__ = ["cost_table", "score_table"]

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


def score_table(result: EvaluationResult, title: str) -> Table:
    """Shares in per cent: all questions first, then by language, then by kind of difficulty."""
    table = Table(title=title)
    for place, name in enumerate(_COLUMNS):
        table.add_column(name, justify="right" if place else "left")
    for section in ((result.total,), result.by_language, result.by_kind):
        for score in section:
            table.add_row(*_cells(score))
        table.add_section()
    return table


def cost_table(result: EvaluationResult) -> Table:
    """Time of a query on this machine as it was loaded, and memory."""
    table = Table(title="Cost", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_row("sentence model", "yes" if result.semantic else "no")
    table.add_row("milliseconds a query, mean", f"{result.milliseconds:.1f}")
    table.add_row("milliseconds a query, 95 of 100 within", f"{result.milliseconds_95:.1f}")
    table.add_row("megabytes at most", f"{result.megabytes:.0f}")
    return table


def _cells(score: Score) -> Iterator[str]:
    yield score.group
    yield str(score.questions)
    for share in (
        score.top_1,
        score.top_3,
        score.answered_right,
        score.right_or_button,
        score.answered_wrong,
        score.handed_over,
    ):
        yield _percent(share)
    yield str(score.off_topic)
    yield _percent(score.off_topic_answered)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
