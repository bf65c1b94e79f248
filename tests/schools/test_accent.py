"""The trust's colour stays its own and can always be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools import accent

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(accent.contrast(one, other), 2) == ratio
    assert accent.contrast(one, other) == accent.contrast(other, one)


def test_a_readable_colour_is_left_alone_on_light_paper() -> None:
    assert accent.readable("#0b5a63").light == "#0b5a63"


def test_a_pale_colour_is_darkened_in_its_own_hue_and_left_alone_on_dark_paper() -> None:
    yellow = accent.readable("#ffd000")
    assert (yellow.light, yellow.dark) == ("#856c00", "#ffd000")


@pytest.mark.parametrize(
    "text", ["", "teal", "#12345", "#1234567", "#12345g", "red;}body{display:none", "#0b5a63\n"]
)
def test_what_is_no_colour_becomes_our_own(text: str) -> None:
    assert accent.readable(text) == accent.readable(accent.DEFAULT)


@given(colours)
def test_every_colour_can_be_read_on_every_paper_and_written_upon(colour: str) -> None:
    shades = accent.readable(colour)
    for paper in (accent.LIGHT_PAPER, accent.LIGHT_WASH):
        assert accent.contrast(shades.light, paper) >= accent.READABLE
    for paper in (accent.DARK_PAPER, accent.DARK_WASH):
        assert accent.contrast(shades.dark, paper) >= accent.COMFORTABLE
    assert accent.contrast(shades.on_light, shades.light) >= accent.READABLE
    assert accent.contrast(shades.on_dark, shades.dark) >= accent.READABLE
