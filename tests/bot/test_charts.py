"""Charts for a phone."""

import struct
from zoneinfo import ZoneInfo

import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font

from bot import charts
from bot.gallery import samples
from bot.gallery.figures import numbers
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import stats
from locales.translator import LANGUAGES, Voices


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def test_the_font_has_every_letter_of_the_three_languages() -> None:
    font = get_font(findfont(FontProperties(family=charts.FONT), fallback_to_default=False))
    letters = {*map(chr, range(ord("а"), ord("я") + 1)), *"ёөүңЁӨҮҢ№«»…–0123456789", *"abcxyzABCXYZ"}
    assert [letter for letter in sorted(letters) if font.get_char_index(ord(letter)) == 0] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_not_scaled_down_by_telegram(language: str, recwarn: pytest.WarningsRecorder) -> None:
    t = Voices(ZoneInfo("Asia/Bishkek"))[language]
    titles = numbered_titles(samples.commitments(), t)
    for screen in stats.charts(numbers(), samples.names(), titles, samples.NOW, t):
        assert screen.attached is not None
        assert screen.attached.made is not None
        width, height = size(charts.png(screen.attached.made.data))
        assert width == 1080
        assert height <= charts.MOST_PIXELS
    assert [str(one.message) for one in recwarn if "Glyph" in str(one.message)] == []


def test_a_single_bar_of_nothing_is_drawn() -> None:
    assert size(charts.png({"title": "Баары", "panels": [{"title": "Тил", "bars": [["Кыргызча", 0]]}]}))[0] == 1080


def test_a_long_label_takes_two_lines_and_then_ends_in_an_ellipsis() -> None:
    assert charts._lines("Маалыматка жетүү жана ачык маалыматтар").count("\n") == 1
    assert charts._lines("Маалыматка " * 9).endswith("…")
