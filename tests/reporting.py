"""People and reports for tests of reporting."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import Citizen, Completion, Language, Report, Role, StaffRole
from models.database import Database
from services import citizens, matching
from services.sources import receiving
from services.sources.incoming import IncomingReport, Words
from tests.conftest import START

DONE = "Реестр испытан в пяти судах, опубликовано 1200 актов."


async def person(session: AsyncSession, telegram_id: int, *, language: Language = Language.RU) -> Citizen:
    citizen = await citizens.meet(session, telegram_id, language_code=language.value, now=START)
    citizens.choose_language(citizen, language)
    return citizen


async def member(session: AsyncSession, telegram_id: int, role: Role, agency: str | None = None) -> Citizen:
    """Somebody with a role."""
    citizen = await person(session, telegram_id)
    session.add(StaffRole(citizen_id=citizen.id, role=role, agency_id=agency, granted_at=START))
    await session.flush()
    return citizen


async def appoint(database: Database, telegram_id: int, role: Role, agency: str | None = None) -> None:
    """Give a role to somebody who has spoken to the bot already."""
    async with database.begin() as session:
        citizen = await citizens.find(session, telegram_id)
        assert citizen is not None
        session.add(StaffRole(citizen_id=citizen.id, role=role, agency_id=agency, granted_at=START))


def said(
    external_id: str = "2026-q3",
    *,
    commitment: str | None = "judicial-acts-register",
    status: Completion | None = Completion.SUBSTANTIAL,
    done: str = DONE,
    title: str | None = None,
    **more: object,
) -> IncomingReport:
    """A report as a source says it."""
    texts = {Language.RU: Words(title=title, done=done, obstacles="Не состоялся тендер.")}
    return IncomingReport.model_validate(
        {"external_id": external_id, "commitment": commitment, "status": status, "texts": texts, **more}
    )


async def published(
    session: AsyncSession, *, external_id: str = "2026-q3", now: datetime = START, **facts: object
) -> Report:
    """A report of a trusted source, published."""
    report = said(external_id, **facts)  # type: ignore[arg-type]
    origin = receiving.Origin("adilet-feed", agency_id="adilet-sot", is_trusted=True)
    await receiving.receive(session, origin, [report], await matching.register(session), now=now)
    found = await receiving.find(session, origin.name, external_id)
    assert found is not None
    return found
