"""Two self-evaluations in one framework, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import linebreaks
from django.utils.safestring import SafeString

from handbook.queries.words import differing
from plans.queries.evaluation_sheets import LABELS, TEXTS, AreaSheet, EvaluationSheet


@dataclass(frozen=True)
class Change:
    label: str
    words: SafeString  # with <ins> and <del>


@dataclass(frozen=True)
class AreaChanges:
    title: str
    changes: tuple[Change, ...]


def changes_between(old: EvaluationSheet, new: EvaluationSheet) -> tuple[AreaChanges, ...]:
    """Areas in which something was changed, in the order of the newer."""
    before = {area.code: area for area in old.areas}
    after = {area.code: area for area in new.areas}
    every = [*new.areas, *(area for area in old.areas if area.code not in after)]
    found = (
        AreaChanges(area.title, tuple(_changes(before.get(area.code), after.get(area.code))))
        for area in every
    )
    return tuple(area for area in found if area.changes)


def _changes(old: AreaSheet | None, new: AreaSheet | None) -> Iterator[Change]:
    was, now = _parts(old), _parts(new)
    for label in now:
        if was[label] != now[label]:
            yield Change(label, differing(_html(was[label]), _html(now[label])))


def _parts(area: AreaSheet | None) -> dict[str, str]:
    texts = area.texts if area else ("",) * len(TEXTS)
    return {
        "The school says": area.grade if area else "",
        "Agreed": area.agreed_grade if area else "",
        **dict(zip(LABELS.values(), texts, strict=True)),
        "The partner’s grade": area.partner_grade if area else "",
        "The partner’s view": area.partner_view if area else "",
        "Where they differed": area.difference if area else "",
    }


def _html(text: str) -> str:
    return linebreaks(text, autoescape=True) if text else ""
