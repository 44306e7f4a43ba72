"""The screens of an initiative: before the form, its preview, consent, receipt, and one's own list and card."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.forms.table import Act, Field, Form, Press
from handlers.screens.collections import NewInitiative
from handlers.screens.forms import PREVIEW, preview_rows
from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.sharing import share_rows
from handlers.screens.start import OpenMenu, menu_rows
from handlers.screens.texts import pages, shortened, telegram_length
from locales.translator import OWN_NAMES, Translator, msg
from models import FileKind, Initiative, InitiativeState, Question, QuestionState
from services.files import MOST_ATTACHMENTS
from services.initiatives import value_of

Names = Mapping[str, Mapping[str, Mapping[str, str]]]  # "theme" | "agency" | "region" → id → language → name

STATES = {
    InitiativeState.DRAFT: msg("Draft"),
    InitiativeState.SUBMITTED: msg("Submitted"),
    InitiativeState.UNDER_REVIEW: msg("Under review"),
    InitiativeState.CLARIFICATION: msg("Clarification needed"),
    InitiativeState.ACCEPTED: msg("Accepted"),
    InitiativeState.IN_PLAN: msg("Included in the NAP"),
    InitiativeState.REJECTED: msg("Rejected"),
    InitiativeState.WITHDRAWN: msg("Withdrawn"),
    InitiativeState.MERGED: msg("Merged with a similar one"),
}
KINDS = {
    FileKind.DOCUMENT: msg("document"),
    FileKind.PHOTO: msg("photo"),
    FileKind.VOICE: msg("voice message"),
}
# A preview longer than this would not leave room for its frame in one message of 4096 characters.
_ROOM = 3600
_SHORT = 420
# Of one's own things, as many as fit into one message with the longest titles.
_SENT_ON_PAGE = 20
_QUESTIONS_ON_PAGE = 10


@dataclass(frozen=True)
class OpenMine(Payload):
    """A page of everything of one's own."""

    prefix: ClassVar[str] = "mypage"
    page: int = 0


@dataclass(frozen=True)
class OpenOwn(Payload):
    """One's own initiative, sent."""

    prefix: ClassVar[str] = "mine"
    id: int


@dataclass(frozen=True)
class ReadOwn(Payload):
    """The whole text of one's own initiative, and its files."""

    prefix: ClassVar[str] = "read"
    id: int


@dataclass(frozen=True)
class Withdraw(Payload):
    """Take an initiative back; ``sure`` after the question."""

    prefix: ClassVar[str] = "back"
    id: int
    sure: int


@dataclass(frozen=True)
class OpenQuestion(Payload):
    """One's own question."""

    prefix: ClassVar[str] = "myq"
    id: int


def preview(form: Form, draft: Initiative, fields: Iterable[Field], names: Names, t: Translator) -> Screen:
    """All that would be sent, each field to be changed. Long texts are shortened when not all fits."""
    fields = list(fields)
    text = _whole(draft, fields, names, t, None)
    rows = preview_rows(form, fields, draft.id, t)
    if telegram_length(text) > _ROOM:
        text = _whole(draft, fields, names, t, _SHORT)
        rows = (
            rows[0],
            (Button(t.plain("Read in full"), Press(form.code, Act.READ, PREVIEW, draft.id)),),
            *rows[1:],
        )
    return Screen(lines(t("<b>Your initiative</b>\nPlease check it. You can change every field."), text), rows)


def _whole(draft: Initiative, fields: Iterable[Field], names: Names, t: Translator, at_most: int | None) -> Markup:
    return Markup("\n").join(
        Markup("<b>{}:</b> {}").format(t(field.label), _value(draft, field.name, names, t, at_most)) for field in fields
    )


def _value(draft: Initiative, name: str, names: Names, t: Translator, at_most: int | None) -> str | Markup:
    value = value_of(draft, name)
    if name == "files":
        return _files(draft, t)
    if name == "lang":
        return OWN_NAMES[draft.lang]
    if not value:
        return t.plain("not known to me") if name == "agency" and value is None and _is_skipped(draft, name) else "—"
    if name in names:
        return str(t.pick(names[name][value]))
    if at_most and len(value) > at_most:
        return t("{beginning} <i>(characters in all: {n})</i>", beginning=shortened(value, at_most), n=len(value))
    return str(value)


def _is_skipped(draft: Initiative, name: str) -> bool:
    return any(answer.field == name for answer in draft.answers)


def _files(draft: Initiative, t: Translator) -> str:
    kinds = [t.plain(KINDS[one.file.kind]) for one in draft.attachments]
    return f"{len(kinds)} ({', '.join(kinds)})" if kinds else "—"


def in_full(draft: Initiative, fields: Iterable[Field], names: Names, t: Translator) -> list[Screen]:
    """The whole text, as many messages as it takes."""
    said = (f"{t.plain(field.label)}:\n{_plain(draft, field.name, names, t)}" for field in fields)
    return [Screen(page) for page in pages("\n\n".join(said))]


def _plain(draft: Initiative, name: str, names: Names, t: Translator) -> str:
    value = _value(draft, name, names, t, None)
    return value.unescape() if isinstance(value, Markup) else value


def consent(form: Form, draft: int, t: Translator) -> Screen:
    """Before a person's first sending: what happens with the text, who sees it, how to take it back."""
    text = t(
        "<b>Before you send</b>\n\n"
        "The Secretariat of the National Open Government Forum reads your initiative and may publish its number, "
        "title, text, theme and region; before that, somebody about to send a similar one may see its number, "
        "theme and title.\n\n"
        "Your name, contact and files are never published: only the Secretariat sees them.\n\n"
        "You can take the initiative back until it is decided (/my), and this consent or all your data at any time "
        "(/privacy)."
    )
    return Screen(
        text,
        column(
            [
                Button(t.plain("I agree, send"), Press(form.code, Act.CONSENT, "consent", draft)),
                Button(t.plain("Back to the form"), Press(form.code, Act.OPEN, "consent", draft)),
            ]
        ),
    )


def receipt(sent: Initiative, fields: Iterable[Field], names: Names, t: Translator) -> Screen:
    """The number, what was sent, and what happens next."""
    head = t("<b>Sent. The number of your initiative: {number}</b>", number=sent.number)
    following = t(
        "What happens next: the Secretariat reads it and answers with reasons. You will hear of each step here. "
        "Being sent does not yet mean being included in the plan. You can see or withdraw it under /my."
    )
    text = lines(head, _whole(sent, fields, names, t, None), following)
    if telegram_length(text) > _ROOM:
        text = lines(head, _whole(sent, fields, names, t, _SHORT), following)
    return Screen(
        text, column([Button(t.plain("Open it"), OpenOwn(sent.id)), Button(t.plain("Main menu"), OpenMenu())])
    )


def own(
    drafts: Sequence[Initiative],
    sent: Sequence[Initiative],
    questions: Sequence[Question],
    code: str,
    t: Translator,
    *,
    page: int = 0,
) -> Screen:
    """Everything of one's own, drafts on the first page."""
    last = max(0, (len(sent) - 1) // _SENT_ON_PAGE, (len(questions) - 1) // _QUESTIONS_ON_PAGE)
    page = min(max(page, 0), last)
    said = [t("<b>My initiatives and questions</b>")]
    buttons = []
    for one in drafts if page == 0 else ():
        title = shortened(one.text.title or t.plain("untitled"), 36)
        buttons.append(Button(t.plain("Draft: {title}", title=title), Press(code, Act.OPEN, PREVIEW, one.id)))
    for one in sent[page * _SENT_ON_PAGE : (page + 1) * _SENT_ON_PAGE]:
        said.append(_line(one, t))
        buttons.append(Button(f"{one.number}", OpenOwn(one.id)))
    for question in questions[page * _QUESTIONS_ON_PAGE : (page + 1) * _QUESTIONS_ON_PAGE]:
        state = t.plain("answered") if question.state is QuestionState.ANSWERED else t.plain("waiting for an answer")
        buttons.append(Button(f"{question.number}: {state}", OpenQuestion(question.id)))
    if not buttons:
        said.append(t("There is nothing here yet."))
        buttons.append(Button(t.plain("Submit an initiative"), NewInitiative()))
    steps = [Button(t.plain("Previous page"), OpenMine(page - 1))] if page else []
    steps += [Button(t.plain("Next page"), OpenMine(page + 1))] if page < last else []
    return Screen(lines(*said), (*column(buttons), *((tuple(steps),) if steps else ()), *menu_rows(t)))


def _line(one: Initiative, t: Translator) -> Markup:
    return t(
        "{number} · {state}\n{title}",
        number=one.number,
        state=t.plain(STATES[one.state]),
        title=shortened(one.text.title or "", 120),
    )


def own_card(one: Initiative, fields: Iterable[Field], names: Names, t: Translator) -> Screen:
    """One's own initiative with the history of its states."""
    history = Markup("\n").join(
        t("{day}: {state}", day=t.moment(event.at), state=t.plain(STATES[event.state]))
        for event in one.events
        if event.published_at is not None
    )
    text = lines(
        Markup("<b>{}</b>").format(one.number),
        _whole(one, fields, names, t, _SHORT),
        t("<b>History</b>"),
        history,
    )
    buttons = [Button(t.plain("Read in full"), ReadOwn(one.id))]
    if one.is_undecided:
        buttons.append(Button(t.plain("Withdraw"), Withdraw(one.id, 0)))
    shared = share_rows("i", one.number or "", one.number or "", t) if one.published_at is not None else ()
    return Screen(text, (*column(buttons), *shared, *menu_rows(t)))


def really_withdraw(one: Initiative, t: Translator) -> Screen:
    """Withdrawing is for good, so it is asked once more."""
    return Screen(
        t(
            "Withdraw {number} “{title}”? It will no longer be considered. It stays under /my.",
            number=one.number,
            title=one.text.title,
        ),
        column(
            [
                Button(t.plain("Yes, withdraw"), Withdraw(one.id, 1)),
                Button(t.plain("No, leave it"), OpenOwn(one.id)),
            ]
        ),
    )


def attachments(one: Initiative, t: Translator) -> list[Screen]:
    """The files of an initiative, sent back by their ids."""
    return [
        Screen(
            t("File {n} of {number}", n=position, number=one.number or t.plain("the draft")),
            attached=Attached(
                kind=each.file.kind.value,
                name=each.file.name or "",
                telegram_file_id=each.file.telegram_file_id,
            ),
        )
        for position, each in enumerate(one.attachments[:MOST_ATTACHMENTS], 1)
    ]


def correction_hint(number: str | None, t: Translator) -> Markup:
    """An edit of what has been sent already."""
    return t(
        "Initiative {number} has been sent, so editing the message no longer changes it. You can withdraw it under "
        "/my and send a corrected one, or tell the Secretariat: /ask",
        number=number or "",
    )


def summary(one: Initiative, fields: Iterable[Field], names: Names, t: Translator) -> Markup:
    """The given fields, long texts shortened: for the screens of staff."""
    return _whole(one, fields, names, t, _SHORT)
