"""A question to the Secretariat: asking it, its answer, asking on; and the same as staff see it."""

from collections.abc import Iterator

from bot.gallery import Example, office, samples, show
from handlers.screens import questions as screens
from handlers.screens.screen import Attached, Screen
from handlers.screens.secretariat import questions as staff_screens
from locales.translator import Translator
from models import FileKind, QuestionState
from services.answering import Thread


def examples(t: Translator) -> Iterator[Example]:
    asked, answered = samples.question(), samples.question(QuestionState.ANSWERED)
    yield show("", screens.ask, t)
    yield show("", screens.ask_in_words, t)
    yield show("", screens.kept, asked, t)
    yield show("", screens.thanked, answered, t)
    yield show("", screens.ask_more, answered, t)
    yield show("", screens.passed_on, asked, t)
    longest = office.message(is_staff=True)
    yield show("the longest answer", screens.answers, [(answered, longest)], t)
    yield show("corrected", screens.answers, [(answered, longest)], t, is_correction=True)
    photo = Attached(FileKind.PHOTO.value, "", telegram_file_id="file")
    yield show("the longest answer, with a photo", screens.answers, [(answered, longest)], t, attached=photo)
    caption = office.message(is_staff=True, most=800)
    yield show("a photo with the longest caption", screens.answers, [(answered, caption)], t, attached=photo)
    asked_on = Screen(screens.asked_on([(asked, office.message())] * 5, t))
    yield Example(screens.asked_on, "the citizen asks on", (asked_on,))
    talk = [office.message(is_staff=number % 2 == 1) for number in range(12)]
    yield show("nothing said yet", screens.own_thread, asked, [], t)
    yield show("a long talk", screens.own_thread, answered, talk, t)
    yield from _for_staff(t)


def _for_staff(t: Translator) -> Iterator[Example]:
    asked, answered = samples.question(), samples.question(QuestionState.ANSWERED)
    talk = [office.message(is_staff=number % 2 == 1, has_file=True) for number in range(12)]
    long = Thread(answered, talk, [office.note()] * 7)
    me = office.ME
    yield show("new", staff_screens.card, Thread(asked, [], []), office.KNOWN, me, t)
    yield show("a long talk, with notes", staff_screens.card, long, office.KNOWN, me, t)
    yield show("", staff_screens.ask_answer, asked, t)
    yield show("", staff_screens.answered, asked, t)
    yield show("", staff_screens.files, long, t)
