"""Days and hours as people type them in Kyrgyz, Russian and English; it is ten in the morning of 23 November 2026."""

import pytest

from services import moments
from services.errors import HourIsPast, MomentRefused
from tests.conftest import START, ZONE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2027-01-11 10:00", "2027-01-11 10:00"),
        ("11.01.2027 10:00", "2027-01-11 10:00"),
        ("11/01/27, 10.00", "2027-01-11 10:00"),
        ("11.01 10:00", "2027-01-11 10:00"),
        ("10:00 11.01.2027", "2027-01-11 10:00"),
        ("11-январь 10:00", "2027-01-11 10:00"),
        ("11-январда саат 10:00до", "2027-01-11 10:00"),
        ("2027-жылдын 11-январы, 10:00", "2027-01-11 10:00"),
        ("11 января 2027 года в 10:00", "2027-01-11 10:00"),
        ("11.01.2027г. 10:00", "2027-01-11 10:00"),
        ("January 11, 2027 10:00", "2027-01-11 10:00"),
        ("Эртең саат 9:30", "2026-11-24 09:30"),
        ("завтра в 9.30", "2026-11-24 09:30"),
        ("бүгүн 18:00", "2026-11-23 18:00"),
        ("послезавтра 18:00", "2026-11-25 18:00"),
        ("18:00", "2026-11-23 18:00"),
        ("29 февраля 10:00", "2028-02-29 10:00"),
    ],
)
def test_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    read = moments.read(typed, now=START, zone=ZONE)
    assert f"{read.astimezone(ZONE):%Y-%m-%d %H:%M}" == meant


def test_what_the_bot_says_is_read_again() -> None:
    from locales.translator import Voices

    at = moments.read("11.01.2027 10:00", now=START, zone=ZONE)
    for t in Voices(ZONE).every:
        assert moments.read(t.moment(at), now=START, zone=ZONE) == at


@pytest.mark.parametrize("typed", ["", "завтра", "кийинчерээк", "11.01.2027", "31.02.2027 10:00", "11.01.2027 25:00",
                                   "11.01.2027 10", "10:00 11:00", "11.13.2027 10:00", "soon 10:00"])  # fmt: skip
def test_what_says_no_day_and_hour_is_refused(typed: str) -> None:
    with pytest.raises(MomentRefused):
        moments.read(typed, now=START, zone=ZONE)


@pytest.mark.parametrize("typed", ["09:00", "10:00", "23.11.2026 9:59", "вчера 10:00", "1 января 2020 10:00"])
def test_what_has_been_is_named_as_such(typed: str) -> None:
    with pytest.raises(MomentRefused if typed.startswith("вчера") else HourIsPast):
        moments.read(typed, now=START, zone=ZONE)
