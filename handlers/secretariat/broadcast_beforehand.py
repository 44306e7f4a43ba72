"""Which broadcast an update leads to: its people are counted, its links asked for, before the unit of work begins."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from handlers.callbacks import Payload
from handlers.screens.secretariat import broadcast_audience as audience_screens
from handlers.screens.secretariat import broadcast_confirming as confirming
from handlers.screens.secretariat import broadcast_content as content
from handlers.screens.secretariat.broadcast_progress import OpenBroadcast, UnscheduleBroadcast
from handlers.screens.secretariat.broadcasts import NewBroadcast
from handlers.secretariat.broadcast_audience import Press, changed
from handlers.secretariat.typing import FLOW
from models import BroadcastState
from models.database import Database
from services import broadcast_outlook, broadcasts, conversations
from services.audiences import Audience, Who
from services.broadcast_outlook import Outlook
from services.errors import NotFound
from services.links import LinkChecks

# Buttons that lead to, or back to, a draft's card or a count of its people.
_SHOWN: tuple[type[Payload], ...] = (
    OpenBroadcast,
    content.UseInstead,
    content.AttachToBroadcast,
    content.LinkBroadcast,
    audience_screens.ChooseAudience,
    confirming.PreviewBroadcast,
    confirming.ConfirmBroadcast,
    confirming.ApproveBroadcast,
    confirming.TakeBackBroadcast,
    confirming.TrustLinks,
)
_NARROWED: tuple[type[Press], ...] = (
    audience_screens.SetWho,
    audience_screens.NarrowRegion,
    audience_screens.NarrowLanguage,
    audience_screens.SpareBusy,
)
_LINK = re.compile(r"https?://\S+")


async def of_press(press: dict[str, Any], database: Database, links: LinkChecks, now: datetime) -> Outlook | None:
    """What a press of an announcer leads to."""
    data, telegram_id = str(press.get("data", "")), int(press.get("from", {}).get("id", 0))
    look = partial(broadcast_outlook.look, database, links, telegram_id, now=now)
    if NewBroadcast.matches(data):
        return await look(None)
    for kind in _NARROWED:
        if (narrowing := kind.parse(data)) is not None:
            return await look(narrowing.id, changed=_by(narrowing))
    if (unscheduling := UnscheduleBroadcast.parse(data)) is not None and unscheduling.sure == 1:
        return await look(unscheduling.id, states=frozenset({BroadcastState.SCHEDULED}))
    for shown in _SHOWN:
        if (button := shown.parse(data)) is not None:
            return await look(button.id)  # type: ignore[attr-defined]  # each of them names its broadcast
    return None


def _by(press: Press) -> Callable[[Audience], Audience]:
    return lambda audience: changed(audience, press)


async def of_message(message: dict[str, Any], database: Database, links: LinkChecks, now: datetime) -> Outlook | None:
    """What an announcer types or sends for a broadcast leads to."""
    telegram_id = int(message.get("from", {}).get("id", 0))
    async with database.read() as session:
        about = (await conversations.memory_of(session, telegram_id, FLOW)).get("desk") or {}
        if not str(about.get("what", "")).startswith("broadcast-"):
            return None
        target = None
        if about["what"] == "broadcast-supporters":
            try:
                target = str((await broadcasts.find_initiative(session, str(message.get("text", "")))).id)
            except NotFound:
                return None
    return await broadcast_outlook.look(
        database,
        links,
        telegram_id,
        int(about["id"]),
        now=now,
        changed=lambda audience: replace(audience, who=Who.SUPPORTERS, target=target) if target else audience,
        more=_links(message),
    )


def _links(message: dict[str, Any]) -> list[str]:
    """The addresses in what was typed: written out, and behind words."""
    found = _LINK.findall(str(message.get("text") or message.get("caption") or ""))
    entities = message.get("entities") or message.get("caption_entities") or []
    behind = [str(one["url"]) for one in entities if one.get("type") == "text_link" and one.get("url")]
    return [one for one in [*found, *behind] if one.startswith(("http://", "https://"))]
