"""The database made ready: what `run` does before anything else, and what commands that need no bot do too."""

from datetime import UTC, datetime

from models import migrations
from models.database import Database
from services import content


def utc_now() -> datetime:
    return datetime.now(UTC)


async def prepare(database: Database, *, now: datetime) -> content.Loaded:
    """Migrate and load content."""
    await migrations.upgrade(database)
    async with database.begin() as session:
        return await content.load(session, now=now)
