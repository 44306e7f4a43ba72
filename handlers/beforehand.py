"""What is looked up before the unit of work begins: the search takes milliseconds of a core, and the unit of work
holds the one write lock."""

from dataclasses import dataclass
from typing import Any

from handlers.forms.table import Act, Press
from handlers.screens.start import PickLanguage
from models.database import Database
from services import similar
from services.answers import Answers, Reading


@dataclass(frozen=True)
class Beforehand:
    """What search made of the update."""

    reading: Reading | None = None
    similar: tuple[int, ...] = ()


async def look(raw: dict[str, Any], database: Database, answers: Answers) -> Beforehand:
    """A typed text is read; for a draft that is about to be sent, initiatives like it are looked up."""
    if PickLanguage.matches((raw.get("callback_query") or {}).get("data")):
        await answers.ready()  # what a newcomer typed before choosing a language is looked up now
    message = raw.get("message") or {}
    text = message.get("text")
    if isinstance(text, str) and not text.startswith("/") and message.get("chat", {}).get("type") == "private":
        return Beforehand(reading=await answers.read(text))
    press = raw.get("callback_query") or {}
    if PickLanguage.matches(press.get("data")):
        await answers.ready()  # what a newcomer typed before choosing a language is looked up now
    button = Press.parse(str(press.get("data", "")))
    if button is None or button.form != "i" or button.act is not Act.SEND:
        return Beforehand()
    async with database.read() as session:
        asks_for = await similar.text_of_draft(session, int(press["from"]["id"]), button.draft)
    return Beforehand(similar=await answers.similar(asks_for) if asks_for else ())
