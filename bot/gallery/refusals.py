"""Every refusal, as a message; on a press they come as a toast."""

from collections.abc import Iterator

from bot.gallery import Example, samples
from handlers.errors import words
from handlers.screens.screen import Screen
from handlers.screens.start import menu_rows
from locales.translator import Translator
from services import errors

ALL: tuple[errors.Refused, ...] = (
    errors.NotFound(),
    errors.NotYours(),
    errors.TextTooShort(3, 10),
    errors.TextTooLong(2345, 2000),
    errors.LimitReached("drafts", 5),
    errors.LimitReached("attachments", 5),
    errors.LimitReached("submissions", 10, until=samples.NOW),
    errors.LimitReached("questions", 10, until=samples.NOW),
    errors.AlreadySent(),
    errors.AlreadyDecided(),
    errors.OwnInitiative(),
    errors.SupportClosed(),
    errors.CollectionClosed(),
    errors.FileRefused("kind"),
    errors.FileRefused("size"),
    errors.FileRefused("no-file"),
    errors.InvitationGone(),
    errors.LastAdministrator(),
    errors.TakenByAnother(),
    errors.ReasonNeeded(),
    errors.OneLanguageOnly(["ky", "ru"]),
    errors.ClarificationPending(),
    errors.TranslationsMissing(["ky", "ru", "en"]),
    errors.DatesCrossed(),
)


def examples(t: Translator) -> Iterator[Example]:
    for refused in ALL:
        yield Example(words, type(refused).__name__, (Screen(words(refused, t), menu_rows(t)),))
