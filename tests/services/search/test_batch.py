import csv
import io

import pytest

from services.search.batch import read_batch

BOTH = [("1", "ky", "суроо"), ("2", "ru", "вопрос")]


class TestHeader:
    @pytest.mark.parametrize(
        "text",
        [
            "id\tlang\tquestion\n1\tky\tсуроо\n2\tRU\tвопрос\n",
            "1\tky\tсуроо\n2\tru\tвопрос",
            "\ufeffID\tLang\tQuestion\r\n1\tky\tсуроо\r\n\r\n2\tru\tвопрос\r\n",
            "lang\tquestion\tid\nky\tсуроо\t1\nru\tвопрос\t2\n",
            "id\tlanguage\tquestion\r1\tky\tсуроо\r2\tru\tвопрос",
            '"id"\t"lang"\t"question"\n"1"\t"ky"\t"суроо"\n"2"\t"ru"\t"вопрос"\n',
            "id\tlang\tquestion\tkind\n1\tky\tсуроо\tclean\n2\tru\tвопрос\tlong\n",
        ],
    )
    def test_may_come_or_not_and_in_any_order(self, text):
        assert read_batch(text) == BOTH

    @pytest.mark.parametrize("word", ["language", "Lang", "question", "id"])
    def test_a_first_question_of_one_such_word_is_a_row(self, word):
        assert read_batch(f"1\ten\t{word}\n2\tru\tвопрос\n") == [("1", "en", word), BOTH[1]]


class TestQuestion:
    def test_an_empty_one_is_a_row_like_others(self):
        assert read_batch("1\tky\t\n2\tru\n") == [("1", "ky", ""), ("2", "ru", "")]

    def test_bare_quotation_marks_stay(self):
        text = '1\tky\t"Ачык Өкмөт" деген эмне\n2\tky\t"Ачык өкмөт\n3\tky\t"бир" же "эки"\n'
        assert [question for _, _, question in read_batch(text)] == [
            '"Ачык Өкмөт" деген эмне',
            '"Ачык өкмөт',
            '"бир" же "эки"',
        ]

    def test_quoting_by_a_program_is_undone(self):
        rows = [("1", "ky", 'бир\nэки\t"үч"'), ("2", "ru", "вопрос")]
        file = io.StringIO()
        csv.writer(file, dialect="excel-tab").writerows(rows)
        assert read_batch(file.getvalue()) == rows

    def test_only_a_line_end_ends_a_row(self):
        assert [name for name, _, _ in read_batch("1\tky\tбир\u2028эки\x0bүч\n2\tky\tтөрт\n")] == ["1", "2"]


class TestFaults:
    def test_a_line_without_tabs_is_named(self):
        with pytest.raises(ValueError, match="line 2"):
            read_batch("1\tky\tсуроо\nвопрос\n")

    def test_no_rows_in_an_empty_file(self):
        assert read_batch("\ufeff\n\n") == []
