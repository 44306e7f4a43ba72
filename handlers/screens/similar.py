"""Before sending: what others have already sent that is much the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Act, Form, Press
from handlers.screens.forms import PREVIEW
from handlers.screens.initiatives import STATES
from handlers.screens.initiatives_public import OpenPublic, ReadPublic
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.start import menu_rows
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Initiative
from services.initiatives_public import shown_state, takes_support, text_for
from services.similar import Similar

Names = Mapping[str, Mapping[str, Mapping[str, str]]]
_EXCERPT = 400


@dataclass(frozen=True)
class SendAnyway(Payload):
    """ "Mine is different": send the draft."""

    prefix: ClassVar[str] = "diff"
    draft: int


@dataclass(frozen=True)
class SupportInstead(Payload):
    """Support this one; the draft stays a draft."""

    prefix: ClassVar[str] = "inst"
    id: int
    draft: int


def offer(form: Form, found: Sequence[Similar], draft: int, names: Names, t: Translator) -> Screen:
    """Up to three, enough of each to decide, and always the way on."""
    said = [
        t(
            "<b>Before you send: this may exist already</b>\n\nInitiatives of other people that look similar. You can "
            "support one of them instead, or send yours: several votes for one thing weigh more, but yours may be "
            "different."
        )
    ]
    rows: list[tuple[Button, ...]] = []
    for one in found:
        said.append(_described(one, names, t))
        rows += _ways(one, draft, t)
    rows.append((Button(t.plain("Mine is different: send it"), SendAnyway(draft)),))
    rows.append((Button(t.plain("Back to the form"), Press(form.code, Act.OPEN, PREVIEW, draft)),))
    return Screen(lines(*said), tuple(rows))


def _ways(one: Similar, draft: int, t: Translator) -> list[tuple[Button, ...]]:
    if not one.is_published:
        return []
    initiative = one.initiative
    number = initiative.number or ""
    rows: list[tuple[Button, ...]] = [
        (Button(t.plain("Read {number} in full", number=number), ReadPublic(initiative.id)),)
    ]
    if takes_support(initiative):
        instead = Button(t.plain("Support {number} instead", number=number), SupportInstead(initiative.id, draft))
        rows.append((instead,))
    return rows


def _described(one: Similar, names: Names, t: Translator) -> Markup:
    initiative = one.initiative
    head = Markup("<b>{}</b>").format(initiative.number)
    facts = [Markup("{}\n{}").format(head, one.title) if one.title else head]
    if initiative.theme_id:
        facts.append(t("<b>Theme:</b> {name}", name=t.pick(names["theme"][initiative.theme_id])))
    if one.is_published:
        proposal = text_for(initiative, t.language).proposal or ""
        facts.insert(1, Markup("<i>{}</i>").format(shortened(proposal, _EXCERPT)))
        facts.append(t("<b>State:</b> {state}", state=t.plain(STATES[shown_state(initiative)])))
        facts.append(t.plural("<b>Supported by:</b> {n} person", "<b>Supported by:</b> {n} people", one.supporters))
    else:
        facts.append(
            t(
                "Not published yet, so its text is not shown. If both ask for the same, the Secretariat merges them "
                "and tells both authors."
            )
        )
    return Markup("\n").join(facts)


def supported_instead(form: Form, one: Initiative, draft: int, t: Translator) -> Screen:
    """The support is counted; what becomes of the draft is the person's choice."""
    return Screen(
        t(
            "You support {number}. Your draft has not been sent and is kept: you can delete it, or continue it any "
            "time under /my.",
            number=one.number,
        ),
        (
            *column(
                [
                    Button(t.plain("Open {number}", number=one.number), OpenPublic(one.id)),
                    Button(t.plain("Continue the draft"), Press(form.code, Act.OPEN, PREVIEW, draft)),
                    Button(t.plain("Delete the draft"), Press(form.code, Act.DISCARD, PREVIEW, draft)),
                ]
            ),
            *menu_rows(t),
        ),
    )
