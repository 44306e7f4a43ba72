"""Initiatives for tests: sent, and published where wanted."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Initiative, InitiativeState, InitiativeText, Language, Origin
from tests.conftest import START


async def somebody(session: AsyncSession, telegram_id: int, *, language: Language = Language.KY) -> Citizen:
    """A person whom the bot knows."""
    citizen = Citizen(telegram_id=telegram_id, language=language, created_at=START, seen_at=START)
    session.add(citizen)
    await session.flush()
    return citizen


async def initiative(
    session: AsyncSession,
    number: str,
    *,
    title: str = "Мектептердин бюджетин ачык жарыялоо",
    problem: str = "Ата-энелер мектептин акчасы кайда кеткенин көрө алышпайт.",
    proposal: str = "Ар бир мектеп кирешесин жана чыгашасын чейрек сайын жарыяласын.",
    author: Citizen | None = None,
    lang: Language = Language.KY,
    state: InitiativeState = InitiativeState.UNDER_REVIEW,
    published_at: datetime | None = START,
    theme: str | None = None,
    region: str | None = None,
    name: str | None = None,
    contact: str | None = None,
) -> Initiative:
    """A sent initiative; published unless ``published_at`` is None."""
    one = Initiative(
        number=number,
        author_id=author.id if author else None,
        lang=lang,
        state=state,
        theme_id=theme,
        region_id=region,
        name=name,
        contact=contact,
        created_at=START,
        changed_at=START,
        submitted_at=START,
        published_at=published_at,
        texts=[InitiativeText(lang=lang, title=title, problem=problem, proposal=proposal, origin=Origin.AUTHOR)],
        answers=[],
        events=[],
        attachments=[],
    )
    session.add(one)
    await session.flush()
    return one
