"""What keeps a broadcast from beginning. Each is listed on its card until it is mended."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from html import unescape
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models import Broadcast, BroadcastState, Language
from services.citizens import QUIET_HOURS
from services.links import Reach, Reached
from services.sources.incoming import web_address

MOST_TEXT, MOST_CAPTION = 4096, 1024  # characters without tags (Bot API: sendMessage, captions)
ROOM = 200
"""Characters kept free for the label of a text in another language and for the way to switch announcements off."""
MANDATORY = (Language.KY, Language.RU)
QUIET_FROM, QUIET_UNTIL = QUIET_HOURS
SIMILAR_WITHIN = timedelta(hours=1)
SIMILAR_FROM = 0.85
_COMPARED = 1000  # characters: comparing is quadratic
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")
_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r'<a href="([^"]*)"')


@dataclass(frozen=True)
class Blocker:
    """``what``: missing-text, fallback-unconfirmed, too-long, broken-link, private-link, gone-link, unreached-link
    (which an announcer may confirm), quiet-hours, similar or nobody.

    ``lang`` says in which language, ``detail`` which link, which broadcast, or by how much.
    """

    what: str
    lang: Language | None = None
    detail: str = ""


def visible(html: str) -> str:
    """The text without its tags: what Telegram counts."""
    return unescape(_TAG.sub("", html))


def most_of(broadcast: Broadcast) -> int:
    """How long a text may be, beside this broadcast's file."""
    return (MOST_CAPTION if broadcast.media_file_id else MOST_TEXT) - ROOM


def of_texts(broadcast: Broadcast) -> list[Blocker]:
    """What is wrong whenever it would begin."""
    found = [Blocker("missing-text", lang) for lang in MANDATORY if not broadcast.text_in(lang)]
    if not broadcast.text_in(Language.EN) and broadcast.fallback is None:
        found.append(Blocker("fallback-unconfirmed", Language.EN))
    most = most_of(broadcast)
    for one in broadcast.texts:
        over = len(visible(one.text)) - most
        if over > 0:
            found.append(Blocker("too-long", one.lang, str(over)))
        links = [unescape(link) for link in _HREF.findall(one.text)]
        found += [Blocker("broken-link", one.lang, link[:100]) for link in links if not _is_address(link)]
    return found


def _is_address(link: str) -> bool:
    if link.startswith("tg://"):
        return True
    try:
        web_address(link)
    except ValueError:
        return False
    return True


def addresses(broadcast: Broadcast) -> list[str]:
    """Every web address that readers can open: of buttons, of links in the texts, and typed out in them."""
    found = [str(link["url"]) for link in broadcast.links]
    for one in broadcast.texts:
        found += [unescape(link) for link in _HREF.findall(one.text)] + _PLAIN_LINK.findall(visible(one.text))
    return list(dict.fromkeys(link for link in found if _is_address(link) and not link.startswith("tg://")))


_OF_REACH = {Reach.PRIVATE: "private-link", Reach.GONE: "gone-link", Reach.UNKNOWN: "unreached-link"}


def of_links(broadcast: Broadcast, reached: Reached) -> list[Blocker]:
    """What asking for the addresses has shown. One that was not asked for is as one that gave no answer."""
    found = []
    for address in addresses(broadcast):
        reach = reached.get(address, Reach.UNKNOWN)
        if reach is Reach.OK or (reach is Reach.UNKNOWN and address in (broadcast.trusted_links or ())):
            continue
        found.append(Blocker(_OF_REACH[reach], detail=address[:100]))
    return found


def of_hour(starts_at: datetime, zone: ZoneInfo) -> list[Blocker]:
    """Most people would get it only hours later, when their quiet hours end."""
    hour = starts_at.astimezone(zone).hour
    return [Blocker("quiet-hours")] if hour >= QUIET_FROM or hour < QUIET_UNTIL else []


async def of_others(session: AsyncSession, broadcast: Broadcast, *, starts_at: datetime) -> list[Blocker]:
    """A broadcast of much the same words that begins within an hour of this one: probably the same by mistake."""
    others = select(Broadcast).where(
        Broadcast.id != broadcast.id,
        Broadcast.state.not_in((BroadcastState.DRAFT, BroadcastState.AWAITING)),
        # One that was unscheduled has never begun.
        (Broadcast.state != BroadcastState.STOPPED) | Broadcast.started_at.is_not(None),
        Broadcast.starts_at > starts_at - SIMILAR_WITHIN,
        Broadcast.starts_at < starts_at + SIMILAR_WITHIN,
    )
    for other in await session.scalars(others.options(selectinload(Broadcast.texts)).order_by(Broadcast.id)):
        if any(_are_similar(one.text, other.text_in(one.lang) or "") for one in broadcast.texts):
            return [Blocker("similar", detail=str(other.id))]
    return []


def _are_similar(one: str, other: str) -> bool:
    first, second = visible(one).casefold()[:_COMPARED], visible(other).casefold()[:_COMPARED]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    # The first two are upper bounds that cost next to nothing.
    return all(ratio() >= SIMILAR_FROM for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))
