"""Colours of a style sheet in light and dark, and which texts cannot be read on their ground."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_ENOUGH = 4.5
"""WCAG 2.2, 1.4.3."""


def themes(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colours by name, in light and in dark."""
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in style.split(":root {")[1:3])
    return light, dark


def too_faint(colours: Mapping[str, str], on: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Pairs with less contrast than enough, and how much they have. Parameters: `on` the texts on each ground."""
    pairs = {f"{text} on {ground}": (text, ground) for ground, texts in on.items() for text in texts}
    told = {name: contrast(colours[text], colours[ground]) for name, (text, ground) in pairs.items()}
    return {name: round(ratio, 2) for name, ratio in told.items() if ratio < _ENOUGH}


def contrast(one: str, other: str) -> float:
    """How much one colour stands out from another, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.03928 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
