"""Bar charts as pictures for a phone: large letters, and the number beside each bar."""

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

# Matplotlib brings it along, and it has the letters ө, ү and ң; whatever fonts the machine has play no part.
FONT = "DejaVu Sans"
# Telegram scales a photo down to 1280 pixels on its longer side, and letters with it: a picture stays below that.
MOST_PIXELS = 1280
_DOTS_PER_INCH = 150
_WIDTH, _TALLEST = 7.2, 8.5  # inches: 1080 and 1275 pixels
_HEAD, _TITLE, _TALLEST_BAR = 0.6, 0.65, 0.5  # inches
_ONE_LINE, _OF_TWO = 23, 26  # characters of a label
_INK, _BAR = "#1b2733", "#2f6f9f"  # contrast to white at least 4.5:1


def png(chart: Mapping[str, Any]) -> bytes:
    """A PNG of ``{"title": …, "panels": [{"title": …, "bars": [[label, number], …]}, …]}``, at most 18 bars in all.

    Only plain data comes in, so that it can be drawn long after it was counted, in any thread.
    """
    panels = [panel for panel in chart["panels"] if panel["bars"]]
    bars = sum(len(panel["bars"]) for panel in panels)
    bar = min(_TALLEST_BAR, (_TALLEST - _HEAD - _TITLE * len(panels)) / max(1, bars))
    total = _HEAD + _TITLE * len(panels) + bar * bars
    figure = Figure(figsize=(_WIDTH, total), dpi=_DOTS_PER_INCH, facecolor="white")
    _write(figure, total - 0.35, total, chart["title"], size=15, color=_INK)
    top = total - _HEAD
    for panel in panels:
        _write(figure, top - 0.3, total, panel["title"], size=15, color=_BAR)
        height = bar * len(panel["bars"])
        top -= _TITLE + height
        _draw(figure.add_axes((0.44, (top + 0.05) / total, 0.39, height / total)), panel["bars"])
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


def _write(figure: Figure, inches: float, total: float, text: str, *, size: float, color: str) -> None:
    said = "\n".join(textwrap.wrap(text, 50)[:1])
    figure.text(0.04, inches / total, said, fontsize=size, fontweight="bold", color=color, family=FONT, va="center")


def _draw(axes: Any, bars: Sequence[tuple[str, int]]) -> None:
    numbers = [number for _, number in bars]
    axes.barh(range(len(bars)), numbers, color=_BAR, height=0.66)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xlim(0, max(1, *numbers))
    axes.set_xticks([])
    axes.set_yticks(range(len(bars)))
    labels = axes.set_yticklabels([_lines(label) for label, _ in bars], color=_INK, family=FONT, linespacing=1.0)
    for label in labels:
        label.set_fontsize(14 if len(label.get_text()) <= _ONE_LINE else 12)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    for place, number in enumerate(numbers):
        said = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
        how = {"fontsize": 14, "color": _INK, "family": FONT, "va": "center"}
        axes.annotate(said, (number, place), (6, 0), textcoords="offset points", **how)


def _lines(label: str) -> str:
    """The label in one line, or in two; what does not fit into two ends in an ellipsis."""
    if len(label) <= _ONE_LINE:
        return label
    found = textwrap.wrap(label, _OF_TWO)
    if len(found) > 2:
        found = [found[0], textwrap.shorten(" ".join(found[1:]), _OF_TWO, placeholder="…")]
    return "\n".join(found)
