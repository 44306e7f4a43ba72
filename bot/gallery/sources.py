"""What administrators hear of the sources of reports."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.screens import sources as screens
from locales.translator import Translator
from models import SourceReading


def examples(t: Translator) -> Iterator[Example]:
    one = _reading("ogp-implementation", "ShapeChanged: nothing on the page matches 'div.news-item'")
    many = [_reading("n" * 39 + str(number % 10), "FetchFault: <html> & " + "x" * 280) for number in range(30)]
    for note, found in (("one", [one]), ("many, with markup", many)):
        yield show(note, screens.failing, found, t)
        yield show(note, screens.well, found, t)


def _reading(name: str, fault: str) -> SourceReading:
    return SourceReading(name=name, fault=fault, failures=3, failing_since=samples.NOW, next_at=samples.NOW)
