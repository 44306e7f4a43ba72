from rich.console import Console

from services.search.evaluation import EvaluationResult, Score
from services.search.evaluation_table import cost_table, score_table


def result():
    total = Score("all", 10, 0.9, 1.0, 0.8, 0.95, 0.02, 0.03, 5, 0.04)
    language = Score("ky", 0, None, None, None, None, None, None, 5, 0.04)
    return EvaluationResult(total, (language,), (), 1.26, 2.54, 210.4, semantic=False)


def text_of(table):
    console = Console(width=200, record=True, file=None)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def test_shares_are_shown_in_per_cent_and_missing_ones_as_a_dash():
    text = text_of(score_table(result(), "Answers"))
    assert "90.0" in text
    assert "100.0" in text
    (kyrgyz,) = [line for line in text.splitlines() if " ky " in line]
    assert kyrgyz.count(" - ") == 6


def test_the_cost_names_time_and_memory():
    text = text_of(cost_table(result()))
    assert "1.3" in text
    assert "210" in text
