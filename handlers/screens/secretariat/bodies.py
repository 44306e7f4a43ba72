"""The bodies responsible for a commitment, as staff name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.commitments import title
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.words import OpenTerms, desk_rows
from locales.translator import Translator
from models import Commitment

PER_PAGE = 10
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class OpenBodies(Payload):
    """Which bodies are responsible; the bodies there are, a page of them."""

    prefix: ClassVar[str] = "tbo"
    id: str
    page: int


@dataclass(frozen=True)
class SetBody(Payload):
    """Name a body as responsible (1), or take it off (0)."""

    prefix: ClassVar[str] = "tbs"
    id: str
    agency: str
    on: int
    page: int


def chooser(one: Commitment, active: Names, every: Names, page: int, t: Translator) -> Screen:
    """Those named first, each with a button that takes it off; then the others in use."""
    leads = [lead.agency_id for lead in one.leads]
    others = [agency for agency in active if agency not in leads]
    last = max(0, (len(others) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    buttons = [
        Button(t.plain("Remove: {name}", name=t.pick(every[lead])), SetBody(one.id, lead, 0, page)) for lead in leads
    ]
    buttons += [
        Button(t.plain("Add: {name}", name=t.pick(active[agency])), SetBody(one.id, agency, 1, page))
        for agency in others[page * PER_PAGE : (page + 1) * PER_PAGE]
    ]
    if page > 0:
        buttons.append(Button(t.plain("Previous page"), OpenBodies(one.id, page - 1)))
    if page < last:
        buttons.append(Button(t.plain("Next page"), OpenBodies(one.id, page + 1)))
    buttons.append(Button(t.plain("Back"), OpenTerms(one.id)))
    named = [t("<b>Responsible body:</b> {name}", name=t.pick(every[lead])) for lead in leads]
    said = [
        Markup("<b>{}. {}</b>").format(one.position, title(one, t)),
        *(named or [t("No responsible body is named yet: people read that the Secretariat will name it.")]),
        t("Officers of a body that you add may report on this commitment."),
    ]
    return Screen(lines(*said), (*column(buttons), *desk_rows(t)))
