"""What differs between the words of two plans: what was added, what is gone, and what reads otherwise.

Two versions of one plan are matched by their rows; the plans of two years by what their priorities and objectives say.
How things stand is no difference of the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from handbook.queries.words import ALIKE, differing
from plans.sheet import ActionLine, ObjectiveSheet, PlanSheet

KINDS = {"added": "New", "removed": "Taken out", "changed": "Changed"}
Say = Callable[[Any], str]
Shape = Sequence[tuple[str, Say]]


@dataclass(frozen=True)
class ChangedWords:
    label: str
    html: SafeString


@dataclass(frozen=True)
class ChangedThing:
    """The plan itself, a priority, an objective or an action. `depth` is how far it stands in."""

    sort: str  # "Plan", "Priority", "Objective", "Action"
    title: str
    kind: str  # added, removed, changed
    parts: tuple[ChangedWords, ...]

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]


def _day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def _lines(rows: Sequence[Any], *columns: str) -> str:
    return "\n".join("; ".join(filter(None, (str(getattr(row, one)) for one in columns))) for row in rows)


def _by_half_term(rows: Sequence[Any], names: Mapping[str, str], *columns: str) -> str:
    """Each line begins with its half-term in the trust's words."""
    return _lines(
        [replace(row, period=names.get(row.period, row.period)) for row in rows], "period", *columns
    )


PLAN: Shape = (
    ("Where the school is going", lambda one: one.vision),
    ("Where it is now", lambda one: one.context),
    ("Why more than five priorities", lambda one: one.why_so_many),
)
PRIORITY: Shape = (
    ("Title", lambda one: one.title),
    ("Because", lambda one: one.because),
    ("Areas of the self-evaluation", lambda one: ", ".join(one.areas)),
    ("Serves", lambda one: one.serves),
    ("Leads it", lambda one: one.lead),
    ("Supports", lambda one: one.supporter),
    ("Link governor", lambda one: one.link_governor),
    ("Stage", lambda one: one.stage.capitalize()),
    ("What we stop doing", lambda one: one.stop_doing),
)


def _objective(names: Mapping[str, str]) -> Shape:
    return (
        ("Objective", lambda one: one.text),
        ("Leads it", lambda one: one.lead),
        ("Supports", lambda one: one.supporter),
        ("Measures of success", lambda one: _lines(one.criteria, "measure", "baseline", "target", "source")),
        ("Milestones", lambda one: _by_half_term(one.milestones, names, "text")),
        ("Who checks", lambda one: _by_half_term(one.monitoring, names, "how", "who")),
    )


ACTION: Shape = (
    ("Action", lambda one: one.text),
    ("Leads it", lambda one: one.lead),
    ("Supports", lambda one: one.supporter),
    ("Done by", lambda one: _day(one.planned)),
    ("Cost", lambda one: f"£{one.cost:,.2f}" if one.cost is not None else ""),
    ("Budget line", lambda one: one.budget_line),
    ("Training", lambda one: one.training),
)


def differences(old: PlanSheet, new: PlanSheet, names: Mapping[str, str]) -> tuple[ChangedThing, ...]:
    """`names` are the trust's words for half-terms, by their codes."""
    return tuple(_of_plan(old, new, _objective(names), by_row=old.pk == new.pk))


def _of_plan(old: PlanSheet, new: PlanSheet, objective: Shape, *, by_row: bool) -> Iterator[ChangedThing]:
    yield from _thing("Plan", "The plan as a whole", PLAN, old, new)
    for was, now in matched(old.priorities, new.priorities, lambda one: one.title, by_row=by_row):
        yield from _thing("Priority", (now or was).title, PRIORITY, was, now)  # type: ignore[union-attr]
        before: Sequence[ObjectiveSheet] = was.objectives if was else ()
        after: Sequence[ObjectiveSheet] = now.objectives if now else ()
        if was and now:
            yield from _of_objectives(before, after, objective, by_row=by_row)


def _of_objectives(
    old: Sequence[ObjectiveSheet], new: Sequence[ObjectiveSheet], shape: Shape, *, by_row: bool
) -> Iterator[ChangedThing]:
    for was, now in matched(old, new, lambda one: one.text, by_row=by_row):
        yield from _thing("Objective", (now or was).text, shape, was, now)  # type: ignore[union-attr]
        before: Sequence[ActionLine] = was.actions if was else ()
        after: Sequence[ActionLine] = now.actions if now else ()
        for left, right in matched(before, after, lambda one: one.text, by_row=by_row):
            yield from _thing("Action", (right or left).text, ACTION, left, right)  # type: ignore[union-attr]


def matched(
    old: Sequence[Any], new: Sequence[Any], words: Say, *, by_row: bool
) -> list[tuple[Any | None, Any | None]]:
    """Pairs in the order of the new; what is gone last."""
    left = list(old)
    pairs: list[tuple[Any | None, Any | None]] = []
    for one in new:
        found = _by_row(left, one) if by_row else _by_words(left, one, words)
        if found is not None:
            left.remove(found)
        pairs.append((found, one))
    return [*pairs, *((one, None) for one in left)]


def _by_row(rows: Sequence[Any], one: Any) -> Any | None:  # noqa: ANN401 -- a part of a sheet
    return next((row for row in rows if row.pk == one.pk), None)


def _by_words(rows: Sequence[Any], one: Any, words: Say) -> Any | None:  # noqa: ANN401 -- a part of a sheet
    best = max(rows, key=lambda row: _alike(words(row), words(one)), default=None)
    return best if best is not None and _alike(words(best), words(one)) > ALIKE else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _thing(
    sort: str,
    title: str,
    shape: Shape,
    old: Any | None,  # noqa: ANN401 -- a part of a sheet
    new: Any | None,  # noqa: ANN401 -- a part of a sheet
) -> Iterator[ChangedThing]:
    kind = "added" if old is None else "removed" if new is None else "changed"
    parts = tuple(_parts(shape, old, new))
    if parts or kind != "changed":
        yield ChangedThing(sort, title, kind, parts)


def _parts(shape: Shape, old: Any | None, new: Any | None) -> Iterator[ChangedWords]:  # noqa: ANN401 -- as above
    for label, say in shape:
        was, now = (say(one) if one is not None else "" for one in (old, new))
        if was != now:
            yield ChangedWords(label, differing(_html(was), _html(now)))


def _html(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line)


def counted(things: Sequence[ChangedThing]) -> Mapping[str, int]:
    """How many are new, taken out and changed: what the head of the page says."""
    return {kind: sum(one.kind == kind for one in things) for kind in KINDS}
