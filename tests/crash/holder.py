"""`achyk run`, told by its environment, to be killed at any instant: `python -m tests.crash.holder ROLE …`.

This process loads every module once, and makes once what no start changes: the search over the content files. "start"
on its input begins a process of its own that runs what the command runs, from the settings to the orderly stop;
"command" begins `python -m bot run` itself. Both answer with the new process's id; "state" answers with the exit status
of the last one, or "running"; "wait" waits for its end and answers with the status. So fifty starts are fifty processes
that migrate, load the content, connect, take the office and recover, and only the loading of modules and the arithmetic
of the search, which touch neither database nor network, are not repeated.
"""

import asyncio
import gc
import os
import signal
import sys

from bot import log
from bot.runtime import run
from bot.settings import Settings
from locales.translator import Voices
from services import answers
from services.search import build_index, corpus_from_files
from tests.conftest import ZONE


def prepare() -> None:
    for t in Voices(ZONE).every:
        t.plain("Skip")
    index = build_index(corpus_from_files())
    answers.build_index = lambda *_, **__: index
    gc.collect()
    gc.freeze()


def start(roles: frozenset[str]) -> None:
    log.start("WARNING", "text")
    asyncio.run(run(Settings(_env_file=None), roles))


def command(roles: frozenset[str]) -> None:
    only = [part for role in roles for part in ("--only", role)]
    os.execv(sys.executable, [sys.executable, "-m", "bot", "run", *only])


def begun(order: str, roles: frozenset[str]) -> int:
    process = os.fork()  # nothing of asyncio, no thread and no connection has been begun here
    if process:
        return process
    status = 1
    try:
        os.dup2(2, 1)  # what it says is no answer of ours
        {"start": start, "command": command}[order](roles)
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


def main() -> None:
    roles = frozenset(sys.argv[1:])
    if roles & {"intake", "worker"}:
        prepare()
    process, ended = 0, ""
    for line in iter(sys.stdin.readline, ""):
        order = line.strip()
        if order in {"start", "command"}:
            process, ended = begun(order, roles), ""
            answer = str(process)
        elif ended:
            answer = ended
        else:
            found, status = os.waitpid(process, 0 if order == "wait" else os.WNOHANG)
            answer = ended = str(os.waitstatus_to_exitcode(status)) if found else ""
        sys.stdout.write((answer or "running") + "\n")
        sys.stdout.flush()
    if process and not ended:
        os.kill(process, signal.SIGKILL)  # the test is over, however it ended


if __name__ == "__main__":
    main()
