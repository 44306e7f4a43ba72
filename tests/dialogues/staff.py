"""An office for dialogue tests: a bot with an administrator, people who speak to it, and notices brought to them.

Staff and citizens speak Kyrgyz and Russian, each run the other way round: a text in a language that is not its reader's
is not found, since each stands here word for word.
"""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot.assembly import Parts
from bot.playground.driver import StandIn
from bot.playground.persona import Persona
from bot.playground.screens import Message
from bot.preparing import utc_now
from models import Citizen, Initiative, Question
from services import citizens, initiatives, questions
from tests.conftest import ZONE
from tests.dialogues.conftest import deliver, know_of_work, running_bot
from tests.dialogues.words import PROBLEM, PROPOSAL

LANGUAGES = {"ky": "Кыргызча", "ru": "Русский", "en": "English"}

WELCOME = {
    "ky": "Кош келиңиз! Ролуңуз: Модератор",
    "ru": "Добро пожаловать! Ваша роль: Модератор",
    "en": "Welcome. Your role: Moderator",
}

# For what does not depend on the language: staff read Russian, citizens Kyrgyz.
once = pytest.mark.parametrize("office", ["ru"], indirect=True)


@dataclass(frozen=True)
class Words:
    """Picks what somebody reads or types, said in both languages."""

    language: str

    def __call__(self, ky: str, ru: str) -> str:
        return {"ky": ky, "ru": ru}[self.language]

    @property
    def own_name(self) -> str:
        return LANGUAGES[self.language]


@dataclass
class Office:
    """The bot, the Telegram it talks to, and its first administrator; what staff read, and what citizens do."""

    telegram: StandIn
    parts: Parts
    chief: Persona
    staff: Words
    citizens: Words

    async def person(self, name: str, language: str) -> Persona:
        """Somebody who has chosen a language and stands before the menu."""
        someone = self.telegram.person(name, language_code=language)
        await self.introduce(someone, language)
        return someone

    async def citizen(self, name: str) -> Persona:
        """Somebody who reads what citizens read here."""
        return await self.person(name, self.citizens.language)

    async def introduce(self, someone: Persona, language: str) -> None:
        await someone.says("/start")
        await someone.taps(LANGUAGES[language])
        await self.telegram.quiet()
        async with self.parts.database.begin() as session:
            row = await self.citizen_in(session, someone)
            row.quiet_from = row.quiet_until = 0  # at whatever hour the tests are run

    async def invitation(self) -> str:
        """What follows ``start=`` in a link that the chief makes for a moderator."""
        await self.chief.says("/team")
        await self.chief.taps(self.staff("Кызматкерди чакыруу", "Пригласить сотрудника"))
        await self.chief.taps(self.staff("Модератор", "Модератор"))
        shown = await self.chief.sees("start=staff_", self.staff("бир гана жолу иштейт", "сработает один раз"))
        return shown.text.split("start=")[1].split()[0]

    async def moderator(self, name: str, language: str) -> Persona:
        """Somebody whom the chief has invited with a link."""
        someone = await self.person(name, language)
        await someone.follows_link(await self.invitation())
        await someone.sees(WELCOME[language])
        return someone

    async def initiative(self, author: Persona, title: str, **fields: str) -> Initiative:
        """A sent initiative of this person, in their language."""
        now = utc_now()
        async with self.parts.database.begin() as session:
            citizen = await self.citizen_in(session, author)
            citizens.consent(citizen, now=now)
            draft = await initiatives.start_draft(session, citizen, now=now)
            assert citizen.language is not None
            words = {"problem": PROBLEM[citizen.language], "proposal": PROPOSAL[citizen.language]}
            for name, value in ({"title": title} | words | fields).items():
                await initiatives.answer(session, draft, name, value, now=now)
            draft.contact_consented_at = now
            return await initiatives.submit(session, citizen, draft, now=now, zone=ZONE)

    async def question(self, author: Persona, text: str) -> Question:
        async with self.parts.database.begin() as session:
            citizen = await self.citizen_in(session, author)
            return await questions.ask(session, citizen, text, now=utc_now(), zone=ZONE)

    async def answers(self, number: str, text: str) -> Message:
        """The chief finds the question and answers it by its button; gives the message with the answer."""
        await self.chief.says("/questions")
        await self.chief.taps(number)
        await self.chief.taps(self.staff("Жооп берүү", "Ответить"))
        await self.chief.sees(self.staff("жарандын тилинде", "на языке гражданина"), self.citizens.own_name)
        answer = await self.chief.says(text)
        await self.chief.sees(self.staff("Жооп жөнөтүлүп жатат", "Ответ отправляется"))
        return answer

    async def citizen_in(self, session: Any, someone: Persona) -> Citizen:
        found = await citizens.find(session, someone.id)
        assert found is not None
        return found

    async def deliver(self) -> int:
        """Let everything that waits be delivered. Returns how many messages went out."""
        return await deliver(self.parts)


@contextlib.asynccontextmanager
async def open_office(
    telegram: StandIn, folder: Path, *, language: str = "ru", **settings: Any
) -> AsyncIterator[Office]:
    """A running bot with one administrator who reads this language. Quick where ``lean`` has prepared the folder."""
    chief = telegram.person("Гүлмира", language_code=language)
    url = f"sqlite+aiosqlite:///{folder / 'bot.db'}"
    key = Fernet.generate_key().decode()
    async with running_bot(telegram, url, key, secretariat_ids=frozenset({chief.id}), **settings) as parts:
        await parts.answers.ready()  # building it may take longer on a busy machine than a person waits here
        know_of_work(telegram, parts)
        office = Office(telegram, parts, chief, Words(language), Words("ru" if language == "ky" else "ky"))
        await office.introduce(chief, language)
        yield office
