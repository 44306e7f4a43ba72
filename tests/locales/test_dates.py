"""Dates as people here write them."""

from datetime import UTC, date, datetime

import pytest

from locales.translator import Voices
from tests.conftest import ZONE

VOICES = Voices(ZONE)


class TestDay:
    @pytest.mark.parametrize(
        ("language", "said"),
        [("ky", "2018-жылдын 16-октябры"), ("ru", "16 октября 2018 года"), ("en", "16 October 2018")],
    )
    def test_reads_as_in_official_texts(self, language, said):
        assert VOICES[language].day(date(2018, 10, 16)) == said

    def test_the_kyrgyz_month_takes_the_ending_of_its_own_last_vowel(self):
        months = [VOICES["ky"].day(date(2026, month, 1)).removeprefix("2026-жылдын 1-") for month in range(1, 13)]
        assert months == [
            "январы", "февралы", "марты", "апрели", "майы", "июну",
            "июлу", "августу", "сентябры", "октябры", "ноябры", "декабры",
        ]  # fmt: skip

    def test_russian_months_stand_in_the_genitive(self):
        months = [VOICES["ru"].day(date(2026, month, 1)).split()[1] for month in range(1, 13)]
        assert months == [
            "января", "февраля", "марта", "апреля", "мая", "июня",
            "июля", "августа", "сентября", "октября", "ноября", "декабря",
        ]  # fmt: skip

    def test_a_moment_late_in_the_evening_of_greenwich_is_the_next_day_here(self):
        assert VOICES["ru"].day(datetime(2026, 11, 23, 19, 0, tzinfo=UTC)) == "24 ноября 2026 года"


class TestMoment:
    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("ky", "2026-жылдын 23-ноябры, 10:05"),
            ("ru", "23 ноября 2026 года, 10:05"),
            ("en", "23 November 2026, 10:05"),
        ],
    )
    def test_adds_the_time_of_the_installation(self, language, said):
        assert VOICES[language].moment(datetime(2026, 11, 23, 4, 5, tzinfo=UTC)) == said
