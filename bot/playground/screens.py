"""Messages as a test reads them: text, buttons, entities, and a chat written out for a failure's words."""

from dataclasses import dataclass
from typing import Any

from bot.playground.records import CONTENTS, Json

SHOWN = 12


@dataclass(frozen=True)
class Button:
    """A button under a message (``data`` or ``url``) or of the keyboard below the chat (neither)."""

    label: str
    data: str = ""
    url: str = ""
    facts: Json | None = None


@dataclass(frozen=True)
class Message:
    """One message as it looks now. ``at`` grows with every change in the stand-in."""

    entry: Json

    @property
    def id(self) -> int:
        return int(self.entry["id"])

    @property
    def chat_id(self) -> int:
        return int(self.entry["chat_id"])

    @property
    def at(self) -> int:
        return int(self.entry["at"])

    @property
    def by_bot(self) -> bool:
        return bool(self.entry["by_bot"])

    @property
    def facts(self) -> Json:
        """The Bot API's Message."""
        facts: Json = self.entry["message"]
        return facts

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return str(self.facts.get("text") or self.facts.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.facts.get("entities") or self.facts.get("caption_entities") or []
        return found

    @property
    def rows(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        keyboard = self.facts.get("reply_markup", {}).get("inline_keyboard", [])
        return [[_button(facts) for facts in row] for row in keyboard]

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    def button(self, wanted: str) -> Button | None:
        """The button with this label or data; else the only one whose label contains it."""
        for button in self.buttons:
            if wanted in {button.label, button.data}:
                return button
        partly = [button for button in self.buttons if wanted in button.label]
        return partly[0] if len(partly) == 1 else None

    @property
    def kind(self) -> str:
        return next((kind for kind in CONTENTS if kind in self.facts), "service")


def _button(facts: Json) -> Button:
    return Button(str(facts["text"]), str(facts.get("callback_data", "")), str(facts.get("url", "")), facts)


def written_out(messages: list[Message], keyboard: Any = None) -> str:
    """The end of a chat, as one would tell it on the telephone."""
    lines = [_line(message) for message in messages[-SHOWN:]]
    if keyboard and "keyboard" in keyboard:
        labels = [
            button if isinstance(button, str) else button["text"] for row in keyboard["keyboard"] for button in row
        ]
        lines.append(f"  (keyboard: {' | '.join(labels)})")
    return "\n".join(lines) or "  (nothing yet)"


def _line(message: Message) -> str:
    who = "bot" if message.by_bot else message.facts.get("from", {}).get("first_name", "?")
    what = "" if message.kind == "text" else f"<{message.kind}> "
    edited = " (edited)" if "edit_date" in message.facts else ""
    rows = "".join(f"\n      [{'] ['.join(button.label for button in row)}]" for row in message.rows)
    text = message.text.replace("\n", "\n      ")
    return f"  #{message.id} {who}{edited}: {what}{text}{rows}"
