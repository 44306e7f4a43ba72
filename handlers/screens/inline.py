"""What is shared into other chats by typing after the bot's name."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from handlers.screens.commitments import title as commitment_title
from handlers.screens.initiatives import STATES
from handlers.screens.screen import lines
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Commitment, FaqEntry, Initiative, Plan
from services.commitments import by_language
from services.faq import fill_in
from services.initiatives_public import shown_state, text_for

_DESCRIBED = 120
_EXCERPT = 600


@dataclass(frozen=True)
class Found:
    """One result: its link's parameter, two lines to choose by, and the message that is sent when it is chosen."""

    parameter: str
    title: str
    description: str
    text: Markup


def commitment(one: Commitment, plan: Plan, names: Mapping[str, Mapping[str, str]], t: Translator) -> Found:
    """A commitment of the plan; ``names`` are those of the bodies."""
    leads = ", ".join(str(t.pick(names[lead.agency_id])) for lead in one.leads)
    body = leads or t.plain("to be named by the Secretariat")
    return Found(
        f"c_{one.id}",
        f"{one.position}. {t.pick(by_language(one.texts, 'short'))}",
        shortened(t.plain("Commitment. Responsible body: {name}", name=body), _DESCRIBED),
        lines(
            Markup("<b>{}. {}</b>").format(one.position, commitment_title(one, t)),
            t("<b>Responsible body:</b> {name}", name=body),
            t(
                "<b>Term:</b> {start} – {end}",
                start=t.day(one.starts_on or plan.starts_on),
                end=t.day(one.ends_on or plan.ends_on),
            ),
        ),
    )


def initiative(one: Initiative, supporters: int, t: Translator) -> Found:
    """A published initiative: what anybody may read of it."""
    text = text_for(one, t.language)
    return Found(
        f"i_{one.number}",
        f"{one.number}. {text.title}",
        shortened(t.plain("Initiative. {proposal}", proposal=text.proposal or ""), _DESCRIBED),
        lines(
            Markup("<b>{}. {}</b>").format(one.number, text.title),
            Markup("{}").format(shortened(text.proposal or "", _EXCERPT)),
            t("<b>State:</b> {state}", state=t.plain(STATES[shown_state(one)])),
            t.plural("<b>Supported by:</b> {n} person", "<b>Supported by:</b> {n} people", supporters),
        ),
    )


def topic(entry: FaqEntry, facts: Mapping[str, str], t: Translator) -> Found:
    """A question with its answer."""
    title = str(t.pick(by_language(entry.texts, "title")))
    answer = str(t.pick(by_language(entry.texts, "answer")))
    filled = Markup(  # noqa: S704 - staff's and our own HTML, checked on entry; facts are escaped
        fill_in(answer, facts, language=t.language, escape=lambda value: str(escape(value)))
    )
    described = shortened(" ".join(filled.striptags().split()), _DESCRIBED)
    return Found(f"f_{entry.id}", title, described, lines(Markup("<b>{}</b>").format(title), filled))
