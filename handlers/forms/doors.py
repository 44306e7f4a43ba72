"""A form as a conversation: what leads into it, and what every step takes."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, ConversationHandler

from handlers.context import Context
from handlers.forms.engine import Engine
from handlers.forms.table import Press
from handlers.guards import NOT_TYPED, TYPED, conversation, pressed, wrote
from handlers.screens.forms import PREVIEW

Step = str | int | None


def form_conversation(
    engine: Engine,
    *entry_points: "BaseHandler[Update, Context, Any]",
    press: Callable[[Update, Context, Press], Coroutine[Any, Any, Step]] | None = None,
) -> "ConversationHandler[Context]":
    """Every step takes the same: a press of the form's buttons, typed text, a file, /cancel.

    ``press`` stands before the engine's own where a form has something to say about buttons of what was sent.
    """
    form = engine.form
    takes = [wrote(TYPED, engine.take_text), wrote(NOT_TYPED, engine.take_file)]
    return conversation(
        form.flow,
        entry_points=[*entry_points, pressed(Press, press or engine.press, where=form.owns)],
        states=dict.fromkeys([*(field.name for field in form.fields), PREVIEW], takes),
        cancel=engine.cancel,
    )
