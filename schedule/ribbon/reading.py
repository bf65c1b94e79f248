"""A school's events, and what they ask of whom, read for its ribbon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from schedule.load import Ask, Week, estimate_of
from schedule.models import Event
from schedule.queries.items import SCHOOL_ROLES, role_of
from schedule.queries.load import crews_of, weeks_asked
from schedule.ribbon.drawing import ribbon
from schedule.ribbon.pieces import Around, Ribbon, RibbonEvent
from schools.marked import Marked, marked_days_between
from schools.models import School
from schools.terms import Calendar, year_code

# A far number in an address, replaced by each event's: asking the resolver 120 times would be the slow part.
PLACEHOLDER = 987654321
NOT_NEEDED = Event.State.NOT_NEEDED.value


def ribbon_for(
    *,
    school: School | None,
    calendar: Calendar,
    names: Mapping[str, str],
    today: date,
    next_id: int | None = None,
    ident: str = "ribbon",
) -> Ribbon:
    """The year of `calendar` at the school, with the trust's events that name its people; None is the trust.

    One query for the events; at a school one more for who is appointed there and one for its days to keep free.
    `names`: half-terms as the trust calls them. `next_id`: the event to emphasise, if not the first to come.
    """
    rows = list(
        events_of_year(school, calendar.start_year)
        .order_by("due_date", "pk")
        .values_list(
            "pk", "school_id", "due_date", "opens_date", "title", "state", "owner_role",
            "step__kind", "step__takes_part", "step__minutes",
        )
    )  # fmt: skip
    address = reverse("schedule:event", args=[PLACEHOLDER])
    events = {
        pk: RibbonEvent(
            due, opens, title, kind or "task", state, minutes_here(minutes, school),
            address.replace(str(PLACEHOLDER), str(pk)),
        )
        for pk, school_id, due, opens, title, state, owner, kind, others, minutes in rows
        if is_about(school, school_id, (owner, *(others or ())))
    }  # fmt: skip
    where = school.known_as if school else "the trust"
    asks = [(row[1], Ask(row[0], row[2], estimate_of(row[9]))) for row in rows if row[5] != NOT_NEEDED]
    around = around_of(school, asks, today, calendar.start_year) if school else Around()
    return ribbon(
        calendar=calendar,
        today=today,
        events=list(events.values()),
        title=f"The year at {where}, {year_code(calendar.start_year)}",
        names=names,
        next_event=events.get(next_id) if next_id else None,
        ident=ident,
        around=around,
    )


def around_of(school: School, asks: Iterable[tuple[int | None, Ask]], today: date, start_year: int) -> Around:
    """From what is due in the year, each with its school. Two queries."""
    by_place: dict[int | None, list[Ask]] = defaultdict(list)
    for school_id, ask in asks:
        by_place[school_id].append(ask)
    crew = crews_of([school], school.trust, today)[school.pk]
    return around_with(school, start_year, weeks_asked(school, by_place, crew, start_year))


def around_with(
    school: School, start_year: int, weeks: tuple[Week, ...], marked: tuple[Marked, ...] | None = None
) -> Around:
    """With a strip that is worked out already. One query for the days to keep free, unless they were read before."""
    if marked is None:
        marked = marked_days_between(date(start_year, 9, 1), date(start_year + 1, 8, 31), [school.pk])
    return Around(weeks, marked, reverse("schedule:load_school", args=[school.urn]))


def events_of_year(school: School | None, start_year: int) -> QuerySet[Event]:
    """What belongs to the year, and what of the next year's work already falls into it; the trust's events too."""
    first, last = date(start_year, 9, 1), date(start_year + 1, 8, 31)
    when = Q(year__start_year=start_year) | Q(due_date__range=(first, last))
    return Event.objects.filter(when, Q(school=school) | Q(school=None))


def is_about(school: School | None, school_id: int | None, codes: Iterable[str]) -> bool:
    """An event of the school, or one of the trust's that names the school's people."""
    return school is None or school_id is not None or any(role_of(code) in SCHOOL_ROLES for code in codes)


def minutes_here(minutes: Mapping[str, int] | None, school: School | None) -> int:
    """The work of one event for the school's own people, not its visitors' or governors'. The trust's: everybody's."""
    found = (minutes or {}).items()
    return sum(count for code, count in found if school is None or role_of(code) in SCHOOL_ROLES)
