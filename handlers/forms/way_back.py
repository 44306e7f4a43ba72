"""A command, a link or another button in the middle of a form is answered, and the way back leads that answer."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, TypeHandler

from handlers.context import Context
from handlers.forms.table import Form, Press
from handlers.screens.forms import PREVIEW, back_to_form
from handlers.screens.screen import Screen


def build(*forms: Form) -> "BaseHandler[Update, Context, Any]":
    """After every other handler: by now the step that the person is at is known."""
    known = {form.flow: form for form in forms}

    async def lead_back(_update: Update, context: Context) -> None:
        turn = context.turn
        row = turn.conversation
        form = known.get(row.flow or "") if row is not None else None
        draft = context.memory.get("draft") if row is not None else None
        if row is None or form is None or draft is None or not turn.screens:
            return
        if any(_leads_to(one.screen, draft) for one in turn.screens):
            return
        last = turn.screens[-1]
        way = back_to_form(form, draft, context.t, row.step or PREVIEW)
        turn.screens[-1] = replace(last, screen=last.screen.led_by(*way))

    return TypeHandler(Update, lead_back)


def _leads_to(screen: Screen, draft: int) -> bool:
    pressed = (button.press for row in screen.rows for button in row)
    return any(isinstance(press, Press) and press.draft == draft for press in pressed)
