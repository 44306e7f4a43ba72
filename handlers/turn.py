"""One person's turn: the update being handled, whose it is, and what will be said when it is committed."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.screens.screen import Screen
from locales.translator import Translator, Voices, suggested
from models import Citizen, Conversation
from services.answers import Answers, Reading
from services.broadcast_outlook import Outlook
from services.statistics import Numbers
from services.typed_questions import Groups


@dataclass
class Reply:
    """A call owed to Telegram after the commit, kept (encrypted) with the update it answers."""

    method: str
    params: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return {"method": self.method, "params": self.params}


@dataclass(frozen=True)
class Shown:
    """A staged screen. It replaces the one whose button was pressed, or the message ``over``; ``anew``: neither."""

    screen: Screen
    anew: bool = False
    over: int | None = None


@dataclass
class Turn:
    """Everything a handler works with. Nothing here sends: replies are staged and leave after the commit."""

    session: AsyncSession
    now: datetime
    voices: Voices
    answers: Answers
    inbox_id: int
    bot_id: int
    bot_name: str
    citizen: Citizen | None = None
    conversation: Conversation | None = None
    is_private: bool = False
    broadcast_approval: bool = False  # whether a second person approves each broadcast
    watch_minimum: int = 10  # answers to "Is it true?" before the count is shown
    reading: Reading | None = None  # what search made of the typed text, before the transaction began
    similar: tuple[int, ...] = ()  # initiatives like the draft or the staff's card at hand, looked up likewise
    outlook: Outlook | None = None  # of the broadcast at hand: people counted and links asked for, likewise
    unanswered: Groups = ()  # typed questions in groups, for staff who asked for them, made likewise
    numbers: Numbers | None = None  # for staff who asked for /stats, counted likewise
    erased: Citizen | None = None  # whose row has just been emptied: only what Telegram shows them is left to clear
    was_handled: bool = False
    is_content_changed: bool = False  # the search must be built anew once this is committed
    replies: list[Reply] = field(default_factory=list)
    toast: tuple[str, bool] | None = None
    screens: list[Shown] = field(default_factory=list)

    @property
    def t(self) -> Translator:
        """The person's voice: the language they chose, else the one to suggest."""
        if self.citizen is None:
            return self.voices["ky"]
        return self.voices[self.citizen.language or suggested(self.citizen.language_code)]

    def forget_person(self) -> None:
        """The person has been erased: nothing of this turn may be written back to their rows."""
        self.erased = self.citizen
        self.citizen = self.conversation = None


current_turn: ContextVar[Turn] = ContextVar("current_turn")
