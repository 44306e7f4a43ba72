"""What an answer of an initiative may be: how long, in characters as Telegram counts them, and which choice."""

import unicodedata
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models import Language
from services.errors import NotFound, TextTooLong, TextTooShort

TEXT_LIMITS = {
    "title": (10, 120),
    "problem": (20, 2000),
    "proposal": (20, 2000),
    "result": (20, 2000),
    "name": (2, 120),
    "contact": (3, 200),
}
_FIXED: dict[str, set[str]] = {
    "contact_consent": {"agree", "forget"},
    "details": {"enough", "more"},
    "lang": set(Language),
}
_LONG = frozenset({"problem", "proposal", "result"})
_UNSEEN = frozenset({"Cc", "Cf"})  # control and formatting characters: twenty zero-width spaces are no problem


def check_text(field: str, text: str) -> str:
    """The text, trimmed. Raises TextTooShort or TextTooLong with what is allowed (characters)."""
    at_least, at_most = TEXT_LIMITS[field]
    # A title stands in lists and on buttons: one line.
    text = text.strip() if field in _LONG else " ".join(text.split())
    seen = sum(unicodedata.category(character) not in _UNSEEN for character in text)
    if seen < at_least:
        raise TextTooShort(seen, at_least)
    if len(text) > at_most:
        raise TextTooLong(len(text), at_most)
    return text


async def check_choice(session: AsyncSession, table: type[Any], value: str) -> str:
    """The id of something that is there to choose. Raises NotFound: a button can be forged, or older than a body's
    end."""
    found = await session.get(table, value)
    if found is None or not getattr(found, "is_active", True):
        raise NotFound
    return value


def check_fixed(field: str, value: str) -> None:
    """Raises NotFound for a button's value that the field does not offer: a button can be forged."""
    if value not in _FIXED.get(field, {value}):
        raise NotFound
