"""Broadcasts as they are composed. The states are drawn in ``models.broadcast``; confirming is in
``services.broadcast_confirming``, what happens from then on in ``services.broadcasting``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Broadcast, BroadcastState, BroadcastText, Citizen, Initiative, Language, MediaKind, Role
from services import audiences, audit, commitments, seminars, staff
from services import broadcast_checks as checks
from services.audiences import Audience, Who
from services.broadcast_outlook import Outlook
from services.commitments import by_language
from services.errors import (
    LabelsMissing,
    LimitReached,
    LinkRefused,
    NotEditable,
    NotFound,
    TextTooLong,
    TextTooShort,
)
from services.sources.incoming import keepable, web_address

MOST_LINKS = 3
MOST_LABEL = 40
MOST_ADDRESS = 500
MOST_LISTED = 20
S = BroadcastState


async def require(session: AsyncSession, officer: Citizen, action: str, broadcast_id: int, now: datetime) -> None:
    """Raises NotYours, noted, for anybody but an announcer."""
    subject = f"broadcast:{broadcast_id}"
    await staff.require(session, officer, Role.ANNOUNCER, action=f"broadcast.{action}", subject=subject, now=now)


async def find(session: AsyncSession, broadcast_id: int, *, for_update: bool = False) -> Broadcast:
    """One broadcast with its texts. Raises NotFound."""
    query = select(Broadcast).where(Broadcast.id == broadcast_id).options(selectinload(Broadcast.texts))
    found = await session.scalar(query.with_for_update() if for_update else query)
    if found is None:
        raise NotFound
    return found


async def get(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """One broadcast, for an announcer. Raises NotYours or NotFound."""
    await require(session, officer, "open", broadcast_id, now)
    return await find(session, broadcast_id)


async def list_latest(session: AsyncSession, officer: Citizen, *, now: datetime) -> Sequence[Broadcast]:
    """What goes on and what was, the newest first. Raises NotYours."""
    await require(session, officer, "list", 0, now)
    query = select(Broadcast).options(selectinload(Broadcast.texts)).order_by(Broadcast.id.desc()).limit(MOST_LISTED)
    return (await session.scalars(query)).all()


async def start(session: AsyncSession, officer: Citizen, *, now: datetime) -> Broadcast:
    """An empty draft, for everyone. Raises NotYours."""
    await require(session, officer, "start", 0, now)
    made = Broadcast(state=S.DRAFT, audience=Audience().keep(), links=[], texts=[], created_by_id=officer.id)
    made.trusted_links = []
    made.created_at = now
    session.add(made)
    await session.flush()
    audit.note(session, officer, "broadcast.start", made.cause, now=now)
    return made


async def _draft(session: AsyncSession, officer: Citizen, broadcast_id: int, field: str, now: datetime) -> Broadcast:
    await require(session, officer, "edit", broadcast_id, now)
    found = await find(session, broadcast_id, for_update=True)
    if found.state is not S.DRAFT:
        raise NotEditable
    audit.note(session, officer, "broadcast.edit", found.cause, now=now, fields=[field])
    return found


async def set_text(
    session: AsyncSession, officer: Citizen, broadcast_id: int, lang: Language, html: str, *, now: datetime
) -> Broadcast:
    """What it says in a language, as Telegram's HTML. Raises NotYours, NotFound, NotEditable, TextTooShort or
    TextTooLong."""
    draft = await _draft(session, officer, broadcast_id, f"text_{lang.value}", now)
    html = str(keepable(html)).strip()
    length = len(checks.visible(html).strip())
    if length < 2:
        raise TextTooShort(length, 2)
    if length > checks.MOST_TEXT - checks.ROOM:
        raise TextTooLong(length, checks.MOST_TEXT - checks.ROOM)
    known = next((one for one in draft.texts if one.lang is lang), None)
    if known is None:
        draft.texts.append(BroadcastText(lang=lang, text=html))
    else:
        known.text = html
    if lang is Language.EN:
        draft.fallback = None
    await session.flush()
    return draft


async def set_fallback(
    session: AsyncSession, officer: Citizen, broadcast_id: int, lang: Language, *, now: datetime
) -> Broadcast:
    """Confirm that readers of English get this language, labelled. Raises NotYours, NotFound or NotEditable."""
    draft = await _draft(session, officer, broadcast_id, "fallback", now)
    if not draft.text_in(lang):
        raise NotFound
    draft.fallback = lang
    await session.flush()
    return draft


async def set_media(
    session: AsyncSession,
    officer: Citizen,
    broadcast_id: int,
    media: tuple[MediaKind, str, str | None] | None,
    *,
    now: datetime,
) -> Broadcast:
    """The one photo, document or video (kind, Telegram's id, name), or none. Raises NotYours, NotFound, NotEditable."""
    draft = await _draft(session, officer, broadcast_id, "media", now)
    draft.media_kind, draft.media_file_id, draft.media_name = media or (None, None, None)
    await session.flush()
    return draft


async def add_link(
    session: AsyncSession, officer: Citizen, broadcast_id: int, lines: Sequence[str], *, now: datetime
) -> Broadcast:
    """A button: an address, then its label in Kyrgyz, Russian and, perhaps, English.

    Raises NotYours, NotFound, NotEditable, LinkRefused, LabelsMissing, TextTooLong or LimitReached.
    """
    draft = await _draft(session, officer, broadcast_id, "links", now)
    if len(draft.links) >= MOST_LINKS:
        raise LimitReached("links", MOST_LINKS)
    address, *labels = [str(keepable(line)).strip() for line in lines if line.strip()] or [""]
    try:
        link = {"url": web_address(address)}
    except ValueError:
        raise LinkRefused from None
    if len(address) > MOST_ADDRESS:
        raise TextTooLong(len(address), MOST_ADDRESS)
    if len(labels) < len(checks.MANDATORY):
        raise LabelsMissing
    for lang, label in zip(Language, labels, strict=False):
        if len(label) > MOST_LABEL:
            raise TextTooLong(len(label), MOST_LABEL)
        link[lang.value] = label
    draft.links = [*draft.links, link]
    await session.flush()
    return draft


async def clear_links(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> Broadcast:
    """No buttons. Raises NotYours, NotFound or NotEditable."""
    draft = await _draft(session, officer, broadcast_id, "links", now)
    draft.links = []
    await session.flush()
    return draft


async def trust_links(
    session: AsyncSession, officer: Citizen, broadcast_id: int, unreached: Iterable[str], *, now: datetime
) -> Broadcast:
    """These addresses gave no answer; the announcer has opened them and says that they are right.

    Raises NotYours, NotFound or NotEditable.
    """
    draft = await _draft(session, officer, broadcast_id, "trusted_links", now)
    draft.trusted_links = sorted({*draft.trusted_links, *unreached} & {*checks.addresses(draft)})
    await session.flush()
    return draft


async def narrow(
    session: AsyncSession, officer: Citizen, broadcast_id: int, audience: Audience, *, now: datetime
) -> Broadcast:
    """Whom it is for from now on. Raises NotYours, NotFound or NotEditable."""
    draft = await _draft(session, officer, broadcast_id, "audience", now)
    if audience.who in {Who.SUPPORTERS, Who.SEMINAR} and not (audience.target or "").isdigit():
        raise NotFound
    draft.audience = audience.keep()
    await session.flush()
    return draft


async def names(session: AsyncSession) -> dict[str, dict[str, dict[str, str]]]:
    """What audiences name: kind, id, language, name."""
    found = {what: await commitments.names(session, what) for what in ("agency", "theme", "region")}
    found["commitment"] = {one.id: by_language(one.texts, "title") for one in await commitments.list_all(session)}
    found["seminar"] = {str(one.id): one.by_language("title") for one in await seminars.list_public(session, limit=200)}
    return found


async def find_initiative(session: AsyncSession, number: str) -> Initiative:
    """The published initiative of this number. Raises NotFound."""
    query = select(Initiative).where(Initiative.number == number.strip().upper(), Initiative.published_at.is_not(None))
    found = await session.scalar(query)
    if found is None:
        raise NotFound
    return found


async def count(
    session: AsyncSession, broadcast: Broadcast, *, now: datetime, outlook: Outlook | None = None
) -> Mapping[Language, int]:
    """How many people would get it now, per language; counted here only if the outlook is of another audience."""
    known = outlook.counts_of(broadcast) if outlook is not None else None
    return known if known is not None else await audiences.count(session, Audience.parse(broadcast.audience), now=now)


async def delete_draft(session: AsyncSession, officer: Citizen, broadcast_id: int, *, now: datetime) -> None:
    """Raises NotYours, NotFound or NotEditable."""
    await session.delete(await _draft(session, officer, broadcast_id, "deleted", now))
    await session.flush()
