"""Rules about the code itself; each message says what to do."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("bot", "handlers", "services", "models", "locales")
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))
OURS = [path for path in MODULES if "versions" not in path.parts]
# Nobody reads a longer one whole.
MOST_LINES = 300
# PTB's Bot and the conveniences of its objects (message.reply_text, query.answer …) that call it.
SENDING = re.compile(
    r"^(send|reply|edit|answer|delete|forward|copy|pin|unpin|get|set|leave)_|^(answer|delete|forward|copy)$"
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [path for path in OURS if path.parts[-2] != "versions"], ids=named)
def test_no_module_has_grown_too_long(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MOST_LINES, f"{named(path)} has {lines} lines: split it by what it is about"


@pytest.mark.parametrize("path", OURS, ids=named)
def test_no_function_is_longer_than_50_lines(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 50, f"{named(path)}: split {node.name}"


@pytest.mark.parametrize("path", sorted((ROOT / "handlers").rglob("*.py")), ids=named)
def test_no_handler_awaits_a_bot_method(path):
    """Nothing is sent before the commit: stage a screen with context.show, a toast with context.toast."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Await) and isinstance(node.value, ast.Call)):
            continue
        called = node.value.func
        if isinstance(called, ast.Attribute) and SENDING.search(called.attr):
            owner = ast.unparse(called.value)
            is_telegrams = re.search(r"(^|\.)(bot|message|effective_\w+|callback_query|query)$", owner)
            assert not is_telegrams, f"{named(path)}:{node.lineno}: {owner}.{called.attr} sends before the commit"


@pytest.mark.parametrize("path", [path for path in OURS if "locales" not in path.parts], ids=named)
def test_no_text_of_ours_stands_in_the_code(path):
    """Texts belong to locales/. (Names of the languages, each in its own, are the same in every language.)"""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"[А-Яа-яЁёӨөҮүҢң]{3,}", node.value), f"{named(path)}:{node.lineno}: {node.value!r}"


@pytest.mark.parametrize("path", sorted((ROOT / "services").rglob("*.py")), ids=named)
def test_no_service_commits_or_reads_the_clock(path):
    """The unit of work belongs to whoever opened it, and time is an argument."""
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\.commit\(|datetime\.now\(|utcnow\(", source), named(path)


def test_no_file_names_a_package_index_or_a_path_of_one_machine():
    words = ("py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "/ro" + "ot/", "/wo" + "rk/")
    for path in [*ROOT.glob("*"), *(ROOT / "docs").rglob("*"), *(ROOT / ".ci").rglob("*"), *MODULES]:
        if path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], named(path)
