"""The context every callback gets: who is speaking, the unit of work, and how to say something."""

from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import Application, CallbackContext, ConversationHandler, ExtBot

from handlers.screens.screen import Screen
from handlers.turn import Shown, Turn, current_turn
from locales.translator import Translator
from models import Citizen, Conversation
from services import conversations

AnyDict: TypeAlias = dict[Any, Any]


class Context(CallbackContext[ExtBot[Any], AnyDict, AnyDict, AnyDict]):
    """PTB's context with our turn in it."""

    turn: Turn

    @classmethod
    def from_update(cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]") -> "Context":
        context = super().from_update(update, application)
        context.turn = current_turn.get()
        context.turn.was_handled = True
        return context

    @property
    def session(self) -> AsyncSession:
        return self.turn.session

    @property
    def now(self) -> datetime:
        return self.turn.now

    @property
    def t(self) -> Translator:
        return self.turn.t

    @property
    def citizen(self) -> Citizen:
        """The person. Raises RuntimeError for an update without one, which no handler of ours takes."""
        if self.turn.citizen is None:
            raise RuntimeError("this update has no person")
        return self.turn.citizen

    @property
    def conversation(self) -> Conversation:
        if self.turn.conversation is None:
            raise RuntimeError("this update has no conversation")
        return self.turn.conversation

    @property
    def memory(self) -> dict[str, Any]:
        """What the conversation remembers between updates; change it with ``remember``."""
        return dict(self.conversation.memory or {})

    def remember(self, **values: Any) -> None:
        """Keep values for the next update; None forgets one."""
        memory = self.memory | values
        self.conversation.memory = {key: value for key, value in memory.items() if value is not None}

    def rest(self, flow: str) -> int | None:
        """Nothing is awaited of the person in this flow any more; the step to go to. Another flow waits on."""
        if self.conversation.flow != flow:
            return None
        conversations.park(self.conversation)
        return ConversationHandler.END

    def show(self, screen: Screen, *, anew: bool = False, over: int | None = None) -> None:
        """Stage a screen: it replaces the one whose button was pressed, unless ``anew`` or something was typed.

        ``over``: it replaces this message instead.
        """
        self.turn.screens.append(Shown(screen, anew, over))

    def toast(self, text: str, *, alert: bool = False) -> None:
        """Stage the short answer to a press (at most 200 characters: Bot API, answerCallbackQuery)."""
        self.turn.toast = (text[:200], alert)


def text_of(update: Update) -> str:
    """What was typed. Handlers that ask for it are registered for text messages only."""
    message = update.effective_message
    assert message is not None
    return (message.text or message.caption or "").strip()


def message_id_of(update: Update) -> int:
    message = update.effective_message
    assert message is not None
    return message.message_id
