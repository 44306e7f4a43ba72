"""Everything that anybody outside can read of initiatives, and what people are told, for tests of what leaks."""

import copy
import functools
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from bot.web.server import build_web
from handlers.notices import rendered
from handlers.notices.context import NoticeContext
from locales.translator import Voices
from models import Citizen, Initiative, Notice
from models.database import Database
from services import answers, decisions, initiatives_public, similar
from services.errors import NotFound
from services.initiatives_public import Sort
from services.search import Index, build_index
from tests.conftest import START, ZONE
from tests.services.search.corpora import SMALL

PATHS = ("initiatives", "initiatives?format=csv", "reports", "reports.atom")
VOICES = Voices(ZONE)
_whole_index = functools.cache(lambda: build_index(SMALL))


def _index() -> Index:
    """An index without initiatives: copied, since building one takes a while."""
    made = copy.copy(_whole_index())
    made._initiatives, made._pending = copy.copy(made._initiatives), copy.copy(made._pending)
    return made


class Outside:
    """Whoever is not the Secretariat: the list, the pages, the open data over HTTP, the search."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = _index()
        self._held: dict[int, similar.Version] = {}
        app = build_web(Settings(_env_file=None), database, None, clock=lambda: START)
        self._web = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")

    async def read_all(self) -> str:
        """All of it as one text."""
        async with self._database.read() as session:
            said = [await self._listed(session), await self._pages(session)]
        said += [(await self._web.get(f"/api/v1/{path}")).text for path in PATHS]
        return "\n".join(said)

    async def _listed(self, session: AsyncSession) -> str:
        pages = [await initiatives_public.list_page(session, sort, limit=10) for sort in Sort]
        return "\n".join(_words(one.initiative) for page in pages for one in page.items)

    async def _pages(self, session: AsyncSession) -> str:
        said = []
        for initiative_id in (await session.scalars(select(Initiative.id))).all():
            try:
                one = await initiatives_public.get(session, initiative_id)
            except NotFound:
                continue
            decision = await decisions.latest_published(session, one.id)
            survivor = await initiatives_public.survivor_of(session, one)
            said += [_words(one), survivor.number or "" if survivor else ""]
            said += [text.reason for text in decision.texts] if decision else []
        return "\n".join(said)

    async def finds(self, text: str) -> set[int]:
        """What the search gives to anybody who types this."""
        self._held = await answers._bring_up(self._index, self._held, self._database)
        return {int(hit.id) for hit in self._index.search(text) if hit.id.isdigit()}

    async def close(self) -> None:
        await self._web.aclose()


def _words(one: Initiative) -> str:
    texts = [getattr(text, field) or "" for text in one.texts for field in ("title", "problem", "proposal", "result")]
    return "\n".join([one.number or "", *texts])


async def told(session: AsyncSession, kinds: tuple[str, ...]) -> list[tuple[Citizen, Notice, str]]:
    """(who, of what, what they read) of every notice, as it would be sent now; "" where it would not."""
    found = []
    for notice in (await session.scalars(select(Notice).where(Notice.kind.in_(kinds)).order_by(Notice.id))).all():
        reader = await session.get_one(Citizen, notice.citizen_id)
        context: Any = NoticeContext(session, reader, VOICES[reader.language or "ky"], VOICES, START, ZONE)
        screen = await rendered(notice.kind, context, [notice])
        found.append((reader, notice, str(screen.text) if screen else ""))
    return found
