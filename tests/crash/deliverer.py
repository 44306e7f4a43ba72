"""`achyk run --only delivery`, told by its environment, to be killed at any instant.

`python -m tests.crash.deliverer` loads every module once. "start" on its input begins a process of its own that runs
what the command runs, from the settings to the orderly stop, and answers with its id; "state" answers with the exit
status of the last one, or "running"; "wait" waits for its end and answers with the status. So twenty starts are twenty
processes that migrate, load the content, connect, take the office and recover, and only the loading of modules, which
touches neither database nor network, is not repeated.
"""

import asyncio
import os
import signal
import sys

from bot import log
from bot.runtime import run
from bot.settings import Settings


def start() -> int:
    process = os.fork()  # nothing of asyncio, no thread and no connection has been begun here
    if process:
        return process
    status = 1
    try:
        log.start("WARNING", "text")
        asyncio.run(run(Settings(_env_file=None), frozenset({"delivery"})))
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
