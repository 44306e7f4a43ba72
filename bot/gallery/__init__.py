"""Every screen of the bot with example data, for translators, designers and the test of Telegram's limits.

A module here belongs to one noun and gives its ``examples(t)``; a new screen is added by one `show(...)` in it.
`tests/handlers/test_gallery.py` fails for a screen that is not here.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from handlers.screens.screen import Screen
from locales.translator import Translator


@dataclass(frozen=True)
class Example:
    """Screens that one function makes of example data; ``note`` says what is special about the data."""

    of: Callable[..., Any]
    note: str
    screens: tuple[Screen, ...]

    @property
    def name(self) -> str:
        """As in ``initiatives.preview``."""
        return f"{self.of.__module__.rpartition('.')[2]}.{self.of.__name__}"


def show(note: str, of: Callable[..., Screen | list[Screen]], /, *args: Any, **kwargs: Any) -> Example:
    """The example that ``of`` gives for these arguments."""
    made = of(*args, **kwargs)
    return Example(of, note, (made,) if isinstance(made, Screen) else tuple(made))


def every(t: Translator) -> Iterator[Example]:
    """All examples in one language, noun by noun; the order is the same in each language."""
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        examples = getattr(importlib.import_module(f"{__name__}.{module.name}"), "examples", None)
        if examples is not None:
            yield from examples(t)
