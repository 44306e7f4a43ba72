"""Every screen with example data, in every language: within Telegram's limits, readable by it, and in the gallery."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from markupsafe import Markup

import handlers.screens
from bot.gallery import every
from bot.gallery.limits import measure
from bot.gallery.page import rendered
from handlers.screens.screen import Button, Screen
from handlers.screens.start import OpenMenu
from locales.translator import LANGUAGES, Voices
from tests.conftest import ZONE

VOICES = Voices(ZONE)


def screen_functions() -> Iterator[Callable[..., Any]]:
    """Every public function under handlers/screens that makes a screen or several."""
    for found in pkgutil.walk_packages(handlers.screens.__path__, "handlers.screens."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            if get_type_hints(function).get("return") in {Screen, list[Screen]}:
                yield function


def test_every_screen_is_in_the_gallery() -> None:
    shown = {example.of for example in every(VOICES["en"])}
    missing = [f"{function.__module__}.{function.__name__}" for function in screen_functions() if function not in shown]
    assert not missing, f"add examples to bot/gallery/<noun>.py for: {', '.join(missing)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_keeps_telegrams_limits_and_is_read_by_its_html_rules(language: str) -> None:
    broken = {
        f"{example.name} ({example.note})": measure(screen).faults
        for example in every(VOICES[language])
        for screen in example.screens
        if measure(screen).faults
    }
    assert not broken


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_no_english_quotes_stand_in_a_kyrgyz_or_russian_screen(language: str) -> None:
    quoted = {
        f"{example.name} ({example.note})"
        for example in every(VOICES[language])
        if example.note != "suggested: en"  # the greeting of somebody whose telephone speaks English
        for screen in example.screens
        if set("“”„") & {*screen.text, *"".join(button.label for row in screen.rows for button in row)}
    }
    assert not quoted


def test_the_languages_show_the_same_examples_in_the_same_order() -> None:
    first, *others = ([(one.name, one.note) for one in every(VOICES[language])] for language in LANGUAGES)
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    "broken",
    [
        Screen(Markup("x" * 4097)),
        Screen(Markup("<p>paragraph</p>")),
        Screen(Markup("a < b")),
        Screen(Markup(" ")),
        Screen(Markup("x"), tuple((Button("x", OpenMenu()),) for _ in range(101))),
        Screen(Markup("x"), ((Button("x", OpenMenu()),) * 9,)),
        Screen(Markup("x"), ((Button(" ", OpenMenu()),),)),
        Screen(Markup("x"), ((Button("x"),),)),
        Screen(Markup("x"), ((Button("x", OpenMenu(), url="https://example.kg"),),)),
        Screen(Markup("x"), before=(Markup("y" * 4097),)),
    ],
)
def test_a_broken_limit_is_noticed(broken: Screen) -> None:
    assert measure(broken).faults


def test_the_page_shows_each_language_and_escapes_what_people_wrote() -> None:
    page, faults = rendered(VOICES)
    assert not faults
    for words in (
        'lang="ky"',
        'lang="ru"',
        'lang="en"',
        "Демилге жөнөтүү",
        "Подать инициативу",
        "Submit an initiative",
    ):
        assert words in page
    assert "Publish &lt;every&gt; school" in page
    assert "<every>" not in page
    assert "<script" not in page
    assert "http://" not in page


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from bot.cli import app

    target = tmp_path / "deep" / "screens.html"
    done = CliRunner().invoke(app, ["screens", "--to", str(target)])
    assert done.exit_code == 0, done.output
    assert "every screen" in target.read_text(encoding="utf-8")
