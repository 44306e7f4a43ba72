"""Lengths as Telegram counts them, shortening, splitting, escaping."""

from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from bot.playground.html import parse
from handlers.screens.screen import MOST_CHARACTERS, lines
from handlers.screens.texts import pages, shortened, spread, telegram_length
from locales.translator import Voices
from tests.conftest import ZONE

ANY = st.text(max_size=300)


@given(ANY)
def test_a_text_and_its_escaped_form_count_the_same(text: str) -> None:
    assert telegram_length(escape(text)) == len(text)


def test_tags_do_not_count_and_an_emoji_counts_once() -> None:
    assert telegram_length("<b>ө</b>") == 1
    assert telegram_length("😀") == 1  # two UTF-16 units, one code point
    assert telegram_length("a &lt; b") == 5


@given(st.text(max_size=3000), st.integers(10, 500))
def test_pages_fit_and_lose_no_word(text: str, at_most: int) -> None:
    found = pages(text, at_most)
    assert all(telegram_length(page) <= at_most for page in found)
    assert "".join("".join(unescape(page) for page in found).split()) == "".join(text.split())


@given(st.text(max_size=500), st.integers(2, 200))
def test_shortened_is_a_beginning_that_fits(text: str, at_most: int) -> None:
    cut = shortened(text, at_most)
    assert len(cut) <= at_most
    assert cut == text or text.startswith(cut.removesuffix("…").rstrip())


@given(ANY)
def test_what_people_write_never_becomes_markup(text: str) -> None:
    """Whatever a citizen types comes out of Telegram's own HTML rules as it went in."""
    said = Voices(ZONE)["en"]("Now it says: <i>{text}</i>", text=text)
    assert isinstance(said, Markup)
    shown, entities = parse(str(said))
    assert shown == f"Now it says: {text}"
    assert {entity["type"] for entity in entities} <= {"italic"}


@given(st.lists(st.text(max_size=1500).map(escape), max_size=12))
def test_paragraphs_are_spread_over_messages_that_fit_and_none_is_lost(paragraphs: list[Markup]) -> None:
    text, before = spread([Markup("<b>head</b>"), None, *paragraphs])
    found = [*before, text]
    assert all(telegram_length(message) <= MOST_CHARACTERS for message in found)
    assert lines(*found) == lines(Markup("<b>head</b>"), *paragraphs)
