"""People who have come in already."""

import asyncio

from sqlalchemy import func, select

from bot.playground.persona import Persona
from models import InboxState, InboxUpdate, Role
from tests.dialogues.conftest import Running
from tests.reporting import appoint

OWN_NAMES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}


async def arrived(bot: Running, name: str, language: str) -> Persona:
    """Someone who has chosen a language."""
    person = bot.telegram.person(name, language_code=language)
    await person.says("/start")
    await person.taps(OWN_NAMES[language])
    return person


async def handled(bot: Running) -> None:
    """Wait until every update is taken and done with, also those that nobody is answered for."""
    await bot.telegram.quiet(answered=False)
    for _ in range(600):
        async with bot.parts.database.read() as session:
            left = select(func.count()).select_from(InboxUpdate).where(InboxUpdate.state != InboxState.ANSWERED)
            if not await session.scalar(left):
                return
        await asyncio.sleep(0.05)
    raise AssertionError("updates are left open")


async def appointed(bot: Running, name: str, language: str, role: Role, agency: str | None = None) -> Persona:
    """Someone who has chosen a language and holds a role."""
    person = await arrived(bot, name, language)
    await bot.telegram.quiet()
    await appoint(bot.parts.database, person.id, role, agency)
    return person
