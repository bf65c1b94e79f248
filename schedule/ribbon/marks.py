"""The marks above the band: their shapes, and how those of one week stand side by side and upon each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schedule.ribbon.axis import Axis
from schedule.ribbon.pieces import RibbonEvent

ROW = 11.6
COLUMN = 11.6
ROWS = 4
RADIUS = 4.1
NEXT_RADIUS = 5.6
SQUARE = ("task", "review")
DIAMOND = ("deadline", "publication")


@dataclass(frozen=True, slots=True)
class Placed:
    """`more` > 0: not a mark but "+3", for the events of the week that found no room; `event` is the first of them."""

    event: RibbonEvent
    x: float
    row: int
    more: int = 0


def place_marks(
    axis: Axis, events: Sequence[RibbonEvent], upcoming: RibbonEvent | None, today: date
) -> list[Placed]:
    weeks: dict[int, list[RibbonEvent]] = defaultdict(list)
    for event in events:
        if event.date <= axis.last:
            weeks[axis.place(event.date)].append(event)
    placed: list[Placed] = []
    for number, week_events in sorted(weeks.items()):
        if number >= 0:
            week = axis.weeks[number]
            placed += _stack(week_events, week.middle, 2 if week.width >= 2 * COLUMN else 1, upcoming, today)
        elif axis.lead:
            placed += _stack(week_events, axis.lead / 2, 3, upcoming, today)
    return placed


def _stack(
    events: list[RibbonEvent], middle: float, across: int, upcoming: RibbonEvent | None, today: date
) -> list[Placed]:
    """In order of date, row upon row. What is next or late is never the one that finds no room."""
    room = across * ROWS
    shown, rest = events, []
    if len(events) > room:
        weighty = sorted(events, key=lambda e: (e != upcoming, e.standing(today) != "late"))
        kept = {id(event) for event in weighty[: room - 1]}
        shown = [event for event in events if id(event) in kept]
        rest = [event for event in events if id(event) not in kept]
    total = len(shown) + bool(rest)
    placed = []
    for place in range(total):
        row, column = divmod(place, across)
        in_row = min(across, total - row * across)
        x = middle + (column - (in_row - 1) / 2) * COLUMN
        is_more = place == len(shown)
        placed.append(Placed(rest[0] if is_more else shown[place], x, row, len(rest) if is_more else 0))
    return placed


def mark(kind: str, standing: str, x: float, y: float) -> tuple[str, dict[str, str | float]]:
    """The element and its place: late is a triangle and not needed a dash, whatever the kind."""
    r = NEXT_RADIUS if standing == "next" else RADIUS
    if standing == "off":
        return "path", {"d": f"M{x - r:.1f} {y:.1f}h{2 * r:.1f}"}
    if standing == "late":
        r += 0.8
        return "path", {"d": f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y + r * 0.8:.1f}H{x - r:.1f}z"}
    if kind in SQUARE:
        side = r - 0.6
        return "rect", {"x": x - side, "y": y - side, "width": 2 * side, "height": 2 * side}
    if kind in DIAMOND:
        r += 0.6
        return "path", {"d": f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}z"}
    return "circle", {"cx": x, "cy": y, "r": r}
