"""A rating over the terms as a small drawing: the better it is, the higher it stands."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from adapters.svg import element, join
from plans.queries.prints import Rating
from plans.rag import MARKS, TERMS, Mark

INKS = {"blue": "#1b5896", "green": "#1e6b3a", "amber": "#855400", "red": "#a4262c", "grey": "#57616e"}
SOFT, RULE = "#57616e", "#cfd3d6"
LEVELS = ("B", "G", "A", "R", "N")
WIDTH, LEFT, TOP, ROW, FOOT = 220.0, 14.0, 8.0, 13.0, 14.0
OPEN = " (open)"  # of a review that is not closed
SANS = "Source Sans Pro, DejaVu Sans, sans-serif"


def rating_chart(name: str, ratings: Sequence[Rating], which: str) -> SafeString:
    """`which` is "delivery" or "impact". Its title says in words what the drawing shows."""
    said = {one.period[:3]: mark for one in ratings if (mark := MARKS.get(getattr(one, which)))}
    unsure = {one.period[:3] for one in ratings if not one.is_closed}
    spot = {code: _x(place) for place, code in enumerate(TERMS)}
    height = TOP + ROW * (len(LEVELS) - 1) + FOOT + TOP
    points = [(spot[code], _y(mark), mark) for code, mark in said.items() if code in spot]
    points.sort(key=lambda point: point[0])
    parts = [element("title", _title(name, said, unsure)), *_levels()]
    if len(points) > 1:
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(element("polyline", points=line, fill="none", stroke=SOFT, stroke_width=1.0))
    parts += [_point(x, y, mark) for x, y, mark in points]
    parts += [
        _term(word + OPEN * (code in unsure), spot[code], height - 4, has=code in said)
        for code, word in TERMS.items()
    ]
    return element(
        "svg", join(parts), class_="chart", viewBox=f"0 0 {WIDTH:.0f} {height:.0f}", role="img", font_family=SANS
    )  # fmt: skip


def _title(name: str, said: dict[str, Mark], unsure: set[str]) -> str:
    told = [
        f"{word} term{OPEN * (code in unsure)}: {said[code]}"
        if code in said
        else f"{word} term: not reviewed"
        for code, word in TERMS.items()
    ]
    return f"{name} over the terms. {'. '.join(told)}."


def _levels() -> list[SafeString]:
    found = []
    for letter in LEVELS:
        y = _y(MARKS[letter])
        found.append(element("line", x1=LEFT, x2=WIDTH, y1=y, y2=y, stroke=RULE, stroke_width=0.5))
        found.append(element("text", letter, x=1.0, y=y + 3, font_size=8.5, fill=SOFT))
    return found


def _point(x: float, y: float, mark: Mark) -> SafeString:
    ink = INKS[mark.kind]
    return join(
        [
            element("circle", cx=x, cy=y, r=7.0, fill="#ffffff"),
            element(
                "text", mark.shape, x=x, y=y + 3.6, font_size=11.0, font_family="DejaVu Sans", fill=ink,
                text_anchor="middle",
            ),
            element("text", mark.letter, x=x + 8, y=y + 3.2, font_size=9.5, font_weight="600", fill=ink),
        ]
    )  # fmt: skip


def _term(word: str, x: float, y: float, *, has: bool) -> SafeString:
    weight = "600" if has else "400"
    return element("text", word, x=x, y=y, font_size=8.5, font_weight=weight, fill=SOFT, text_anchor="middle")


def _x(place: int) -> float:
    step = (WIDTH - LEFT) / len(TERMS)
    return LEFT + step * (place + 0.5)


def _y(mark: Mark) -> float:
    return TOP + ROW * LEVELS.index(mark.letter)
