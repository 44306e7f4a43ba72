"""Calendar files."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from services.icalendar import Event, file_of
from tests.conftest import START

EVENT = Event(
    uid="seminar-5@bot.t.me",
    starts_at=datetime(2026, 12, 1, 14, 0, tzinfo=timezone(timedelta(hours=6))),
    summary="Семинар",
    location="Ош",
    language="ky",
)


def unfolded(content: bytes) -> list[str]:
    """The lines as a calendar reads them."""
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def value(content: bytes, name: str) -> str:
    line = next(line for line in unfolded(content) if line.startswith(name))
    return line.partition(":")[2]


def read(text: str) -> str:
    """An escaped text as a calendar shows it."""
    letters, shown = iter(text), []
    for letter in letters:
        if letter == "\\":
            escaped = next(letters)
            shown.append("\n" if escaped in "nN" else escaped)
        else:
            assert letter not in ";,"
            shown.append(letter)
    return "".join(shown)


def changed(**fields: object) -> bytes:
    return file_of(Event(**{**EVENT.__dict__, **fields}), now=START)  # type: ignore[arg-type]


def test_a_file_has_what_a_calendar_needs_and_its_times_are_utc() -> None:
    lines = unfolded(file_of(EVENT, now=START))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Achyk Okmot//Seminars//KY"]
    assert {"UID:seminar-5@bot.t.me", "DTSTART:20261201T080000Z", "DTSTAMP:20261123T040000Z"} <= set(lines)
    assert {"SUMMARY;LANGUAGE=ky:Семинар", "STATUS:CONFIRMED", "SEQUENCE:0"} <= set(lines)
    assert lines[-3:] == ["END:VEVENT", "END:VCALENDAR", ""]


def test_what_was_called_off_says_so() -> None:
    assert "STATUS:CANCELLED" in unfolded(changed(is_cancelled=True))


def test_an_address_is_not_escaped_and_cannot_begin_a_line_of_its_own() -> None:
    content = changed(url="https://t.me/bot?start=e_5;a,b\r\nATTENDEE:mailto:x")
    assert value(content, "URL") == "https://t.me/bot?start=e_5;a,bATTENDEE:mailto:x"
    assert not [line for line in unfolded(content) if line.startswith("ATTENDEE")]


@given(st.text(max_size=300))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in kept if letter in "\t\n" or not (letter < " " or letter == "\x7f"))
    content = changed(description=text + ".")
    assert read(value(content, "DESCRIPTION")) == kept + "."


@given(st.text(alphabet="аәө,;\\ a😀", max_size=300))
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(text: str) -> None:
    content = changed(summary=text)
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # raises where a letter was cut in two
    assert b"\n" not in content.replace(b"\r\n", b"")
