"""The trust's own colour, made readable. Pure: WCAG relative luminance, nothing else."""

import re
from dataclasses import dataclass

LIGHT_PAPER = "#fcfbf8"
DARK_PAPER = "#14181d"
# What the accent is also read against: the quiet ground under a thing (`--wash` of portal.css).
LIGHT_WASH = "#f4f2eb"
DARK_WASH = "#1c2228"
DEFAULT = "#0b5a63"
READABLE = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Accent:
    """The colour on light and on dark paper, and what is written upon it."""

    light: str
    dark: str
    on_light: str
    on_dark: str


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance of #rrggbb, 0 for black to 1 for white."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str) -> Accent:
    """The nearest shades of `colour` that can be read on our papers. What is no colour becomes our teal."""
    base = colour.lower() if _HEX.fullmatch(colour) else DEFAULT
    light = _toward("#000000", base, (LIGHT_PAPER, LIGHT_WASH))
    dark = _toward("#ffffff", base, (DARK_PAPER, DARK_WASH))
    return Accent(light, dark, _upon(light), _upon(dark))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _toward(end: str, colour: str, papers: tuple[str, ...]) -> str:
    """Mixes `end` into `colour`, a hundredth at a time, until it can be read on every paper."""
    for hundredth in range(101):
        shade = _mix(colour, end, hundredth / 100)
        if all(contrast(shade, paper) >= READABLE for paper in papers):
            return shade
    return end


def _mix(colour: str, end: str, share: float) -> str:
    pairs = ((int(colour[i : i + 2], 16), int(end[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _upon(colour: str) -> str:
    return max(("#ffffff", DARK_PAPER), key=lambda ink: contrast(ink, colour))
