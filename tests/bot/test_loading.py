"""What is loaded when: a start and a light command take from the processor what they need, and no more."""

import subprocess
import sys

import pytest

HEAVY = ("alembic", "feedparser", "matplotlib", "openpyxl", "PIL", "scipy", "segno", "sklearn")


def loaded(module: str) -> set[str]:
    """The top-level packages that are loaded by importing a module in a fresh interpreter."""
    program = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["bot.runtime", "bot.doctor", "bot.playground.demo"])
def test_a_start_loads_nothing_that_only_some_requests_need(module):
    assert not loaded(module) & set(HEAVY)


def test_the_command_line_loads_neither_the_bot_nor_the_database():
    """So `achyk --help` and `achyk key` are there at once."""
    assert not loaded("bot.cli") & {*HEAVY, "aiohttp", "numpy", "pydantic", "sqlalchemy", "starlette", "telegram"}


def test_what_prepares_the_database_knows_nothing_of_telegram():
    assert not loaded("bot.preparing") & {*HEAVY, "aiohttp", "numpy", "starlette", "telegram"}
