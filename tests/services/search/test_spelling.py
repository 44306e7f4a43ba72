from collections import Counter

import pytest

from services.search.spelling import Spelling

SPELLING = Spelling(
    Counter({"демилге": 9, "демилгени": 5, "отчет": 4, "отчети": 3, "форум": 7, "редкий": 1, "план": 9})
)


class TestMended:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("демлге", "демилге"),
            ("деммилге", "демилге"),
            ("дамилге", "демилге"),
            ("дмеилге", "демилге"),
            ("фроум", "форум"),
            ("форуум", "форум"),
        ],
    )
    def test_finds_the_word_one_slip_away(self, typed, meant):
        assert SPELLING.mended(typed) == meant

    def test_leaves_known_words_alone_even_rare_ones(self):
        assert SPELLING.mended("отчети") == "отчети"
        assert SPELLING.mended("редкий") == "редкий"

    def test_takes_the_commoner_of_two(self):
        assert SPELLING.mended("отчето") == "отчет"

    @pytest.mark.parametrize("typed", ["пла", "плaн", "редки", "форма", "kg2026", "", "дмиелге"])
    def test_leaves_what_is_short_far_off_or_like_a_rare_word_only(self, typed):
        assert SPELLING.mended(typed) == typed
