"""Who can be written to, who holds what, which schools are in session, and which events are open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from people.roles import ROLES, Permission
from reminders.digest import Week
from reminders.holders import Held
from schedule.models import Event
from schedule.queries.items import OPEN_STATES
from schedule.words import SchoolTime
from schools.models import Appointment, School, SchoolYear, Trust
from schools.queries import appointed_on, calendars, not_left
from schools.terms import Calendar, period_names, start_year_of

AHEAD = timedelta(weeks=6)
Place = int | None  # a school, or the trust
Times = Mapping[Place, SchoolTime]
READERS = tuple(code for code, role in ROLES.items() if Permission.EVENT_VIEW in role.permissions)


def open_events(today: date) -> QuerySet[Event]:
    """Not done, at schools that are still the trust's. What was left over from an earlier year is not chased."""
    return Event.objects.filter(
        Q(school=None) | still_ours(today, "school__"),
        state__in=OPEN_STATES,
        year__start_year__gte=start_year_of(today),
        year__closed_at=None,
    )


def due_by(last: date, week: Week) -> Q:
    return Q(due_date__lte=last) | Q(opens_date__range=(week.monday, week.sunday))


def can_be_written_to(prefix: str = "") -> Q:
    """Active, opened by its owner (with a password, or through Microsoft or Google), and wanting the mail."""
    has_password = ~Q(**{f"{prefix}password": ""}) & ~Q(
        **{f"{prefix}password__startswith": UNUSABLE_PASSWORD_PREFIX}
    )
    opened = has_password | Q(**{f"{prefix}last_login__isnull": False})
    return Q(**{f"{prefix}is_active": True, f"{prefix}wants_weekly_mail": True}) & opened


def still_ours(today: date, prefix: str = "") -> Q:
    return ~Q(**{f"{prefix}status": School.Status.CLOSED}) & not_left(today, prefix)


def appointments(today: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        appointed_on(today), Q(school=None) | still_ours(today, "school__"), role__in=READERS
    )


def held_by(today: date, where: Q) -> list[Held]:
    rows = appointments(today).filter(where).values_list("person_id", "role", "job", "school_id")
    return [Held(*row) for row in rows]


def school_times(places: Iterable[Place], today: date, trust: Trust | None) -> dict[Place, SchoolTime]:
    """The calendars of this school year, and towards its end of the next one too."""
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    wanted = [None if place is None else School(pk=place) for place in places]
    starts = {start_year_of(today), start_year_of(today + AHEAD)}
    found: dict[Place, list[Calendar]] = defaultdict(list)
    for year in SchoolYear.objects.filter(start_year__in=starts).order_by("start_year"):
        for place, calendar in calendars(year, wanted).items():
            if calendar.periods:
                found[place].append(calendar)
    return {
        place: SchoolTime(tuple(found[place]), names)
        for place in (None if school is None else school.pk for school in wanted)
    }


def in_session(held: Iterable[Held], times: Times, today: date) -> set[int]:
    """The people with a school in whose week today lies, from the first school day to the last."""
    known: dict[Calendar, bool] = {}
    open_today: set[Place] = set()
    for place, school_time in times.items():
        for calendar in school_time.calendars:
            if calendar not in known:
                known[calendar] = _has_begun(calendar, today)
            if known[calendar]:
                open_today.add(place)
    return {one.person_id for one in held if one.school_id in open_today}


def _has_begun(calendar: Calendar, today: date) -> bool:
    days = calendar.school_week(Week(today).monday)
    return days is not None and days[0] <= today <= days[1]
