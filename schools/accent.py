"""The trust's own colour, made readable. Pure: WCAG relative luminance, nothing else."""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache

LIGHT_PAPER = "#fcfbf8"
DARK_PAPER = "#14181d"
# What the accent is also read against: the quiet ground under a thing (`--wash` of portal.css).
LIGHT_WASH = "#f4f2eb"
DARK_WASH = "#1c2228"
DEFAULT = "#0b5a63"
READABLE = 4.5  # WCAG AA for text of any size
COMFORTABLE = 7.0  # on dark paper a colour at 4.5 glows dully; 7 reads as lightly as the text beside it
LOUDEST = 0.45  # saturation on dark paper: more would shine
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
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=64)  # every page asks for the trust's
def readable(colour: str) -> Accent:
    """The nearest shades of `colour` that can be read on our papers. What is no colour becomes our teal."""
    base = colour.lower() if _HEX.fullmatch(colour) else DEFAULT
    light = _shaded(base, -1, READABLE, (LIGHT_PAPER, LIGHT_WASH))
    dark = _shaded(base, +1, COMFORTABLE, (DARK_PAPER, DARK_WASH), loudest=LOUDEST)
    return Accent(light, dark, _upon(light), _upon(dark))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _shaded(
    colour: str, direction: int, enough: float, papers: tuple[str, ...], *, loudest: float = 1.0
) -> str:
    """Darker (-1) or lighter (+1) in its own hue, a hundredth at a time, until every paper carries it."""
    hue, lightness, saturation = rgb_to_hls(*_channels(colour))
    if direction > 0:
        saturation = min(saturation, loudest)
    shade = colour
    while any(contrast(shade, paper) < enough for paper in papers):
        lightness = min(1.0, max(0.0, lightness + direction / 100))
        shade = _hex(hls_to_rgb(hue, lightness, saturation))
    return shade


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def _upon(colour: str) -> str:
    return max(("#ffffff", DARK_PAPER), key=lambda ink: contrast(ink, colour))
