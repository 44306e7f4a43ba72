"""Reading dates, completion and headings as agencies write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.dates import day_words
from locales.reading import read_day, read_heading, read_status
from locales.translator import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_that_the_bot_writes_is_read_back(language: str, day: date) -> None:
    assert read_day(day_words(day, language)) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026-11-23T00:30:00+06:00",
        "23.11.2026",
        "23/11/2026 10:15",
        "23-11-2026",
        "23.11.26",
        "2026/11/23",
        "2026.11.23",
        "23 ноября 2026 г.",
        "Дата публикации: 23 ноября 2026",
        "23-ноябрь 2026",
        "2026-ж., 23-ноябрь",
        "2026-жылдын 23-ноябры, 10:15",
        "Mon, 23 Nov 2026 00:30:00 +0600",
        "November 23, 2026",
        "23 Nov. 2026",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert read_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text", ["", "на днях", "32.13.2026", "23.11", "2026", "23 брюмера 2026", "1.2.3.4", "01.02.03.04", "23.11.260"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_day(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    read_day(text)
    read_status(text)
    read_heading(text)


def test_statuses_and_headings_in_three_languages() -> None:
    assert {read_status(text) for text in ("Не начато", "башталган жок", "not-started", "NOT STARTED")} == {
        "not-started"
    }
    assert read_status("Выполнено") == "completed"
    assert read_status("выполнено частично") == "limited"
    assert read_status("почти") is None
    assert {read_heading(text) for text in ("Что сделано", "эмне аткарылды", "DONE", "what was done")} == {"done"}
    assert read_heading("примечание") is None
