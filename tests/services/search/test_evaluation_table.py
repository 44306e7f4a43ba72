from rich.console import Console

from services.search.evaluation import EvaluationResult, Score
from services.search.evaluation_table import cost_table, part_table, score_table


def result(top_1=0.9, *, semantic=False):
    total = Score("all", 10, top_1, 1.0, 0.8, 0.95, 0.02, 0.03, 5, 0.04)
    language = Score("ky", 0, None, None, None, None, None, None, 5, 0.04)
    return EvaluationResult(total, (language,), (), 1.26, 2.54, 210.4, semantic, 0.75)


def text_of(table):
    console = Console(width=200, record=True, file=None)
    with console.capture() as capture:
        console.print(table)
    return capture.get()


def line_of(table, name):
    (line,) = [line for line in text_of(table).splitlines() if f" {name} " in line]
    return line


def test_shares_are_shown_in_per_cent_and_missing_ones_as_a_dash():
    table = score_table([result()], "Answers")
    assert "90.0" in line_of(table, "all")
    assert "100.0" in line_of(table, "all")
    assert line_of(table, "ky").count(" - ") == 6


def test_two_results_stand_side_by_side():
    table = score_table([result(0.8), result(0.9, semantic=True)], "Answers")
    assert "80.0 | 90.0" in line_of(table, "all")
    assert "- | -" in line_of(table, "ky")


def test_the_cost_names_time_and_memory_of_each():
    text = text_of(cost_table([result(), result(semantic=True)]))
    assert text.count("1.3") == text.count("210") == 2
    assert "yes" in text


def test_each_part_is_compared_at_the_same_false_answers():
    line = line_of(part_table([("no answers", result())], "Parts"), "no answers")
    assert "75.0" in line
