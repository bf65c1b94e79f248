"""Days to keep free of trust events: festivals, tests, quiet weeks. Every page about dates reads them here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from schools.models import MarkedDays, School, SchoolYear
from schools.queries import FEW, calendars_and_marked
from schools.terms import Calendar

LONG = timedelta(days=14)  # a month of fasting, not a week of tests
MOST_NAMED = 3
KIND_WORDS = dict(MarkedDays.Kind.choices)


@dataclass(frozen=True, slots=True)
class Marked:
    """A run of days; `school_id` None is for the whole trust."""

    pk: int
    school_id: int | None
    kind: str
    first: date
    last: date
    label: str

    @property
    def kind_words(self) -> str:
        return str(KIND_WORDS.get(self.kind, self.kind))

    @property
    def is_long(self) -> bool:
        return self.last - self.first >= LONG

    @property
    def dates(self) -> str:
        """ "Tuesday 9 March 2027", "10 to 13 May 2027"."""
        return say_run(self.first, self.last)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_at(self, school_id: int | None) -> bool:
        """Holds at the school; for the trust's own events (None) those of the whole trust hold."""
        return self.school_id is None or self.school_id == school_id


def marked_days_between(first: date, last: date, school_ids: Iterable[int] | None) -> tuple[Marked, ...]:
    """Every run that touches these days, of the whole trust and of these schools (None: of all). One query.

    In order of date. Ask each with `is_at(school)` and `holds(day)`.
    """
    found = MarkedDays.objects.filter(first_date__lte=last, last_date__gte=first)
    ids = None if school_ids is None else set(school_ids)
    if ids is not None and len(ids) <= FEW:
        found = found.filter(Q(school=None) | Q(school__in=ids))
    rows = found.order_by("first_date", "last_date", "label", "pk").values_list(
        "pk", "school_id", "kind", "first_date", "last_date", "label"
    )
    everywhere: set[int | None] = {None, *(ids or ())}
    return tuple(Marked(*row) for row in rows if ids is None or row[1] in everywhere)


def marked_with_calendar(year: SchoolYear, school: School) -> tuple[Calendar, tuple[Marked, ...]]:
    """The school's year and all it keeps free in it, as the two give them one by one. One query."""
    found, rows = calendars_and_marked(year, [school])
    return found[school.pk], tuple(
        sorted((Marked(*row) for row in rows), key=lambda one: (one.first, one.last, one.label, one.pk))
    )


def say_run(first: date, last: date) -> str:
    if first == last:
        return f"{first:%A} {first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


@dataclass(frozen=True)
class Run:
    """The same days under the same name, with every place that keeps them."""

    pk: int
    kind: str
    first: date
    last: date
    label: str
    places: tuple[str, ...]  # empty: the whole trust

    @property
    def kind_words(self) -> str:
        return str(KIND_WORDS.get(self.kind, self.kind))

    @property
    def dates(self) -> str:
        return say_run(self.first, self.last)

    @property
    def where(self) -> str:
        """ "The whole trust", "Alder and Birch", "Alder, Birch and 5 more schools"."""
        if not self.places:
            return "The whole trust"
        shown = (
            list(self.places)
            if len(self.places) <= MOST_NAMED
            else [*self.places[:2], f"{len(self.places) - 2} more schools"]
        )
        return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def marked_year(start_year: int) -> tuple[Run, ...]:
    """All that touches a school year, in order of date. One query."""
    first, last = date(start_year, 9, 1), date(start_year + 1, 8, 31)
    return _runs(MarkedDays.objects.filter(first_date__lte=last, last_date__gte=first))


def same_run(marked: MarkedDays) -> Run:
    return _runs(
        MarkedDays.objects.filter(
            kind=marked.kind,
            first_date=marked.first_date,
            last_date=marked.last_date,
            label=marked.label,
        )
    )[0]


def _runs(found: QuerySet[MarkedDays]) -> tuple[Run, ...]:
    rows = found.select_related("school").order_by("first_date", "last_date", "label", "school__name", "pk")
    together: dict[tuple[str, date, date, str], list[MarkedDays]] = {}
    for row in rows:
        together.setdefault((row.kind, row.first_date, row.last_date, row.label), []).append(row)
    return tuple(
        Run(
            same[0].pk,
            *key,
            () if any(row.school is None for row in same) else tuple(row.school.known_as for row in same if row.school),
        )
        for key, same in together.items()
    )  # fmt: skip
