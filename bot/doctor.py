"""`achyk doctor`: is everything well, and if not, what to do about it."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url, select
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError

from bot import settings as settings_module
from bot.faults import SettingsFault
from bot.request import AiohttpRequest, NoBotApi
from bot.settings import Settings
from locales.catalogues import faults as catalogue_faults
from models import Belonging, SourceReading, migrations
from models.database import Database
from services import batches, content_check, inbox, keys
from services.sources import config as sources
from services.sources.reading import check_names

PATIENCE_S = 15


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``advice`` says what to do about a fault."""

    what: str
    is_well: bool
    said: str
    advice: str = ""


async def examine() -> AsyncIterator[Finding]:
    """Look at everything, one after the other; a fault never hides the next one."""
    settings: Settings | None = None
    faults: dict[str, str]
    try:
        settings, faults = settings_module.read(for_run=True)
    except SettingsFault as fault:
        faults = {".env": str(fault)}
    for line in faults.values():
        yield Finding("settings", False, line, "set it in the environment or in .env; .env.example explains each")
    if not faults:
        yield Finding("settings", True, "all there")
    if settings is not None and "database_url" not in faults:
        async for finding in _database(settings):
            yield finding
    yield _listed("content", content_check.faults(), "mend the files under locales/content")
    yield _listed("catalogues", catalogue_faults(), "complete locales/<language>/LC_MESSAGES/bot.po")
    if settings is None or faults.keys() & {"bot_token", "telegram_api_url", "proxy_url"}:
        yield Finding("Bot API server", False, "not asked: the settings for it are at fault", "set them right first")
        return
    me = await _telegram(settings)
    if isinstance(me, Finding):
        yield me
        return
    yield Finding("Bot API server", True, f"@{me.username}, id {me.id}")
    if "database_url" not in faults and (belonging := await _belonging(settings, me.id)):
        yield belonging
    yield _inline_mode(me)


def _listed(what: str, faults: list[str], advice: str) -> Finding:
    if not faults:
        return Finding(what, True, "complete in ky, ru and en")
    return Finding(
        what,
        False,
        "; ".join(faults[:5]) + (f" (+{len(faults) - 5} more)" if len(faults) > 5 else ""),
        advice,
    )


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    advice = "check DATABASE_URL, and that its server runs or its folder can be written to"
    if missing := _missing_file(settings):  # looking must not make it, least of all in a wrong folder
        folder = next(parent for parent in missing.parents if parent.exists())
        yield Finding("database", os.access(folder, os.W_OK), f"{missing} is not there yet", advice)
        yield Finding("migrations", False, "no tables yet", _how_to_migrate(None))
        return
    try:
        database = Database(settings.database_url, settings.cipher)
    except OSError as error:
        yield Finding("database", False, f"its folder cannot be made: {error.strerror}", advice)
        return
    try:
        current, newest = await migrations.pending(database)
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        yield Finding("database", False, f"cannot be opened: {_why(error)}", advice)
        return
    else:
        yield Finding("database", True, database.url.render_as_string(hide_password=True))
        is_current = current == newest
        said = "up to date" if is_current else f"at {current or 'nothing'}, the newest is “{newest}”"
        yield Finding("migrations", is_current, said, _how_to_migrate(current))
        if is_current:
            yield await _key(settings, database)
            yield await _dead_letters(database)
            yield await _sources(settings, database)
            yield await _unknown_outcomes(database)
    finally:
        await database.close()


def _missing_file(settings: Settings) -> Path | None:
    """Where the file of a SQLite database would be, if there is none."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    path = Path(url.database).absolute()
    return None if path.exists() else path


def _why(error: Exception) -> str:
    """The driver's own words, which name the host or the file but never the password."""
    words = str(getattr(error, "orig", None) or error).splitlines()
    return f"{type(error).__name__}: {words[0] if words else 'no more is known'}"


def _how_to_migrate(current: str | None) -> str:
    if current is None or migrations.is_known(current):
        return "run `achyk db upgrade` (`achyk run` does it too)"
    return "a newer release has used this database: run that release, or restore a backup made before it"


async def _key(settings: Settings, database: Database) -> Finding:
    if settings.cipher is None:
        return Finding("key", False, "not tried: there is no DATA_KEY", "set DATA_KEY")
    async with database.read() as session:
        opens = await keys.opens(session, settings.cipher)
    if opens is None:
        return Finding("key", True, "nothing has been written with it yet")
    return Finding(
        "key",
        opens,
        "DATA_KEY opens this database" if opens else "DATA_KEY does not open what this database holds",
        "list the key it was written with after the new one, separated by a comma",
    )


async def _dead_letters(database: Database) -> Finding:
    async with database.read() as session:
        dead = await inbox.dead_letters(session)
    if not dead:
        return Finding("updates", True, "none had to be given up")
    listed = ", ".join(f"{id_} ({kind}, {error})" for id_, kind, error in dead[:5])
    return Finding(
        "updates",
        False,
        f"{len(dead)} given up: {listed}",
        "look for these ids in the log; the people were told",
    )


async def _sources(settings: Settings, database: Database) -> Finding:
    if settings.sources_file is None:
        return Finding("sources", True, "no SOURCES_FILE: no source of reports is read")
    try:
        named = sources.read(settings.sources_file).source
        await check_names(database, named)
    except sources.SourcesFault as fault:
        return Finding(
            "sources", False, "; ".join(fault.faults[:5]), "mend SOURCES_FILE; examples/sources.toml explains"
        )
    async with database.read() as session:
        at_fault = SourceReading.fault.is_not(None), SourceReading.name.in_([one.name for one in named])
        failing = await session.scalars(select(SourceReading).where(*at_fault))
        listed = "; ".join(f"{one.name}: {one.fault}" for one in failing)
    if listed:
        return Finding("sources", False, listed, "see whether the site is away or its page has changed shape")
    return Finding("sources", True, f"{len(named)} configured, none failing")


async def _unknown_outcomes(database: Database) -> Finding:
    """Messages that may or may not have arrived. They are not repeated by themselves, so somebody must know."""
    async with database.read() as session:
        unknown = await batches.list_unknown(session, since=datetime.now(UTC) - timedelta(days=30))
    if not unknown:
        return Finding("delivery", True, "no message of the last 30 days is of unknown outcome")
    listed = ", ".join(f"{batch or 'digests'}: {count}" for batch, count in unknown[:5])
    total = sum(count for _, count in unknown)
    return Finding("delivery", True, f"{total} messages of the last 30 days are of unknown outcome ({listed})")


async def _telegram(settings: Settings) -> User | Finding:
    """Who the token's bot is, as the server says; else what is at fault."""
    request = AiohttpRequest(proxy=settings.proxy_url)
    bot = Bot(
        settings.token,
        base_url=f"{settings.telegram_api_url}/bot",
        request=request,
        get_updates_request=request,
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            await request.initialize()
            return await bot.get_me()
    except (InvalidToken, NoBotApi) as error:
        return Finding(
            "Bot API server",
            False,
            f"answers, but does not know this token ({error})",
            "ask BotFather for the right token; check TELEGRAM_API_URL",
        )
    except (TelegramError, TimeoutError) as error:
        return Finding(
            "Bot API server",
            False,
            f"{settings.telegram_api_url}: {str(error) or f'no answer in {PATIENCE_S} s'}",
            "check the network, PROXY_URL and TELEGRAM_API_URL",
        )
    finally:
        await request.shutdown()


async def _belonging(settings: Settings, bot_id: int) -> Finding | None:
    """Whether `run` would take this bot; None where the database cannot be asked, which has been said by then."""
    if _missing_file(settings):
        return None
    try:
        database = Database(settings.database_url, settings.cipher)
    except OSError:
        return None
    try:
        async with database.read() as session:
            belongs = await session.get(Belonging, "bot_id")
    except (SQLAlchemyError, sqlite3.Error, OSError):
        return None
    finally:
        await database.close()
    if belongs is None or belongs.value == str(bot_id):
        return Finding("bot", True, "this database is its own" if belongs else "no bot has used this database yet")
    return Finding(
        "bot",
        False,
        f"the database belongs to bot {belongs.value}, the token to bot {bot_id}",
        "check BOT_TOKEN and DATABASE_URL: file ids and chats of one bot mean nothing to another",
    )


def _inline_mode(me: User) -> Finding:
    can_share = bool(me.supports_inline_queries)
    return Finding(
        "inline mode",
        can_share,
        "on: people can share from any chat" if can_share else "off: nobody can share from other chats",
        "switch it on at @BotFather: /setinline",
    )
