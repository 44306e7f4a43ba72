"""What authors and supporters are told of an initiative."""

from markupsafe import Markup

from handlers.screens.commitments import Follow, OpenCommitment
from handlers.screens.initiatives import STATES, OpenOwn
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.texts import shortened
from locales.translator import Translator
from models import Commitment, Decision, Initiative, InitiativeState, Topic
from services.commitments import by_language


def _open(one: Initiative, t: Translator) -> Rows:
    return ((Button(t.plain("Open {number}", number=one.number), OpenOwn(one.id)),),)


def under_review(one: Initiative, t: Translator) -> Screen:
    said = t("Your initiative {number} “{title}” is under review.", number=one.number, title=one.text.title)
    return Screen(said, _open(one, t))


def published(one: Initiative, t: Translator) -> Screen:
    said = t(
        "Your initiative {number} “{title}” is published. People can read and support it. Your name, contact and files "
        "are not shown.",
        number=one.number,
        title=one.text.title,
    )
    return Screen(said, _open(one, t))


def merged(
    one: Initiative,
    survivor: Initiative,
    title: str | None,
    t: Translator,
    *,
    is_author: bool,
    followed: Commitment | None = None,
) -> Screen:
    """The thread goes on in the other one. ``followed``: it is part of this commitment already, which the reader
    follows now."""
    other = (
        t("{number} “{title}”", number=survivor.number, title=title) if title else Markup("{}").format(survivor.number)
    )
    named = {"number": one.number, "title": one.text.title, "other": other}
    rows = _open(one, t) if is_author else ()
    if not is_author:
        said = t(
            "The initiative {number} “{title}” that you support is merged with a similar one: {other}. Your support "
            "goes on there.",
            **named,
        )
    elif followed is None:
        said = t(
            "Your initiative {number} “{title}” is merged with a similar one: {other}. You now support that one and "
            "will hear of the decision on it.",
            **named,
        )
    else:
        said = t(
            "Your initiative {number} “{title}” is merged with a similar one: {other}. You now support that one.",
            **named,
        )
    if followed is None:
        return Screen(said, rows)
    text, buttons = _followed(followed, t)
    return Screen(lines(said, text), (*rows, *buttons))


def reason(decision: Decision, t: Translator) -> Markup | None:
    """A published decision's reason, in the reader's language where there is one."""
    reasons = {text.lang.value: text.reason for text in decision.texts}
    return t("Reason: {reason}", reason=t.pick(reasons)) if reasons else None


def decided(
    one: Initiative, decision: Decision, commitment: Commitment | None, t: Translator, *, is_author: bool
) -> Screen:
    """The decision and its reason, in the reader's language where there is one.

    Who supports one that is not published, since theirs was merged into it, does not read its title.
    """
    if is_author:
        head = t("<b>A decision on your initiative {number}</b>\n“{title}”", number=one.number, title=one.text.title)
    elif one.published_at is not None:
        head = t("<b>A decision on {number}, which you support</b>\n“{title}”", number=one.number, title=one.text.title)
    else:
        head = t("<b>A decision on {number}, which you support</b>", number=one.number)
    state = t("Decision: <b>{state}</b>", state=t.plain(STATES[InitiativeState(decision.outcome.value)]))
    rows = _open(one, t) if is_author else ()
    if commitment is None:
        return Screen(lines(head, state, reason(decision, t)), rows)
    text, buttons = _followed(commitment, t)
    return Screen(lines(head, state, reason(decision, t), text), (*rows, *buttons))


def _followed(commitment: Commitment, t: Translator) -> tuple[Markup, Rows]:
    """Which commitment the reader has come to follow, and how to stop that."""
    name = shortened(str(t.pick(by_language(commitment.texts, "title"))), 300)
    followed = t(
        "It is part of the commitment “{commitment}”. You now follow this commitment: you will hear when a report on "
        "it is published. You can stop that any time with the button below, or under /subscriptions.",
        commitment=name,
    )
    buttons = [
        Button(t.plain("Open the commitment"), OpenCommitment(commitment.id)),
        Button(t.plain("Do not follow it"), Follow(Topic.COMMITMENT, commitment.id, 0, "card")),
    ]
    return followed, column(buttons)
