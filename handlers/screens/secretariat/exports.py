"""/export: what, in which form, and, as a choice of its own, with whose names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from handlers.callbacks import Payload
from handlers.screens.screen import Attached, Button, Made, Screen, column, lines
from handlers.screens.secretariat.words import OpenExports
from handlers.screens.start import menu_rows
from locales.translator import Translator, msg
from services.export_kinds import HAS_PERSONAL, What
from services.exports import Part
from services.sheets import Format

NAMES = {
    What.INITIATIVES: msg("Initiatives"),
    What.QUESTIONS: msg("Questions"),
    What.REPORTS: msg("Reports"),
    What.DECISIONS: msg("Decisions with reasons"),
    What.AUDIT: msg("Audit trail"),
}
FORMATS = {Format.XLSX: "Excel (XLSX)", Format.CSV: "CSV", Format.JSON: "JSON"}  # the same in every language


@dataclass(frozen=True)
class ChooseFormat(Payload):
    """What is to be exported; ``personal``: with names and contacts."""

    prefix: ClassVar[str] = "xf"
    what: What
    personal: int


@dataclass(frozen=True)
class MakeExport(Payload):
    """Make the file and send it."""

    prefix: ClassVar[str] = "xm"
    what: What
    format: Format
    personal: int


def choices(t: Translator, *, is_administrator: bool) -> Screen:
    """What there is to take along."""
    offered = [what for what in What if is_administrator or what is not What.AUDIT]
    buttons = [Button(t.plain(NAMES[what]), ChooseFormat(what, 0)) for what in offered]
    text = t("<b>Export data</b>\n\nWhat do you need? The file comes into this chat.")
    return Screen(text, (*column(buttons), *menu_rows(t)))


def formats(what: What, t: Translator, *, personal: bool, may_personal: bool) -> Screen:
    """Which kind of file. Names and contacts are only in it after a press on a button that says so."""
    about = t.plain(NAMES[what])
    if personal:
        note = t(
            "The file will hold names and contacts. Your choice is noted in the audit trail. Keep the file safe, "
            "pass it on to nobody, and delete it when it is no longer needed."
        )
    elif what in HAS_PERSONAL:
        note = t("Without names and contacts.")
    else:
        note = None
    buttons = [Button(said, MakeExport(what, kind, int(personal))) for kind, said in FORMATS.items()]
    if what in HAS_PERSONAL and may_personal:
        label = t.plain("Without names and contacts") if personal else t.plain("With names and contacts")
        buttons.append(Button(label, ChooseFormat(what, int(not personal))))
    buttons.append(Button(t.plain("Something else"), OpenExports()))
    return Screen(lines(t("<b>{name}</b>: which file?", name=about), note), (*column(buttons), *menu_rows(t)))


def begun(what: What, count: int, files: int, t: Translator) -> Screen:
    """While the files are made."""
    name = t.plain(NAMES[what])
    if files == 1:
        return Screen(
            t("<b>{name}</b>: the file is being made and comes in a moment. Entries: {n}", name=name, n=count)
        )
    text = t.plural(
        "<b>{name}</b>: {n} file is being made. Entries: {count}",
        "<b>{name}</b>: {n} files are being made and come one after the other. Entries: {count}",
        files,
        name=name,
        count=count,
    )
    return Screen(text)


def files(
    what: What, kind: Format, parts: Sequence[Part], at: datetime, t: Translator, *, personal: bool
) -> list[Screen]:
    """The files, each written when it is sent. Under the last are the ways on."""
    return [
        _file(what, kind, part, (number, len(parts)), at, t, personal=personal) for number, part in enumerate(parts, 1)
    ]


def _file(
    what: What, kind: Format, part: Part, place: tuple[int, int], at: datetime, t: Translator, *, personal: bool
) -> Screen:
    number, total = place
    text = t("<b>{name}</b>, as of {moment}", name=t.plain(NAMES[what]), moment=t.moment(at))
    of_several = t("File {n} of {total}", n=number, total=total) if total > 1 else None
    secret = t("With names and contacts: keep it safe and delete it when it is no longer needed.") if personal else None
    data = {"what": what.value, "format": kind.value, "personal": personal, "zone": str(t.zone)}
    otherwise = t(
        "The file could not be made, or is larger than the 50 MB that a bot may send. Please try Excel (XLSX), which "
        "is the smallest, or ask the operator for it."
    )
    named = f"-{number}-{total}" if total > 1 else ""
    name = f"{what}-{at.astimezone(t.zone):%Y-%m-%d}{named}.{kind}"
    rows = ((Button(t.plain("Something else"), OpenExports()),), *menu_rows(t)) if number == total else ()
    made = Made("export", data | {"after": part.after, "until": part.until}, otherwise)
    return Screen(lines(text, of_several, secret), rows, attached=Attached(kind="document", name=name, made=made))
