"""People and initiatives for tests of the desk's services."""

from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Initiative, Language, Role, StaffRole
from services import citizens, initiatives
from tests.conftest import START, ZONE

TITLES = ("Мектептердин бюджетин ачыктоо", "Айыл өкмөтүнүн жыйынын түз көрсөтүү", "Дары-дармектин баасын жарыялоо")


async def person(session: AsyncSession, telegram_id: int, language: Language = Language.KY) -> Citizen:
    """Somebody who has spoken to the bot and agreed to what happens with initiatives."""
    citizen = await citizens.meet(session, telegram_id, language_code=language.value, now=START)
    citizens.choose_language(citizen, language)
    citizens.consent(citizen, now=START)
    return citizen


async def officer(session: AsyncSession, telegram_id: int, role: Role = Role.MODERATOR) -> Citizen:
    citizen = await person(session, telegram_id, Language.RU)
    session.add(StaffRole(citizen_id=citizen.id, role=role, granted_at=START))
    await session.flush()
    return citizen


async def sent(session: AsyncSession, author: Citizen, title: str = TITLES[0]) -> Initiative:
    """A sent initiative."""
    draft = await initiatives.start_draft(session, author, now=START)
    words = {
        "title": title,
        "problem": "Ата-энелер мектептин акчасы кайда кеткенин көрө албайт.",
        "proposal": "Ар бир мектеп кирешесин жана чыгашасын сайтка чыгарсын.",
    }
    for name, value in words.items():
        await initiatives.answer(session, draft, name, value, now=START)
    return await initiatives.submit(session, author, draft, now=START, zone=ZONE)
