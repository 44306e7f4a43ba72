"""What is looked up before the unit of work begins: the search takes milliseconds of a core, counting a million people
a second, asking the network more, and the unit of work holds the one write lock."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.callbacks import Payload
from handlers.forms.table import Act, Press
from handlers.screens.secretariat import reviews, stats, unanswered
from handlers.screens.secretariat.clarifying import AskAuthor
from handlers.screens.secretariat.desk import HandOver, OpenTask, ReleaseTask, TakeTask
from handlers.screens.secretariat.words import ListUnanswered
from handlers.screens.start import PickLanguage
from handlers.secretariat import broadcast_beforehand
from handlers.secretariat.typing import FLOW
from models.database import Database
from services import citizens, conversations, similar, statistics, typed_questions
from services.answers import Answers, Reading
from services.broadcast_outlook import Outlook
from services.links import LinkChecks
from services.statistics import Numbers
from services.tasks import Thing
from services.typed_questions import Groups

# Buttons that lead to, or back to, the card of an initiative as staff see it.
_CARDS = (
    OpenTask,
    TakeTask,
    ReleaseTask,
    HandOver,
    reviews.PublishInitiative,
    reviews.UnpublishInitiative,
    reviews.Merge,
    AskAuthor,
)
_TYPED = frozenset({"note", "unclear"})  # what staff type that ends at such a card
_GROUPS = (
    ListUnanswered,
    unanswered.OpenUnanswered,
    unanswered.Settle,
    unanswered.MakeFaqOfTyped,
    unanswered.ChooseEntry,
)
# The link under an initiative's card in the staff group.
_CARD_LINK = re.compile(r"/start(?:@\w+)? desk_i([0-9]{1,15})\s*")
_COUNTS = re.compile(r"/stats(?:@\w+)?(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Beforehand:
    """What was looked up for the update."""

    reading: Reading | None = None
    similar: tuple[int, ...] = ()
    outlook: Outlook | None = None
    unanswered: Groups = ()
    numbers: Numbers | None = None


def is_typed(raw: dict[str, Any]) -> bool:
    """Whether somebody has typed a text that is no command: that is what the search reads."""
    message = raw.get("message") or {}
    text = message.get("text")
    return isinstance(text, str) and not text.startswith("/") and message.get("chat", {}).get("type") == "private"


async def look(
    raw: dict[str, Any], database: Database, answers: Answers, links: LinkChecks, now: datetime
) -> Beforehand:
    """A typed text is read; for a draft that is about to be sent and for a card that staff open, initiatives like
    it are looked up; for staff who look through unanswered questions, these are put in groups; for an announcer
    at a broadcast, its people are counted and its links asked for; for /stats all is counted."""
    message = raw.get("message") or {}
    if message.get("chat", {}).get("type") == "private" and not str(message.get("text")).startswith("/"):
        outlook = await broadcast_beforehand.of_message(message, database, links, now)
        reading = await answers.read(message["text"]) if is_typed(raw) else None
        return Beforehand(reading, await _like_card_typed_at(message, database, answers), outlook)
    if _COUNTS.match(str(message.get("text"))) and message.get("chat", {}).get("type") == "private":
        return Beforehand(numbers=await statistics.look(database, int(message["from"]["id"])))
    if link := _CARD_LINK.fullmatch(str(message.get("text"))):
        async with database.read() as session:
            asks_for = await similar.text_of_sent(session, int(link[1]))
        return Beforehand(similar=await answers.similar(asks_for) if asks_for else ())
    press = raw.get("callback_query") or {}
    data = str(press.get("data", ""))
    if PickLanguage.matches(data):
        async with database.read() as session:
            newcomer = await citizens.find(session, int(press["from"]["id"]))
        if newcomer is not None and newcomer.came_for:
            await answers.ready()  # what they typed before choosing a language is looked up now
        return Beforehand()
    if stats.ShowStats.matches(data):
        return Beforehand(numbers=await statistics.look(database, int(press["from"]["id"])))
    if button := _parsed(_GROUPS, data):
        up_to = getattr(button, "up_to", None)
        groups = await typed_questions.group_unanswered(database, int(press["from"]["id"]), up_to=up_to)
        return Beforehand(unanswered=groups, reading=await _reading(button, groups, database, answers))
    if outlook := await broadcast_beforehand.of_press(press, database, links, now):
        return Beforehand(outlook=outlook)
    return Beforehand(similar=await _similar(press, data, database, answers))


async def _reading(button: Payload, groups: Groups, database: Database, answers: Answers) -> Reading | None:
    """What the search makes of a group's question, for staff who look for the entry that answers it."""
    if not isinstance(button, unanswered.ChooseEntry) or not any(button.id in group for group in groups):
        return None
    async with database.read() as session:
        text = await typed_questions.text_of(session, button.id)
    return await answers.read(text) if text else None


async def _like_card_typed_at(message: dict[str, Any], database: Database, answers: Answers) -> tuple[int, ...]:
    """What staff type may be for an initiative, whose card is then shown again."""
    async with database.read() as session:
        about = (await conversations.memory_of(session, int(message.get("from", {}).get("id", 0)), FLOW)).get(
            "desk"
        ) or {}
        if about.get("what") not in _TYPED or about.get("thing", Thing.INITIATIVE) != Thing.INITIATIVE:
            return ()
        asks_for = await similar.text_of_sent(session, int(about["id"]))
    return await answers.similar(asks_for) if asks_for else ()


async def _similar(press: dict[str, Any], data: str, database: Database, answers: Answers) -> tuple[int, ...]:
    asks_for = None
    sending = Press.parse(data)
    if sending is not None and sending.form == "i" and sending.act is Act.SEND:
        async with database.read() as session:
            asks_for = await similar.text_of_draft(session, int(press["from"]["id"]), sending.draft)
    elif (card := _parsed(_CARDS, data)) and getattr(card, "thing", Thing.INITIATIVE) is Thing.INITIATIVE:
        async with database.read() as session:
            asks_for = await similar.text_of_sent(session, card.id)
    return await answers.similar(asks_for) if asks_for else ()


def _parsed(kinds: Iterable[type[Payload]], data: str) -> Any:
    return next((button for kind in kinds if (button := kind.parse(data)) is not None), None)
