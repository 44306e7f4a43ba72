"""Whoever types after the bot's name in any chat finds commitments, published initiatives and answers to share."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.faq import all_facts
from handlers.screens import inline as screens
from handlers.screens.inline import Found
from locales.translator import Translator, Voices, suggested
from models import Commitment
from models.database import Database
from services import citizens, commitments, faq, initiatives, initiatives_public, supports
from services.answers import Answers
from services.errors import NotFound
from services.search import DocumentKind, Hit

MOST = 20  # results; Telegram takes 50, nobody scrolls that far
_NEWEST = 5
_NUMBER = re.compile(r"KG-\d{4}-\d{5,}", re.IGNORECASE)


async def voice_of(database: Database, voices: Voices, telegram_id: int, language_code: str | None) -> Translator:
    """The sharer's language: chosen in the bot, else suggested by their app."""
    async with database.read() as session:
        known = await citizens.find(session, telegram_id)
    chosen = known.language if known else None
    return voices[chosen or suggested(language_code)]


async def find(database: Database, answers: Answers, text: str, t: Translator, *, now: datetime) -> list[Found]:
    """What fits the text; for no text at all, the newest initiatives and the plan. Only what is public now."""
    text = text.strip()
    hits = await answers.search(text, MOST) if text else ()
    async with database.read() as session:
        if not text:
            return (await _newest(session, t) + await _plan(session, t))[:MOST]
        if number := _NUMBER.fullmatch(text):
            return await _initiatives(session, [number[0].upper()], t)
        named = [one.id for one in await commitments.list_all(session) if _is_called(one, text)]
        wanted = [Hit(DocumentKind.COMMITMENT, id_, 1.0) for id_ in named]
        wanted += [hit for hit in hits if hit.kind is not DocumentKind.COMMITMENT or hit.id not in named]
        return await _all(session, wanted[:MOST], t, now)


def _is_called(one: Commitment, text: str) -> bool:
    """Whether this is just what the "share" button of its card has typed."""
    return any(text.casefold() == words.short.casefold() for words in one.texts)


async def _all(session: AsyncSession, hits: list[Hit], t: Translator, now: datetime) -> list[Found]:
    found: dict[tuple[DocumentKind, str], Found] = {}
    ids = {kind: [hit.id for hit in hits if hit.kind is kind] for kind in DocumentKind}
    facts = await all_facts(session, t, now=now)
    for entry in await faq.list_entries(session, ids=ids[DocumentKind.TOPIC]):
        found[DocumentKind.TOPIC, entry.id] = screens.topic(entry, facts, t)
    for id_ in ids[DocumentKind.COMMITMENT]:
        found[DocumentKind.COMMITMENT, id_] = await _commitment(session, await commitments.get(session, id_), t)
    for id_ in ids[DocumentKind.INITIATIVE]:
        for one in await _initiatives(session, [id_], t):
            found[DocumentKind.INITIATIVE, id_] = one
    return [found[hit.kind, hit.id] for hit in hits if (hit.kind, hit.id) in found]


async def _initiatives(session: AsyncSession, keys: list[str], t: Translator) -> list[Found]:
    """Those of these that are public at this moment, whatever the index still holds."""
    found = []
    for key in keys:
        known = await initiatives.find_by_key(session, key)
        try:
            one = await initiatives_public.get(session, known.id if known else 0)
        except NotFound:
            continue
        found.append(screens.initiative(one, (await supports.count(session, [one.id]))[one.id], t))
    return found


async def _newest(session: AsyncSession, t: Translator) -> list[Found]:
    page = await initiatives_public.list_page(session, limit=_NEWEST)
    return [screens.initiative(listed.initiative, listed.supporters, t) for listed in page.items]


async def _plan(session: AsyncSession, t: Translator) -> list[Found]:
    return [await _commitment(session, one, t) for one in await commitments.list_all(session)]


async def _commitment(session: AsyncSession, one: Commitment, t: Translator) -> Found:
    bodies = await commitments.names(session, "agency")
    return screens.commitment(one, await commitments.plan_of(session, one), bodies, t)
