"""An office for dialogue tests: a bot with an administrator, people who speak to it, and notices brought to them."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from bot.assembly import Parts, utc_now
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from models import Citizen, Initiative, Question
from services import citizens, initiatives, questions
from tests.conftest import ZONE
from tests.dialogues.conftest import deliver, running_bot

LANGUAGES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}


@dataclass
class Office:
    """The bot, the Telegram it talks to, and its first administrator."""

    telegram: StandIn
    parts: Parts
    chief: Persona

    async def person(self, name: str, language: str) -> Persona:
        """Somebody who has chosen a language and stands before the menu."""
        someone = self.telegram.person(name, language_code=language)
        await self.introduce(someone, language)
        return someone

    async def introduce(self, someone: Persona, language: str) -> None:
        await someone.says("/start")
        await someone.taps(LANGUAGES[language])
        await self.telegram.quiet()
        async with self.parts.database.begin() as session:
            row = await self.citizen_in(session, someone)
            row.quiet_from = row.quiet_until = 0  # at whatever hour the tests are run

    async def moderator(self, name: str, language: str) -> Persona:
        """Somebody whom the chief has invited with a link."""
        someone = await self.person(name, language)
        await self.chief.says("/team")
        await self.chief.taps("Пригласить сотрудника")
        await self.chief.taps("Модератор")
        shown = await self.chief.sees("start=staff_")
        await someone.follows_link(shown.text.split("start=")[1].split()[0])
        await self.telegram.quiet()
        return someone

    async def initiative(self, author: Persona, title: str, **fields: str) -> Initiative:
        """A sent initiative of this person."""
        words = {"problem": "Ата-энелер мектептин акчасы кайда кеткенин көрө албайт.",
                 "proposal": "Ар бир мектеп кирешесин жана чыгашасын сайтка чыгарсын."}  # fmt: skip
        now = utc_now()
        async with self.parts.database.begin() as session:
            citizen = await self.citizen_in(session, author)
            citizens.consent(citizen, now=now)
            draft = await initiatives.start_draft(session, citizen, now=now)
            for name, value in ({"title": title} | words | fields).items():
                await initiatives.answer(session, draft, name, value, now=now)
            draft.contact_consented_at = now
            return await initiatives.submit(session, citizen, draft, now=now, zone=ZONE)

    async def question(self, author: Persona, text: str) -> Question:
        async with self.parts.database.begin() as session:
            citizen = await self.citizen_in(session, author)
            return await questions.ask(session, citizen, text, now=utc_now(), zone=ZONE)

    async def citizen_in(self, session: Any, someone: Persona) -> Citizen:
        found = await citizens.find(session, someone.id)
        assert found is not None
        return found

    async def deliver(self) -> int:
        """Let everything that waits be delivered. Returns how many messages went out."""
        return await deliver(self.parts)


@contextlib.asynccontextmanager
async def open_office(telegram: StandIn, folder: Path, **settings: Any) -> AsyncIterator[Office]:
    """A running bot with one administrator, who reads Russian. Quick where ``lean`` has prepared the folder."""
    chief = telegram.person("Гүлмира", language_code="ru")
    url = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
    key = Fernet.generate_key().decode()
    async with running_bot(telegram, url, key, secretariat_ids=frozenset({chief.id}), **settings) as parts:
        office = Office(telegram, parts, chief)
        await office.introduce(chief, "ru")
        yield office
