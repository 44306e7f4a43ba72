"""Group chats that change their id: Telegram makes a supergroup of a group, and the old id stops working."""

from sqlalchemy.ext.asyncio import AsyncSession

from models import Belonging


async def note_migration(session: AsyncSession, old_id: int, new_id: int) -> None:
    """From now on the chat ``old_id`` is ``new_id``."""
    known = await session.get(Belonging, _key(old_id))
    if known is None:
        session.add(Belonging(key=_key(old_id), value=str(new_id)))
    else:
        known.value = str(new_id)
    await session.flush()


async def present_id(session: AsyncSession, chat_id: int) -> int:
    """The id by which a chat is reached now: for a chat named in the settings, which do not follow by themselves."""
    seen = {chat_id}
    while (moved := await session.get(Belonging, _key(chat_id))) is not None:
        chat_id = int(moved.value)
        if chat_id in seen:
            break
        seen.add(chat_id)
    return chat_id


def _key(chat_id: int) -> str:
    return f"chat-moved:{chat_id}"
