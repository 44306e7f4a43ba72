"""What a button says when it is pressed: a small class per payload, at most 64 bytes on the wire.

Callback data comes from the outside and can be forged, so parsing refuses whatever is not exactly of a
payload's form; whether the person may do it is checked by the service that does it.
"""

import enum
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, get_type_hints

MOST_BYTES = 64  # of callback_data (Bot API, InlineKeyboardButton)
_SEPARATOR = ":"


class PayloadTooLong(ValueError):
    """A payload would not fit into a button: a programming error, caught by the screens' test."""


@dataclass(frozen=True)
class Payload:
    """Base of every payload. A subclass names its ``prefix`` and its fields: int, str or a StrEnum."""

    prefix: ClassVar[str]
    registry: ClassVar[dict[str, type["Payload"]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.prefix in Payload.registry:
            raise TypeError(f"two payloads share the prefix {cls.prefix!r}")
        Payload.registry[cls.prefix] = cls

    def pack(self) -> str:
        """The callback data. Raises PayloadTooLong over 64 bytes."""
        values = (getattr(self, field.name) for field in fields(self))
        packed = _SEPARATOR.join([self.prefix, *(_packed(value) for value in values)])
        if len(packed.encode()) > MOST_BYTES:
            raise PayloadTooLong(packed)
        return packed

    @classmethod
    def parse(cls, data: str) -> Self | None:
        """The payload in this callback data; None when it is another's, or not of this form."""
        prefix, *parts = data.split(_SEPARATOR)
        if prefix != cls.prefix or len(parts) != len(fields(cls)):
            return None
        hints = get_type_hints(cls)
        try:
            return cls(*(_parsed(hints[f.name], part) for f, part in zip(fields(cls), parts, strict=True)))
        except ValueError:
            return None

    @classmethod
    def matches(cls, data: object) -> bool:
        """For PTB's ``CallbackQueryHandler(pattern=…)``."""
        return isinstance(data, str) and cls.parse(data) is not None


def _packed(value: object) -> str:
    text = value.value if isinstance(value, enum.Enum) else str(value)
    if _SEPARATOR in text:
        raise PayloadTooLong(f"the separator is not allowed inside a value: {text!r}")
    return str(text)


def _parsed(kind: Any, part: str) -> Any:
    if kind is int:
        if not part.removeprefix("-").isascii() or not part.removeprefix("-").isdigit() or len(part) > 18:
            raise ValueError(part)
        return int(part)
    return kind(part)
