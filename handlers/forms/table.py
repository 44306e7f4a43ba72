"""The declarative side of a form: its fields, the store that keeps the answers, what its buttons say."""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from handlers.callbacks import Payload
from handlers.context import Context
from handlers.screens.screen import Screen
from locales.translator import msg
from services.errors import NotFound
from services.files import Received


class Kind(enum.Enum):
    """How a field is answered."""

    TEXT = enum.auto()
    CHOICE = enum.auto()
    FILES = enum.auto()


def always(_subject: Any) -> bool:
    return True


@dataclass(frozen=True)
class Field:
    """One question. ``label``, ``question`` and ``example`` are messages of the catalogue (``msg``)."""

    name: str
    label: str
    question: str
    example: str = ""
    kind: Kind = Kind.TEXT
    is_optional: bool = False
    is_asked: Callable[[Any], bool] = always  # of the draft: some questions follow from answers
    in_preview: bool = True
    takes_contact: bool = False  # a contact shared from the phone's book answers it with its number


@dataclass(frozen=True)
class Choice:
    """One answer of a choice field: what is stored, what the button says, and what people may type instead."""

    id: str
    label: str
    also: tuple[str, ...] = ()


class Act(enum.StrEnum):
    """What a form's button asks for."""

    PICK = "p"
    SKIP = "s"
    BACK = "b"
    LEAVE = "x"
    DISCARD = "d"
    DONE = "o"
    OPEN = "c"  # continue the draft where it was left
    CHANGE = "e"
    SEND = "!"
    CONSENT = "y"
    ASIDE = "?"
    DETACH = "-"
    IS_ANSWER = "a"
    IS_QUESTION = "q"
    CUT = "k"
    READ = "r"  # the whole text, when the preview shows it shortened


# These mean the same whichever step the person is at.
ANYTIME = frozenset({Act.OPEN, Act.CHANGE, Act.SEND, Act.CONSENT, Act.ASIDE, Act.READ, Act.DISCARD, Act.LEAVE})


@dataclass(frozen=True)
class Press(Payload):
    """A form's button: which form, what to do, on which step it was drawn, for which draft, with what value."""

    prefix: ClassVar[str] = "f"
    form: str
    act: Act
    step: str
    draft: int
    value: str = ""


class Store(Protocol):
    """Where a form's answers live. Subject: the draft. Raises the service's refusals."""

    async def get(self, context: Context, draft_id: int) -> Any: ...
    def id_of(self, subject: Any) -> int: ...
    def is_answered(self, subject: Any, field: str) -> bool: ...
    async def answer(self, context: Context, subject: Any, field: str, value: str, message_id: int | None) -> None: ...
    async def skip(self, context: Context, subject: Any, field: str) -> None: ...
    async def choices(self, context: Context, subject: Any, field: str) -> Sequence[Choice]: ...
    async def attach(self, context: Context, subject: Any, received: Received) -> None: ...
    async def detach(self, context: Context, subject: Any, attachment_id: int) -> None: ...
    def attachments(self, context: Context, subject: Any) -> Sequence[Choice]: ...
    async def discard(self, context: Context, subject: Any) -> None: ...
    def present(self, subject: Any, field: str) -> str | None: ...  # a text, or the id of a choice
    def title(self, subject: Any) -> str | None: ...
    def at_most(self, field: str) -> int: ...
    def consent(self, context: Context) -> None: ...


@dataclass(frozen=True)
class Form:
    """A form: its conversation's name, a short code for its buttons, its fields in order, and its two ends."""

    flow: str
    code: str
    fields: tuple[Field, ...]
    store: Store
    preview: Callable[[Context, Any], Any]  # async: the preview screen
    send: Callable[[Context, Any], Any]  # async: sends; the step to go to, or END
    read: Callable[[Context, Any], list[Screen]]
    is_short_until: str = ""  # the fork: what is asked before this field is enough to send
    left: str = msg("The form is closed. Your draft is kept: you can continue it any time under /my.")

    def owns(self, press: Press) -> bool:
        """Whether a button belongs to this form."""
        return press.form == self.code

    def field(self, name: str) -> Field:
        """The field of this name. Raises NotFound: a button can be forged, or be older than this release."""
        for field in self.fields:
            if field.name == name:
                return field
        raise NotFound

    def asked(self, subject: Any) -> list[Field]:
        """The fields that are asked of this draft."""
        return [field for field in self.fields if field.is_asked(subject)]

    def number_of(self, subject: Any, field: Field) -> tuple[int, int] | None:
        """(which question this is, of how many); None for one that is not counted.

        Up to the fork only the short path is counted: the rest is asked of those who choose to go on.
        """
        asked = self.asked(subject)
        names = [one.name for one in asked]
        if self.is_short_until in names and field in asked[: names.index(self.is_short_until)]:
            asked = asked[: names.index(self.is_short_until)]
        counted = [one for one in asked if one.in_preview]
        return (counted.index(field) + 1, len(counted)) if field in counted else None

    def present(self, subject: Any, field: Field, choices: Sequence[Choice]) -> str | None:
        """The answer given before, as the person reads it."""
        present = self.store.present(subject, field.name)
        if field.kind is Kind.CHOICE:
            return next((one.label for one in choices if one.id == present), None)
        return present

    def after(self, subject: Any, name: str) -> Field | None:
        """The next field that has not been answered; None: on to the preview."""
        names = [field.name for field in self.fields]
        following = self.fields[names.index(name) + 1 :]
        return next(
            (one for one in following if one.is_asked(subject) and not self.store.is_answered(subject, one.name)),
            None,
        )

    def before(self, subject: Any, name: str) -> Field | None:
        """The field asked before this one; None at the first."""
        names = [field.name for field in self.fields]
        asked = [one for one in self.fields[: names.index(name)] if one.is_asked(subject)]
        return asked[-1] if asked else None

    def follow_up(self, subject: Any) -> Field | None:
        """A question that only an answer has raised, such as consent to keep a name; None when none is open."""
        raised = (one for one in self.fields if one.is_asked is not always and one.is_asked(subject))
        return next((one for one in raised if not self.store.is_answered(subject, one.name)), None)

    def first_open(self, subject: Any) -> Field | None:
        """Where to continue: the first field not answered yet."""
        return next((one for one in self.asked(subject) if not self.store.is_answered(subject, one.name)), None)
