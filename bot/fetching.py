"""Fetches the bytes of attachments from the Bot API server, in the background, again after a restart."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.request import AiohttpRequest, retry_after_seconds
from models.database import Database
from services import attachments
from services.attachments import NotFetched
from services.files import MOST_BYTES
from services.vault import Vault

log = logging.getLogger(__name__)

PAUSE_S = 5.0
ROUNDS_A_SWEEP = 12


class Fetcher:
    """Looks for files to fetch every few seconds, and sweeps the folder once a minute."""

    def __init__(
        self, bot: Bot, request: AiohttpRequest, database: Database, vault: Vault, clock: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._request = request
        self._database = database
        self.vault = vault
        self._clock = clock

    async def run(self) -> None:
        """Work until cancelled."""
        rounds = 0
        while True:
            try:
                await self.round(sweeps=rounds % ROUNDS_A_SWEEP == 0)
            except InvalidToken:
                raise
            except Exception:  # one bad round must not end the job
                log.exception("fetching attachments failed; tried again")
            rounds += 1
            await asyncio.sleep(PAUSE_S)

    async def round(self, *, sweeps: bool = True) -> int:
        """Fetch what is due, delete what is gone; returns how many files came."""
        if sweeps:
            await attachments.sweep(self._database, self.vault)
        return await attachments.run_due_fetches(
            self._database, self.vault, self._pieces, bot_id=self._bot.id, clock=self._clock
        )

    async def _pieces(self, telegram_file_id: str) -> AsyncIterator[bytes]:
        """A file's bytes as they come. The link holds the token: it is neither kept, logged nor quoted."""
        try:
            file = await self._bot.get_file(telegram_file_id)
            async for piece in self._request.download(file.file_path or "", at_most=MOST_BYTES):
                yield piece
        except RetryAfter as error:
            raise NotFetched("flood", wait=timedelta(seconds=retry_after_seconds(error))) from None
        except (BadRequest, Forbidden) as error:
            said = str(error).casefold()
            is_final = "too big" in said or "file_id" in said or "file id" in said
            raise NotFetched(type(error).__name__, is_final=is_final) from None
        except InvalidToken:
            raise
        except TelegramError as error:
            raise NotFetched(type(error).__name__) from None
