"""Who exists and what was said: the one state that the Bot API and the people share."""

import itertools
import random
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.playground.calls import CallLog
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.hub import Hub
from bot.playground.profile import Profile
from bot.playground.rates import Rates
from bot.playground.records import Chat, ChatType, Entry, Json, Person
from bot.playground.store import Store
from bot.playground.updates import Updates

# The shape of a real token: BotFather's number, a colon, 35 characters.
TOKEN = "7000000001:AAPlayground-playground-playground-"  # noqa: S105 - no secret: it opens nothing but a stand-in
FIRST_PERSON = 700_100_001
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


@dataclass
class World:
    """Everything one stand-in holds. Changes go through its methods, which keep them and tell the hub."""

    token: str = TOKEN
    folder: Path | None = None
    clock: Clock = field(default_factory=Clock)
    rates: Rates = field(default_factory=Rates)

    def __post_init__(self) -> None:
        self.store = Store(self.folder / "telegram.sqlite3" if self.folder else None)
        self.hub = Hub()
        self.faults = Faults(self.hub)
        self.log = CallLog(self.hub)
        self._read()

    def _read(self) -> None:
        blobs = self.folder / "files" if self.folder else None
        self.files = Files(self.store, blobs)
        self.updates = Updates(self.store, self.clock, self.hub)
        self.profile = Profile(self.store, self.bot_id)
        self.people = {int(key): Person(**doc) for key, doc in self.store.read("person")}
        self.chats = {
            int(key): Chat(**doc | {"members": {int(who): rank for who, rank in doc["members"].items()}})
            for key, doc in self.store.read("chat")
        }
        entries = [Entry(**doc) for _, doc in self.store.read("entry")]
        self.entries: dict[tuple[int, int], Entry] = {
            (entry.chat_id, entry.id): entry for entry in sorted(entries, key=lambda entry: (entry.chat_id, entry.id))
        }
        self.keyboards: dict[int, Json] = {int(key): doc for key, doc in self.store.read("keyboard")}
        self.presses: dict[str, Json] = dict(self.store.read("press"))
        # Questions typed after @bot live for seconds: a restart may forget them, as it forgets open polls.
        self.inline_queries: dict[str, Json] = {}
        self.file_links: dict[str, float] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {
            str(entry.message["inline_message_id"]): key
            for key, entry in self.entries.items()
            if "inline_message_id" in entry.message
        }
        self.hub.last = max((entry.at for entry in self.entries.values()), default=self.hub.last)
        self._counters: dict[int, itertools.count[int]] = {}
        self.rates.forget()

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    @property
    def username(self) -> str:
        return self.profile.username

    def bot_user(self) -> Json:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.profile.name(),
            "username": self.username,
        }

    def start_over(self) -> None:
        """Forget everything that people and bot did; the token stays, and the running bot is not told."""
        self.store.clear()
        self.files.clear()
        self.updates.clear()
        self._read()
        self.hub.tell("reset")

    def add_person(self, name: str, *, language_code: str = "", username: str = "", role: str = "") -> Person:
        first, _, last = name.partition(" ")
        number = max(self.people, default=FIRST_PERSON - 1) + 1
        person = Person(number, first, last, username, language_code, role)
        self.keep_person(person)
        return person

    def keep_person(self, person: Person) -> None:
        self.people[person.id] = person
        self.store.put("person", person.id, asdict(person))
        self.hub.tell("people")

    def add_chat(self, kind: ChatType, title: str) -> Chat:
        first = FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP
        taken = [chat.id for chat in self.chats.values() if (chat.type == "group") == (kind == "group")]
        chat = Chat(min(taken, default=first + 1) - 1, kind, title)
        self.keep_chat(chat)
        return chat

    def keep_chat(self, chat: Chat) -> None:
        self.chats[chat.id] = chat
        self.store.put("chat", chat.id, asdict(chat))
        self.hub.tell("people")

    def chat_facts(self, chat_id: int) -> Json:
        holder = self.people.get(chat_id) or self.chats[chat_id]
        return holder.as_chat()

    def post(self, chat_id: int, content: Json, *, by_bot: bool = False, hidden: bool = False) -> Entry:
        """Add a message; number, chat and date are given here. ``hidden``: group talk a bot does not see."""
        number = next(self._counter(chat_id))
        message = {
            "message_id": number,
            "date": int(self.clock.now()),
            "chat": self.chat_facts(chat_id),
        } | content
        entry = Entry(chat_id, number, message, by_bot, hidden)
        self.entries[chat_id, number] = entry
        if "inline_message_id" in message:
            self.inline_messages[str(content["inline_message_id"])] = (chat_id, number)
        self.keep_entry(entry)
        return entry

    def _counter(self, chat_id: int) -> "itertools.count[int]":
        # Private chats and basic groups share one numbering; supergroups and channels have their own.
        own = chat_id if chat_id in self.chats and self.chats[chat_id].type != "group" else 0
        if own not in self._counters:
            mine = [entry.id for entry in self.entries.values() if own in {0, entry.chat_id}]
            self._counters[own] = itertools.count(max(mine, default=0) + 1)
        return self._counters[own]

    def keep_entry(self, entry: Entry) -> None:
        """Keep a new or changed message and show it to everyone who looks at that chat."""
        entry.at = self.hub.last + 1
        self.hub.tell("message", chat_id=entry.chat_id, entry=asdict(entry))
        self.store.put("entry", f"{entry.chat_id}:{entry.id}", asdict(entry))

    def chat_entries(self, chat_id: int) -> list[Entry]:
        return [entry for entry in self.entries.values() if entry.chat_id == chat_id and not entry.deleted]

    def remove(self, entry: Entry) -> None:
        entry.deleted = True
        self.keep_entry(entry)

    def set_keyboard(self, chat_id: int, keyboard: Json | None) -> None:
        """The keyboard under the chat's text field: a reply keyboard, a forced reply, or none."""
        if keyboard:
            self.keyboards[chat_id] = keyboard
            self.store.put("keyboard", chat_id, keyboard)
        elif self.keyboards.pop(chat_id, None):
            self.store.drop("keyboard", chat_id)
        self.hub.tell("keyboard", chat_id=chat_id, keyboard=keyboard)

    def keep_press(self, press: Json) -> None:
        self.presses[press["id"]] = press
        self.store.put("press", press["id"], press)
        self.hub.tell("press", press=press)

    def new_id(self) -> str:
        """As Telegram's 64-bit query ids: digits, not in order."""
        return str(random.SystemRandom().randrange(10**17, 10**19 - 1) // 2)

    def new_key(self) -> str:
        return secrets.token_urlsafe(12)

    def give_update(self, kind: str, content: Json, **how: Any) -> None:
        self.updates.add(kind, content, **how)
