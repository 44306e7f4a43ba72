"""People and things to try the services on."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Initiative, Language
from models.database import Database
from services import citizens, initiatives
from tests.conftest import START, ZONE

ANSWERS = {
    "title": "Мектептердин бюджетин ачык жарыялоо",
    "problem": "Ата-энелер мектептин акчасы кайда кеткенин көрө алышпайт.",
    "proposal": "Ар бир мектеп кирешесин жана чыгашасын чейрек сайын жарыяласын.",
}


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """A unit of work that a test is; on both databases."""
    async with database.begin() as opened:
        yield opened


async def known(session: AsyncSession, telegram_id: int, *, consented: bool = True) -> Citizen:
    """Somebody who has chosen Kyrgyz."""
    citizen = await citizens.meet(session, telegram_id, language_code="ky", now=START)
    citizens.choose_language(citizen, Language.KY)
    if consented:
        citizens.consent(citizen, now=START)
    return citizen


async def drafted(session: AsyncSession, author: Citizen, *, now: datetime = START, **changed: str) -> Initiative:
    """A draft with the three answers that are enough."""
    draft = await initiatives.start_draft(session, author, now=now)
    for field, value in (ANSWERS | changed).items():
        await initiatives.answer(session, draft, field, value, now=now, message_id=100)
    return draft


async def sent(session: AsyncSession, author: Citizen, *, now: datetime = START, **changed: str) -> Initiative:
    """A sent initiative."""
    draft = await drafted(session, author, now=now, **changed)
    return await initiatives.submit(session, author, draft, now=now, zone=ZONE)


@pytest.fixture
async def aizada(session: AsyncSession) -> Citizen:
    return await known(session, 1001)


@pytest.fixture
async def bolot(session: AsyncSession) -> Citizen:
    """The row of noise: somebody else, whose things no query may bring up."""
    return await known(session, 2002)
