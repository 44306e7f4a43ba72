"""What people typed and got no answer to, as staff see it."""

from collections.abc import Iterator

from bot.gallery import Example, phrasings, samples, show
from handlers.screens.secretariat import unanswered as screens
from locales.translator import Translator
from models import Language, TypedQuestion


def examples(t: Translator) -> Iterator[Example]:
    def typed(number: int, text: str, entry_id: str | None = None) -> TypedQuestion:
        return TypedQuestion(id=number, lang=list(Language)[number % 3], text=text, entry_id=entry_id)

    usual = [typed(samples.LARGE, "When is <my> pension paid?"), typed(2, "ailygym kachan tushot", "forum")]
    long = [typed(number, "ө" * 400, f"{number}-{'x' * 30}") for number in range(30)]
    press = screens.OpenUnanswered(samples.LARGE, samples.LARGE)
    yield show("nothing waits", screens.listing, [], 0, t)
    yield show("a few", screens.listing, [long, usual], 0, t)
    yield show("in the middle", screens.listing, [long] * 20, 1, t)
    yield show("two", screens.group, usual, press, t)
    yield show("many and long", screens.group, long, press, t)
    choose, entry = screens.ChooseEntry(samples.LARGE, samples.LARGE), phrasings.entry()
    yield show("nothing found", screens.choose_entry, [], choose, Language.KY, t)
    yield show("as many as are offered", screens.choose_entry, [entry] * 6, choose, Language.KY, t)
    yield show("may be kept", screens.ask_words, usual, usual[0], entry, Language.KY, samples.LARGE, t)
    kept = typed(samples.LARGE, "ө" * 300)
    yield show("many and long", screens.ask_words, long, kept, entry, Language.KY, samples.LARGE, t)
    yield show("too long to keep", screens.ask_words, long, long[0], entry, Language.KY, samples.LARGE, t)
