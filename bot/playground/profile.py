"""What the bot says of itself, per language: names, descriptions, commands, menu button."""

from typing import Any

from bot.playground.records import Json
from bot.playground.store import Store

NAME, USERNAME = "Achyk Okmot", "AchykOkmotBot"
TEXTS = ("name", "description", "short_description")


class Profile:
    """Texts by language and commands by scope and language, looked up in the order Telegram's apps use."""

    def __init__(self, store: Store, bot_id: int) -> None:
        self._store = store
        self._kept: dict[str, Any] = dict(store.read("profile"))
        self.bot_id = bot_id
        self.username = USERNAME
        # Whether chosen inline results are reported: a switch of BotFather, off for a new bot.
        self.inline_feedback = False

    def _keep(self, key: str, value: Any) -> None:
        if value:
            self._kept[key] = value
            self._store.put("profile", key, value)
        elif self._kept.pop(key, None) is not None:
            self._store.drop("profile", key)

    def set_text(self, kind: str, language: str, text: str) -> None:
        self._keep(f"{kind}:{language}", text)

    def text(self, kind: str, language: str = "") -> str:
        """The text for a language, else the one for all."""
        found: str = self._kept.get(f"{kind}:{language}") or self._kept.get(f"{kind}:", "")
        return found

    def name(self, language: str = "") -> str:
        return self.text("name", language) or NAME

    def set_commands(self, scope: str, language: str, commands: list[Json]) -> None:
        self._keep(f"commands:{scope}:{language}", commands)

    def commands(self, scope: str, language: str) -> list[Json]:
        return self._kept.get(f"commands:{scope}:{language}") or []

    def commands_shown(self, scopes: list[str], language: str) -> list[Json]:
        """The list an app shows: the narrowest scope that has one, the app's language before the general one."""
        for scope in scopes:
            for tongue in (language, "") if language else ("",):
                if found := self.commands(scope, tongue):
                    return found
        return []

    def set_menu_button(self, chat_id: int, button: Json) -> None:
        self._keep(f"menu:{chat_id}", button)

    def menu_button(self, chat_id: int) -> Json:
        return self._kept.get(f"menu:{chat_id}") or self._kept.get("menu:0") or {"type": "commands"}


def scope_key(scope: Json) -> str:
    """A scope as one text: ``all_private_chats``, ``chat:42``, ``chat_member:-7:42``."""
    parts = [scope.get("type", "default"), scope.get("chat_id"), scope.get("user_id")]
    return ":".join(str(part) for part in parts if part is not None)


def private_scopes(person_id: int) -> list[str]:
    return [f"chat:{person_id}", "all_private_chats", "default"]


def group_scopes(chat_id: int, person_id: int, *, is_admin: bool) -> list[str]:
    scopes = [f"chat_member:{chat_id}:{person_id}"]
    if is_admin:
        scopes.append(f"chat_administrators:{chat_id}")
    scopes.append(f"chat:{chat_id}")
    if is_admin:
        scopes.append("all_chat_administrators")
    return [*scopes, "all_group_chats", "default"]
