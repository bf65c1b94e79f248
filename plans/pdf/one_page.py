"""The plan on a page: what its template shows, at a size that is tried until it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest

from plans.pdf.words import first_sentence, shortened
from plans.queries.prints import Print, Rating
from plans.queries.sheets import NOT_NEEDED
from plans.rag import KEY, TERMS, Mark, term_of
from plans.sheet import CriterionLine, PrioritySheet

MOST_BOXES = 10
IN_A_ROW = 5
LONG_NAME = 32


@dataclass(frozen=True)
class Size:
    """Of the letters, and how many of them a text may have (a hundred per cent is the measure of five priorities)."""

    points: float
    share: float
    actions: int = 3

    def most(self, letters: int) -> int:
        return max(12, round(letters * self.share))


SIZES = (
    *(Size(tenths / 10, 1.0) for tenths in range(132, 79, -4)),
    Size(8.0, 0.75),
    Size(8.0, 0.5),
    Size(7.5, 0.4, actions=2),
    Size(7.5, 0.2, actions=1),
    Size(7.0, 0.1, actions=1),
    Size(6.2, 0.1, actions=1),
)
# To guess where to begin: millimetres of the page for boxes and strip, and how wide and high a letter is in ems.
ROOM, WIDTH, LETTER, LINE, EM = 168.0, 271.0, 0.47, 1.32, 0.353


@dataclass(frozen=True)
class Box:
    number: int
    title: str
    why: str
    actions: tuple[str, ...]
    measure: str
    change: str  # "66% to 77%"
    lead: str
    newest: Rating | None


@dataclass(frozen=True)
class OnePage:
    made: Print
    school: str
    vision: str
    rows: tuple[tuple[Box, ...], ...]
    more: int  # priorities that have no box
    terms: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]  # the milestones: number of the priority, text
    serves: tuple[str, ...]
    key: tuple[Mark, ...] = KEY

    @property
    def has_long_name(self) -> bool:
        return len(self.school) > LONG_NAME

    @property
    def has_milestones(self) -> bool:
        return any(lines for _, lines in self.terms)


def one_page(made: Print, size: Size = SIZES[0]) -> OnePage:
    shown = made.sheet.priorities[:MOST_BOXES]
    boxes = [_box(made, one, size) for one in shown]
    served = dict.fromkeys(one.serves for one in made.sheet.priorities if one.serves)
    return OnePage(
        made,
        shortened(made.sheet.school, 70),
        shortened(made.sheet.vision, 200),
        tuple(_rows(boxes)),
        len(made.sheet.priorities) - len(shown),
        tuple((word, tuple(_promised(shown, code, size))) for code, word in TERMS.items()),
        tuple(shortened(title, size.most(90)) for title in list(served)[:IN_A_ROW]),
    )


def likely(made: Print) -> int:
    """The place in SIZES at which all probably fits: each size that is tried costs a layout of the page."""
    for place, size in enumerate(SIZES):
        if _height(one_page(made, size), size) <= ROOM:
            return place
    return len(SIZES) - 1


def _height(page: OnePage, size: Size) -> float:
    em = size.points * EM

    def lines(text: str, width: float, larger: float = 1.0) -> float:
        return -(-len(text) * LETTER * em * larger // width) * larger

    high = 0.0
    for row in page.rows:
        width = WIDTH / len(row) - 7
        high += max(_box_lines(box, width, lines) for box in row)
    wide = WIDTH / 3 - 10
    strip = max((sum(lines(text, wide) + 0.15 for _, text in found) for _, found in page.terms), default=0.0)
    return (high + (strip + 3 if page.has_milestones else 0) + 2) * em * LINE


def _box_lines(box: Box, width: float, lines: Callable[..., float]) -> float:
    texts = [box.why, *box.actions, box.measure, box.change]
    return (
        1.3
        + lines(box.title, width, 1.3)
        + sum(lines(text, width) for text in texts)
        + 0.5 * len(box.actions)
        + (3.2 if box.measure else 1)
        + (4 if box.newest else 2)
    )


def _rows(boxes: list[Box]) -> Iterable[tuple[Box, ...]]:
    if len(boxes) <= IN_A_ROW:
        return [tuple(boxes)] if boxes else []
    first = (len(boxes) + 1) // 2
    return [tuple(boxes[:first]), tuple(boxes[first:])]


def _box(made: Print, one: PrioritySheet, size: Size) -> Box:
    measure = next((line for objective in one.objectives for line in objective.criteria), None)
    return Box(
        one.number,
        shortened(one.title, size.most(120)),
        shortened(first_sentence(one.because), size.most(130)),
        tuple(shortened(text, size.most(110)) for text in _key_actions(one)[: size.actions]),
        shortened(measure.measure, size.most(110)) if measure else "",
        _change(measure, size) if measure else "",
        shortened(one.lead, size.most(60)),
        made.newest(one),
    )


def _key_actions(one: PrioritySheet) -> list[str]:
    """The first of each objective before the second of any."""
    by_objective = [
        [line.text for line in objective.actions if line.state != NOT_NEEDED] for objective in one.objectives
    ]
    return [text for group in zip_longest(*by_objective) for text in group if text]


def _change(line: CriterionLine, size: Size) -> str:
    before, after = shortened(line.baseline, size.most(50)), shortened(line.target, size.most(50))
    return f"From {before} to {after}" if before and after else f"Target: {after}" if after else ""


def _promised(priorities: tuple[PrioritySheet, ...], term: str, size: Size) -> Iterable[tuple[int, str]]:
    """What each priority promises last in a term."""
    for one in priorities:
        texts = [
            line.text
            for objective in one.objectives
            for line in objective.milestones
            if line.state != NOT_NEEDED and line.period.startswith(term) and term_of(line.period)
        ]
        if texts:
            yield one.number, shortened(texts[-1], size.most(120))
