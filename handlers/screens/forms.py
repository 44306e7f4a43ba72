"""The screens of a form's engine."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.forms.table import Act, Choice, Field, Form, Kind, Press
from handlers.screens.screen import Button, Rows, Screen, column, lines
from handlers.screens.start import OpenMenu
from handlers.screens.texts import shortened
from locales.translator import Translator

PREVIEW = "preview"


def question(
    form: Form,
    field: Field,
    draft: int,
    t: Translator,
    *,
    number: tuple[int, int] | None,
    choices: Sequence[Choice] = (),
    note: Markup | None = None,
    present: str | None = None,
) -> Screen:
    """One question, an example, and the way back. ``present`` is the answer given before, if any."""
    head = t("<i>Question {count} of {total}</i>", count=number[0], total=number[1]) if number and not present else None
    said = [note, head, t(field.question), t(field.example) if field.example else None]
    if present:
        said.append(t("Now it says: <i>{text}</i>", text=shortened(present, 600)))
    ways = _ways(form, field, draft, t, is_answered=bool(present))
    return Screen(lines(*said), (*_answers(form, field, draft, choices, t), *ways))


def _answers(form: Form, field: Field, draft: int, choices: Sequence[Choice], t: Translator) -> Rows:
    if field.kind is Kind.FILES:
        removable = [
            Button(
                t.plain("Remove: {name}", name=shortened(one.label, 40)),
                Press(form.code, Act.DETACH, field.name, draft, one.id),
            )
            for one in choices
        ]
        done = Button(t.plain("Done"), Press(form.code, Act.DONE, field.name, draft))
        return column([*removable, done]) if removable else ()
    return column(Button(one.label, Press(form.code, Act.PICK, field.name, draft, one.id)) for one in choices)


def _ways(form: Form, field: Field, draft: int, t: Translator, *, is_answered: bool) -> Rows:
    def button(label: str, act: Act) -> Button:
        return Button(label, Press(form.code, act, field.name, draft))

    walking = [button(t.plain("Back"), Act.BACK)]
    if field.is_optional:
        # Over an answer given before, "Skip" would be misread: it empties the field.
        walking.append(button(t.plain("Leave empty") if is_answered else t.plain("Skip"), Act.SKIP))
    keeping = ((button(t.plain("Keep it as it is"), Act.DONE),),) if is_answered else ()
    return (
        *keeping,
        tuple(walking),
        (button(t.plain("I have a question"), Act.ASIDE), button(t.plain("Cancel"), Act.LEAVE)),
    )


def preview_rows(form: Form, fields: Sequence[Field], draft: int, t: Translator, *, send: str | None = None) -> Rows:
    """Under the preview: send (or what ``send`` calls it), change any field, leave."""

    def button(label: str, act: Act, value: str = "") -> Button:
        return Button(label, Press(form.code, act, PREVIEW, draft, value))

    changes = [button(t.plain("Change: {field}", field=t.plain(one.label)), Act.CHANGE, one.name) for one in fields]
    pairs = [tuple(changes[start : start + 2]) for start in range(0, len(changes), 2)]
    return (
        (button(send or t.plain("Send"), Act.SEND),),
        *pairs,
        (button(t.plain("I have a question"), Act.ASIDE), button(t.plain("Cancel"), Act.LEAVE)),
    )


def kept_as_question(form: Form, step: str, draft: int, text: str, t: Translator) -> Screen:
    """The typed text looks like a question: it is kept, and the person says what it was."""
    return Screen(
        t(
            "You wrote: <i>{text}</i>\n\nIs this your answer to the form, or a question for me?",
            text=shortened(text, 300),
        ),
        column(
            [
                Button(t.plain("This is my answer"), Press(form.code, Act.IS_ANSWER, step, draft)),
                Button(t.plain("Answer my question"), Press(form.code, Act.IS_QUESTION, step, draft)),
            ]
        ),
    )


def too_long(form: Form, step: str, draft: int, said: Markup, at_most: int, t: Translator) -> Screen:
    """What was typed is kept; its beginning can be taken as it is."""
    keep = t.plain_plural("Keep the first {n} character", "Keep the first {n} characters", at_most)
    return Screen(
        lines(said, t("Your text is kept in the chat above: copy it, shorten it and send it again.")),
        (
            (Button(keep, Press(form.code, Act.CUT, step, draft)),),
            (
                Button(t.plain("Back"), Press(form.code, Act.BACK, step, draft)),
                Button(t.plain("Cancel"), Press(form.code, Act.LEAVE, step, draft)),
            ),
        ),
    )


def not_sent_yet(t: Translator) -> Markup:
    """Above a screen on which only a button decides."""
    return t("Nothing has been sent yet. Please press one of the buttons below.")


def aside(form: Form, step: str, draft: int, t: Translator) -> Screen:
    """The form waits while the person asks."""
    return Screen(t("Type your question. The form waits, nothing is lost."), back_to_form(form, draft, t, step))


def back_to_form(form: Form, draft: int, t: Translator, step: str = PREVIEW) -> Rows:
    return ((Button(t.plain("Back to the form"), Press(form.code, Act.OPEN, step, draft)),),)


def left(form: Form, draft: int, t: Translator) -> Screen:
    """After Cancel: the draft is kept unless the person throws it away."""
    return Screen(
        t(form.left),
        column(
            [
                Button(t.plain("Continue the draft"), Press(form.code, Act.OPEN, PREVIEW, draft)),
                Button(t.plain("Delete the draft"), Press(form.code, Act.DISCARD, PREVIEW, draft)),
                Button(t.plain("Main menu"), OpenMenu()),
            ]
        ),
    )


def really_discard(form: Form, draft: int, title: str | None, t: Translator) -> Screen:
    """Deleting is for good, so it is asked once more."""
    return Screen(
        t("Delete the draft “{title}” for good?", title=title or t.plain("untitled")),
        column(
            [
                Button(t.plain("Yes, delete it"), Press(form.code, Act.DISCARD, PREVIEW, draft, "yes")),
                Button(t.plain("No, keep it"), Press(form.code, Act.LEAVE, PREVIEW, draft)),
            ]
        ),
    )
