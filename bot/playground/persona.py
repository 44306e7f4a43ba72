"""One person with a phone, as a test plays them."""

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.playground.calls import Upload
from bot.playground.records import Json
from bot.playground.screens import Message, written_out

if TYPE_CHECKING:
    from bot.playground.driver import StandIn


class Persona:
    """Says, taps, sends and sees. Gestures outside the chat with the bot take its ``chat`` id."""

    def __init__(self, telegram: "StandIn", person_id: int, name: str) -> None:
        self.telegram = telegram
        self.id = person_id
        self.name = name
        self._since = 0
        self._press = ""

    def __repr__(self) -> str:
        return f"<{self.name}, {self.id}>"

    async def _do(self, action: str, *, uploads: list[Upload] | None = None, **wish: Any) -> Any:
        self._since = (await self.telegram.control.look("progress"))["seq"]
        return await self.telegram.control.do(action, {"person": self.id, **wish}, uploads)

    async def says(self, text: str, *, chat: int = 0, reply_to: Message | None = None) -> Message:
        sent = await self._do("say", text=text, chat=chat, reply_to=reply_to.id if reply_to else 0)
        return Message(sent[-1])

    async def _sends(
        self, kind: str, uploads: list[Upload], caption: str, chat: int, seconds: int = 3
    ) -> list[Message]:
        sent = await self._do(
            "send_files", uploads=uploads, file_kind=kind, caption=caption, chat=chat, seconds=seconds
        )
        return [Message(entry) for entry in sent]

    async def sends_photo(self, content: bytes = b"", *, caption: str = "", chat: int = 0) -> Message:
        """A photo; a picture of the stand-in's own when none is given."""
        uploads = [Upload("photo.jpg", "image/jpeg", content)] if content else []
        return (await self._sends("photo", uploads, caption, chat))[0]

    async def sends_document(
        self,
        name: str,
        content: bytes,
        mime: str = "application/octet-stream",
        *,
        caption: str = "",
        chat: int = 0,
    ) -> Message:
        return (await self._sends("document", [Upload(name, mime, content)], caption, chat))[0]

    async def sends_voice(self, seconds: int = 3, *, chat: int = 0) -> Message:
        return (await self._sends("voice", [], "", chat, seconds))[0]

    async def sends_video(self, content: bytes, *, seconds: int = 3, caption: str = "") -> Message:
        return (await self._sends("video", [Upload("video.mp4", "video/mp4", content)], caption, 0, seconds))[0]

    async def sends_album(self, *contents: bytes, caption: str = "") -> list[Message]:
        """Several photos in one gesture."""
        uploads = [Upload(f"photo{number}.jpg", "image/jpeg", one) for number, one in enumerate(contents)]
        return await self._sends("photo", uploads, caption, 0)

    async def sends_contact(self, phone: str = "") -> Message:
        return Message(await self._do("send_contact", phone=phone))

    async def sends_location(self, latitude: float = 0, longitude: float = 0) -> Message:
        return Message(await self._do("send_location", latitude=latitude, longitude=longitude))

    async def sends_sticker(self, emoji: str = "") -> Message:
        return Message(await self._do("send_sticker", emoji=emoji))

    async def sends_odd(self, what: str) -> Message:
        """A poll, dice, a round video…: one of :data:`bot.playground.people.oddities.KINDS`."""
        return Message(await self._do("send_odd", what=what))

    async def edits(self, message: Message, text: str) -> Message:
        return Message(await self._do("edit", message_id=message.id, chat=message.chat_id, text=text))

    async def deletes(self, message: Message) -> None:
        await self._do("delete", message_id=message.id, chat=message.chat_id)

    async def forwards(self, message: Message, *, chat: int = 0) -> Message:
        return Message(await self._do("forward", message_id=message.id, from_chat=message.chat_id, chat=chat))

    async def blocks(self) -> None:
        await self._do("block")

    async def unblocks(self) -> None:
        await self._do("unblock")

    async def deletes_account(self) -> None:
        await self._do("delete_account")

    async def follows_link(self, payload: str) -> Message:
        """Open ``t.me/<bot>?start=payload`` and press Start."""
        return Message((await self._do("follow_link", payload=payload))[-1])

    async def asks_inline(self, text: str, *, chat: int = 0) -> Json:
        """Type ``@bot text``; gives the answer with its ``results``."""
        query = await self._do("ask_inline", text=text, chat=chat)

        async def answered() -> Any:
            now = await self.telegram.control.look("inline", id=query["id"])
            return now if now.get("answer") else None

        now = await self.telegram.until(f"{self.name}: no answer to the inline query {text!r}", answered)
        return {"query_id": query["id"], **now["answer"]}

    async def chooses(self, answer: Json, result_id: str, *, chat: int = 0) -> Message:
        ids = {"query_id": answer["query_id"], "result_id": result_id}
        return Message(await self._do("choose_inline", chat=chat, **ids))

    async def messages(self, chat: int = 0) -> list[Message]:
        """The chat from its beginning, deleted messages left out."""
        return [Message(entry) for entry in await self.telegram.control.look("chat", chat_id=chat or self.id)]

    @property
    def chat(self) -> list[Message]:
        """The chat with the bot, for a stand-in of this process."""
        return [Message(asdict(entry)) for entry in self.telegram.world.chat_entries(self.id)]

    @property
    def screen(self) -> Message:
        """The newest message of the bot; what was edited last counts as newest."""
        return max((message for message in self.chat if message.by_bot), key=lambda message: message.at)

    async def _keyboard(self, chat: int = 0) -> Any:
        return await self.telegram.control.look("keyboard", chat_id=chat or self.id)

    async def _written_out(self, chat: int = 0) -> str:
        return written_out(await self.messages(chat), await self._keyboard(chat))

    async def sees(self, *parts: str, chat: int = 0) -> Message:
        """Wait until one message that the bot sent or changed since the last gesture has all ``parts``."""

        async def found() -> Any:
            fresh = [one for one in await self.messages(chat) if one.by_bot and one.at > self._since]
            return next((one for one in reversed(fresh) if all(part in _seen(one) for part in parts)), None)

        return await self._until(f"{self.name} does not see {' and '.join(map(repr, parts))}", found, chat)

    async def _until(self, what: str, found: Any, chat: int = 0) -> Message:
        try:
            message: Message = await self.telegram.until(what, found)
        except AssertionError:
            raise AssertionError(f"{what}; the chat:\n{await self._written_out(chat)}") from None
        return message

    async def does_not_see(self, *parts: str, chat: int = 0) -> None:
        """Once the bot rests, none of ``parts`` is in anything it sent or changed since the last gesture."""
        await self.telegram.quiet(answered=False)
        for message in await self.messages(chat):
            for part in parts if message.by_bot and message.at > self._since else ():
                assert part not in _seen(message), f"{self.name} sees {part!r}:\n{await self._written_out(chat)}"

    async def taps(self, label: str, *, chat: int = 0) -> Message | None:
        """Press the inline button with this label (or data), else the one of the keyboard below.

        What the bot has just sent or changed comes first; once the bot rests, any message does. Waits for
        the press's answer; gives the message pressed on, or None for the keyboard, which says its label.
        """

        async def found() -> Any:
            every = [one for one in await self.messages(chat) if one.button(label)]
            fresh = [one for one in every if one.at > self._since]
            if fresh or not await self.telegram.at_rest(owed_to=self.id):
                return max(fresh, key=lambda one: one.at, default=None)
            newest = max(every, key=lambda one: one.id, default=None)
            return newest or (label if label in _labels(await self._keyboard(chat)) else None)

        message: Any = await self._until(f"{self.name} finds no button {label!r}", found, chat)
        if isinstance(message, str):
            await self.says(message, chat=chat)
            return None
        pressed: Message = message
        await self.taps_on(pressed, label)
        return pressed

    async def taps_on(self, message: Message, wanted: str) -> None:
        """Press a button of a message as this test has seen it, however old. Waits for the answer."""
        button = message.button(wanted)
        assert button, f"no button {wanted!r} with data on #{message.id}: {message.labels}"
        await self.presses(message, button.data)

    async def presses(self, message: Message, data: str, *, wait: bool = True) -> None:
        """Press with any data, forged or not. Waits for the answer unless told not to."""
        press = await self._do("press", message_id=message.id, chat=message.chat_id, data=data)
        self._press = press["id"]
        if wait:
            await self._answer()

    async def _answer(self) -> Json:
        async def answered() -> Any:
            return (await self.telegram.control.look("press", id=self._press)).get("answer")

        answer: Any = await self._until(f"{self.name}'s press got no answer", answered)
        return dict(answer)

    async def toast(self) -> str:
        """The text of the answer to the last press; empty when the answer said nothing."""
        return str((await self._answer())["text"])

    async def taps_together(self, message: Message, *wanted: str) -> None:
        """Press several buttons, or one several times, without waiting in between."""
        for one in wanted:
            button = message.button(one)
            assert button, f"no button {one!r} on #{message.id}: {message.labels}"
            await self.presses(message, button.data, wait=False)
        await asyncio.sleep(0)


def _seen(message: Message) -> str:
    """What a person reads of a message: its words and its buttons."""
    return "\n".join([message.text, *message.labels])


def _labels(keyboard: Any) -> list[str]:
    rows = (keyboard or {}).get("keyboard", [])
    return [button if isinstance(button, str) else str(button["text"]) for row in rows for button in row]
