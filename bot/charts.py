"""Bar charts as pictures for a phone: one column of panels, large letters, the number beside each bar."""

import io
import textwrap
from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

# Matplotlib brings it along, and it has the letters ө, ү and ң; whatever fonts the machine has play no part.
FONT = "DejaVu Sans"
# 1080 pixels across: Telegram shrinks wider photos, and a phone shows this one to one.
_WIDTH_INCHES, _DOTS_PER_INCH = 7.2, 150
_BAR_INCHES, _PANEL_INCHES, _HEAD_INCHES = 0.36, 0.75, 0.8
_MOST_OF_A_LABEL = 30  # characters in a line
_INK, _BAR = "#1b2733", "#2f6f9f"  # contrast to white at least 4.5:1


def png(chart: Mapping[str, Any]) -> bytes:
    """A PNG of ``{"title": …, "panels": [{"title": …, "bars": [[label, number], …]}, …]}``. Panels without bars are
    left out. Only plain data comes in, so that it can be drawn long after it was counted, in any thread."""
    panels = [panel for panel in chart["panels"] if panel["bars"]]
    heights = [_PANEL_INCHES + _BAR_INCHES * len(panel["bars"]) for panel in panels]
    total = _HEAD_INCHES + sum(heights)
    figure = Figure(figsize=(_WIDTH_INCHES, total), dpi=_DOTS_PER_INCH, facecolor="white")
    figure.text(
        0.04, 1 - 0.42 / total, chart["title"], fontsize=17, fontweight="bold", color=_INK, family=FONT, va="center"
    )
    top = total - _HEAD_INCHES
    for panel, height in zip(panels, heights, strict=True):
        bottom = (top - height + 0.18) / total
        axes = figure.add_axes((0.46, bottom, 0.42, (height - _PANEL_INCHES) / total))
        _draw(axes, panel["bars"])
        figure.text(0.04, (top - 0.3) / total, panel["title"], fontsize=14, fontweight="bold", color=_BAR, family=FONT)
        top -= height
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png")
    return drawn.getvalue()


def _draw(axes: Any, bars: list[tuple[str, int]]) -> None:
    numbers = [number for _, number in bars]
    axes.barh(range(len(bars)), numbers, color=_BAR, height=0.66)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_xlim(0, max(1, *numbers))
    axes.set_yticks(range(len(bars)))
    labels = [textwrap.shorten(label, _MOST_OF_A_LABEL, placeholder="…") for label, _ in bars]
    axes.set_yticklabels(labels, fontsize=11.5, color=_INK, family=FONT)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    for place, number in enumerate(numbers):
        said = f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
        axes.annotate(
            said, (number, place), (5, 0), textcoords="offset points", va="center", fontsize=12, color=_INK, family=FONT
        )
