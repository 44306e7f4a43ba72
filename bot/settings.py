"""Settings: from the environment or ``.env``, checked all at once, secrets never printed."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet, MultiFernet
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.faults import SettingsFault

DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
SHORTEST_SECRET = 6  # making shorter ones unreadable would take words out of every line
HOW_TO_MAKE_A_KEY = "`achyk key` prints a new one"


_NEEDED = {
    "bot_token": "is missing; BotFather in Telegram gives one",
    "data_key": f"is missing; {HOW_TO_MAKE_A_KEY}. Keep it apart from the database",
    "webhook_secret": "must be set when WEBHOOK_URL is; without it anyone could post updates",
}


_WORDS = {  # where pydantic's own do not tell what is allowed
    "bool_parsing": "must be true or false",
    "int_parsing": "must be a whole number",
}
_SEVERAL_IDS = "; several ids are separated by commas"


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value.get_secret_value()):
        raise ValueError("must look like 123456:ABC-def, as BotFather gives it")
    return value


def _address(value: str) -> str:
    if not _is_address(value):
        raise ValueError("must be an http:// or https:// address")
    return value.rstrip("/")


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        # Asking for the port raises ValueError when it is none: else the start would try that address for ever.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0 and " " not in value
    except ValueError:
        return False


def _database(value: str) -> str:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in DRIVERS:
        raise ValueError("must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://")
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError("must name a file after sqlite+aiosqlite:///; what is kept in memory dies with the process")
    return value


def _keys(value: SecretStr) -> SecretStr:
    try:
        _cipher(value)
    except ValueError:
        raise ValueError(f"must be one key or several, comma-separated; {HOW_TO_MAKE_A_KEY}") from None
    return value


def _cipher(keys: SecretStr) -> MultiFernet:
    return MultiFernet([Fernet(key.strip()) for key in keys.get_secret_value().split(",")])


def _ids(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a zone of the tz database, such as Asia/Bishkek") from None
    return value


def _quiet(value: str) -> str:
    hours = re.fullmatch(r"(\d{1,2})-(\d{1,2})", value)
    if value != "none" and not (hours and all(int(hour) < 24 for hour in hours.groups())):
        raise ValueError("must be two hours, such as 22-8, or none")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("must be 1-256 of A-Z a-z 0-9 _ - (Telegram's rule)")
    return value


Address = Annotated[str, AfterValidator(_address)]


class Settings(BaseSettings):
    """Every setting, by the name it has in the environment."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    telegram_api_url: Address = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///data/achyk.db"
    data_key: Annotated[SecretStr, AfterValidator(_keys)] | None = None
    secretariat_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = frozenset()
    staff_chat_id: int | None = None
    webhook_url: Address | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8081, ge=0, le=65535)
    proxy_url: Address | None = None
    send_rate: float = Field(default=25, gt=0, le=1000)
    sources_file: Path | None = None  # where reports are read from by the clock; examples/sources.toml explains it
    watch_minimum: int = Field(default=10, ge=1, le=10_000)  # answers before "Is it true?" is counted in public
    broadcast_approval: bool = False  # a second announcer approves each broadcast before it begins
    weekly_cap: int = Field(default=7, ge=1, le=1000)
    quiet_hours: Annotated[str, AfterValidator(_quiet)] = "22-8"  # what people begin with; each may change their own
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Bishkek"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def quiet(self) -> tuple[int, int]:
        """From which hour until which; the same twice: never."""
        start, _, end = "0-0".partition("-") if self.quiet_hours == "none" else self.quiet_hours.partition("-")
        return int(start), int(end)

    @property
    def cipher(self) -> MultiFernet | None:
        return _cipher(self.data_key) if self.data_key else None

    @property
    def data_folder(self) -> Path:
        """Beside the SQLite file, else ``data/``: where attachments and caches are kept."""
        url = make_url(self.database_url)
        return Path(url.database).parent if url.get_backend_name() == "sqlite" and url.database else Path("data")

    def require_for_run(self) -> None:
        """Raises SettingsFault unless what ``achyk run`` cannot do without is there."""
        if faults := self.gaps(for_run=True):
            raise SettingsFault(list(faults.values()))

    def gaps(self, *, for_run: bool) -> dict[str, str]:
        """What is missing though it may not be, by the setting's name."""
        needed = {"bot_token": self.bot_token, "data_key": self.data_key} if for_run else {}
        if self.webhook_url:
            needed["webhook_secret"] = self.webhook_secret
        return {name: f"{name.upper()}: {_NEEDED[name]}" for name, value in needed.items() if not value}

    @property
    def secrets(self) -> list[str]:
        """What must never be read in a log."""
        kept = [one.get_secret_value() for one in (self.bot_token, self.data_key, self.webhook_secret) if one]
        addresses = [urlsplit(self.proxy_url or "").password, make_url(self.database_url).password]
        parts = [part.strip() for one in kept for part in (one, *one.split(","), one.partition(":")[2])]
        long_enough = {one for one in (*parts, *addresses) if one and len(one) >= SHORTEST_SECRET}
        return sorted(long_enough, key=len, reverse=True)  # a token before its parts

    @property
    def token(self) -> str:
        """The bot's token. Raises SettingsFault when there is none."""
        if not self.bot_token:
            raise SettingsFault(["BOT_TOKEN: is missing; BotFather in Telegram gives one"])
        return self.bot_token.get_secret_value()


def load(*, for_run: bool = False, **overrides: Any) -> Settings:
    """Read the settings. Raises SettingsFault with every problem at once, by name, values left out."""
    settings, faults = read(for_run=for_run, **overrides)
    if faults:
        raise SettingsFault(list(faults.values()))
    return settings


def read(*, for_run: bool = False, **overrides: Any) -> tuple[Settings, dict[str, str]]:
    """The settings, and what is wrong by the setting's name; a setting at fault has its default."""
    faults: dict[str, str] = {}
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        for detail in error.errors(include_input=False):
            name = str(detail["loc"][0])
            said = _WORDS.get(str(detail["type"]), str(detail["msg"]))
            faults[name] = _fault(name, said + _SEVERAL_IDS * (name == "secretariat_ids"))
        settings = Settings(**overrides | {name: Settings.model_fields[name].default for name in faults})
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsFault([f".env: cannot be read ({type(error).__name__}); it must be text in UTF-8"]) from None
    gaps = settings.gaps(for_run=for_run)
    return settings, faults | {name: gap for name, gap in gaps.items() if name not in faults}


def _fault(name: str, message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"{name.upper()}: {message[0].lower()}{message[1:]}"
