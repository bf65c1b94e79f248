"""One process of the handbook, with its steps in the dates of a school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from adapters.markup import to_html
from handbook.models import Document, Process, Step
from handbook.queries import ProcessBundle, process_bundle
from handbook.timing import TimingError, friendly, parse
from people.access import Access
from people.roles import Permission
from schedule.models import Event
from schedule.queries.card import Tag, tag_of
from schedule.queries.items import Item, items_of, seen_by
from schedule.queries.openings import words_of
from schedule.queries.people import Holders, holders_at
from schedule.queries.times import school_time
from schedule.words import SchoolTime, span
from schools.access import schools_for
from schools.models import School, Trust
from schools.terms import start_year_of, year_code


@dataclass(frozen=True)
class StepDate:
    item: Item
    when: str
    place: str
    distance: str
    tag: Tag | None
    is_next_year: bool


@dataclass(frozen=True)
class StepLine:
    step: Step
    timing: str
    owner: str
    takes_part: str
    minutes: int
    guidance: SafeString
    documents: tuple[Document, ...]
    dates: tuple[StepDate, ...]
    is_kept_back: bool  # its dates tell a tier of support, which this person may not see

    @property
    def has_none(self) -> bool:
        """Said only where it is so: a date that tells a tier of support is kept from some, not missing."""
        return not self.dates and not self.is_kept_back

    @property
    def is_over(self) -> bool:
        return bool(self.dates) and not any(one.item.is_open for one in self.dates)


@dataclass(frozen=True)
class ProcessPage:
    bundle: ProcessBundle
    school: School | None
    schools: tuple[School, ...]  # those to switch between
    lines: tuple[StepLine, ...]
    has_dates: bool
    what_then: str  # where nothing of it lies ahead: when its next dates come

    @property
    def ahead(self) -> list[StepDate]:
        """What is open, what is late among it: each date of the process in order."""
        return [one for one in self._dates if one.item.is_open]

    @property
    def behind(self) -> list[StepDate]:
        return [one for one in self._dates if not one.item.is_open]

    @property
    def _dates(self) -> list[StepDate]:
        return sorted((one for line in self.lines for one in line.dates), key=lambda one: one.item.due)


def process_page(
    *, access: Access, process: Process, trust: Trust | None, urn: int | None, today: date
) -> ProcessPage:
    """`urn`: the school asked for. Without one, or when it is not theirs to see, their first school by name."""
    schools: tuple[School, ...] = ()
    if access.can_anywhere(Permission.EVENT_VIEW):
        schools = tuple(schools_for(access, Permission.EVENT_VIEW).order_by("name", "pk"))
    school = next((one for one in schools if one.urn == urn), None)
    if school is None:
        school = next((one for one in schools if one.pk in access.school_ids), None)
    items = _items(access, process, school, today) if schools else []
    time = school_time(trust, school, today, items, [item.due for item in items])
    holders = holders_at(school.pk if school else None, today, access.user.pk)
    by_ref: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_ref[item.key.partition("#")[0]].append(item)
    bundle = process_bundle(process)
    sees_tiers = school is None or access.can(Permission.TIER_VIEW, school.pk)
    lines = tuple(
        _line(
            step,
            by_ref[f"{process.code}.{step.code}"],
            bundle.titles,
            holders,
            time,
            today,
            kept_back=not sees_tiers and bool(step.tiers or process.tiers),
        )
        for step in bundle.steps
    )
    return ProcessPage(bundle, school, schools, lines, bool(items), _what_then(items, bundle, school, today))


def _items(access: Access, process: Process, school: School | None, today: date) -> list[Item]:
    """Of this school year, with what the one before has due in it; when nothing of it lies ahead, of the next too."""
    start = start_year_of(today)
    found = items_of(
        Event.objects.filter(
            Q(school=school) if school is None else Q(school=school) | Q(school=None),
            seen_by(access, school.pk if school else None),
            Q(year__start_year__in=(start, start + 1))
            | Q(year__start_year=start - 1, due_date__gte=date(start, 9, 1)),
            key__startswith=f"{process.code}.",
        )
    )
    this_year = [item for item in found if item.start_year <= start]
    return this_year if any(item.is_open and item.due >= today for item in this_year) else found


def _what_then(items: Sequence[Item], bundle: ProcessBundle, school: School | None, today: date) -> str:
    start = start_year_of(today)
    if not items and school and any(words_of(step.timing) for step in bundle.steps):
        return f"It has dates at {school.known_as} once somebody starts it there, counted from that day."
    if not items or any(item.is_open and item.due >= today for item in items):
        return ""
    if any(item.start_year > start for item in items):
        return "Nothing of it lies ahead."
    return (
        f"Nothing of it lies ahead in {year_code(start)}. "
        f"The dates of {year_code(start + 1)} appear here once the trust has laid that year out."
    )


def _line(
    step: Step,
    items: Sequence[Item],
    titles: Mapping[str, str],
    holders: Holders,
    time: SchoolTime,
    today: date,
    *,
    kept_back: bool,
) -> StepLine:
    try:
        timing = friendly(parse(step.timing), time.names, titles)
    except TimingError:
        timing = step.timing
    return StepLine(
        step,
        timing[:1].upper() + timing[1:],
        holders.who(step.owner),
        holders.everyone(step.takes_part),
        step.minutes.get(step.owner) or max(step.minutes.values(), default=0),
        mark_safe(to_html(step.guidance)) if step.guidance else SafeString(),  # noqa: S308 -- cleaned by adapters.markup
        tuple(step.documents.all()),
        tuple(_date(item, time, today) for item in items),
        kept_back,
    )


def _date(item: Item, time: SchoolTime, today: date) -> StepDate:
    return StepDate(
        item,
        span(item.opens, item.due),
        time.place(item.due),
        time.distance(today, item.due) if item.is_open and item.due >= today else "",
        tag_of(item.state, item.due, item.done_date, today, time),
        item.start_year > start_year_of(today),
    )
