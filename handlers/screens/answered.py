"""What citizens answered to "Is it true?", as the Secretariat sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.publishing import PER_PAGE, Names, OpenAnswers, OpenWaiting
from handlers.screens.reports import VERDICTS
from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.start import menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator, msg
from models import Assessment


@dataclass(frozen=True)
class Hide(Payload):
    """Take an answer out of the count, or put it back."""

    prefix: ClassVar[str] = "ph"
    id: int
    on: int
    page: int


@dataclass(frozen=True)
class ShowPhoto(Payload):
    prefix: ClassVar[str] = "pf"
    id: int


def answers(found: Sequence[Assessment], more: bool, page: int, names: Names, t: Translator) -> Screen:
    """What citizens answered, without who they are."""
    said = [t("<b>What citizens answered</b>")]
    buttons = []
    for number, one in enumerate(found, page * PER_PAGE + 1):
        said.append(answer(number, one, names, t))
        if one.photo_id is not None:
            buttons.append(Button(t.plain("{n}: show the photo", n=number), ShowPhoto(one.id)))
        label = msg("{n}: hide") if one.hidden_at is None else msg("{n}: count again")
        buttons.append(Button(t.plain(label, n=number), Hide(one.id, 1 if one.hidden_at is None else 0, page)))
    if not found:
        said.append(t("Nobody has answered yet."))
    steps = [Button(t.plain("Previous page"), OpenAnswers(page - 1))] if page else []
    steps += [Button(t.plain("Next page"), OpenAnswers(page + 1))] if more else []
    rows = (*column(buttons), *([tuple(steps)] if steps else []))
    return Screen(lines(*said), (*rows, (Button(t.plain("Back to the list"), OpenWaiting()),), *menu_rows(t)))


def answer(number: int, one: Assessment, names: Names, t: Translator) -> Markup:
    """One answer, without who gave it."""
    region = str(t.pick(names[one.region_id])) if one.region_id and one.region_id in names else ""
    head = [t.plain("report {id}", id=one.report_id), t.plain(VERDICTS[one.verdict]), region]
    if one.hidden_at is not None:
        head.append(t.plain("hidden"))
    said = Markup("{}. {}").format(number, " · ".join(part for part in head if part))
    return Markup("{}\n{}").format(said, shortened(one.comment, 500)) if one.comment else said


def photo(one: Assessment, t: Translator) -> Screen:
    assert one.photo is not None
    return Screen(
        t("Photo to report {id}", id=one.report_id),
        attached=Attached(one.photo.kind.value, "", telegram_file_id=one.photo.telegram_file_id),
    )
