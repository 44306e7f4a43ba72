"""A process that only delivers, told by its environment, to be killed at any instant.

`python -m tests.crash.deliverer` loads everything once. "start" on its input begins a process of its own that delivers
and answers with its id; "state" answers with the exit status of the last one, or "running"; "wait" waits for its end
and answers with the status. So twenty starts cost
twenty processes, connections and recoveries, and not twenty times the loading of every module.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from telegram.ext import ExtBot

from bot.delivery import Delivery
from bot.pacing import Pacing
from bot.request import AiohttpRequest
from locales.translator import Voices
from models.database import Database

ZONE = ZoneInfo("Asia/Bishkek")


async def deliver() -> None:
    database = Database(os.environ["DATABASE_URL"])
    pacing = Pacing(rate=5_000)
    request = AiohttpRequest()
    url, token = os.environ["TELEGRAM_API_URL"], os.environ["BOT_TOKEN"]
    bot = ExtBot(token, base_url=f"{url}/bot", request=request, get_updates_request=request, rate_limiter=pacing)
    async with bot:
        delivery = Delivery(
            bot=bot,
            database=database,
            pacing=pacing,
            voices=Voices(ZONE),
            clock=lambda: datetime.now(UTC),
            zone=ZONE,
            weekly_cap=7,
        )
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, delivery.stop)
        await delivery.run()
    await database.close()


def start() -> int:
    process = os.fork()  # nothing of asyncio, no thread and no connection has been begun here
    if process:
        return process
    status = 1
    try:
        asyncio.run(deliver())
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    process, ended = 0, ""
    for order in iter(sys.stdin.readline, ""):
        if order.strip() == "start":
            process, ended = start(), ""
            answer = str(process)
        elif ended:
            answer = ended
        else:
            found, status = os.waitpid(process, 0 if order.strip() == "wait" else os.WNOHANG)
            answer = ended = str(os.waitstatus_to_exitcode(status)) if found else ""
        sys.stdout.write((answer or "running") + "\n")
        sys.stdout.flush()
    if process and not ended:
        os.kill(process, signal.SIGKILL)  # the test is over, however it ended


if __name__ == "__main__":
    main()
