"""Reads: the trust, years and calendars."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet, Value

from people.models import Invitation, User
from people.roles import ROLES, title_of
from schools import terms
from schools.models import Appointment, MarkedDays, NonPupilDay, Period, School, SchoolYear, Trust

FEW = 50
MarkedRow = tuple[int, int | None, str, date, date, str]  # id, school, kind, first, last, label


def the_trust() -> Trust | None:
    """A portal serves one trust."""
    return Trust.objects.order_by("pk").first()


def not_left(today: date, of: str = "") -> Q:
    """On its last day a school is still here. `of` is the way to the school, as "school__"."""
    return Q(**{f"{of}left_date": None}) | Q(**{f"{of}left_date__gte": today})


def year_of(day: date) -> SchoolYear | None:
    """The school year that holds the day, if its term dates were ever entered."""
    return SchoolYear.objects.filter(start_year=terms.start_year_of(day)).first()


def closed_years(starts: Iterable[int]) -> list[SchoolYear]:
    """Those of these years that nobody changes any more."""
    return list(
        SchoolYear.objects.filter(start_year__in=starts, closed_at__isnull=False).order_by("start_year")
    )


def calendars(year: SchoolYear, schools: Iterable[School | None]) -> dict[int | None, terms.Calendar]:
    """Each school's calendar by id; None is the trust's own. One query however many schools.

    A school's own half-term replaces the trust's of the same code. Its own INSET days replace the trust's INSET
    days, and so do its data days; its closures are added to the trust's.
    """
    return calendars_and_marked(year, schools, with_marked=False)[0]


def calendars_and_marked(
    year: SchoolYear, schools: Iterable[School | None], *, with_marked: bool = True
) -> tuple[dict[int | None, terms.Calendar], list[MarkedRow]]:
    """The days to keep free of the year in the same query, for who needs both; schools.marked gives them words."""
    ids = [None if school is None else school.pk for school in schools]
    here = Q()
    if len(ids) <= FEW:  # one school's page must not read the dates of a thousand
        here = Q(school=None) | Q(school__in=[pk for pk in ids if pk is not None])
    periods: dict[int | None, dict[str, terms.Period]] = defaultdict(dict)
    closed: dict[int | None, dict[str, list[terms.ClosedDay]]] = defaultdict(lambda: defaultdict(list))
    dated = ("school_id", "first_date", "last_date")
    half_terms = Period.objects.filter(here, year=year).values_list(*dated, "code", Value(""), Value(0), "pk")
    days: list[QuerySet[Any, Any]] = [
        NonPupilDay.objects.filter(here, year=year).values_list(*dated, "kind", "label", Value(1), "pk")
    ]
    if with_marked:
        first, last = date(year.start_year, 9, 1), date(year.start_year + 1, 8, 31)
        kept_free = MarkedDays.objects.filter(here, first_date__lte=last, last_date__gte=first)
        days.append(kept_free.values_list(*dated, "kind", "label", Value(2), "pk"))
    marked: list[MarkedRow] = []
    for school_id, first, last, code, label, which, pk in half_terms.union(*days, all=True):
        if which == 2:
            marked.append((pk, school_id, code, first, last, label))
        elif which:
            closed[school_id][code] += _days(first, last, code, label)
        else:
            periods[school_id][code] = terms.Period(code, first, last)
    return {school_id: _calendar(year, school_id, periods, closed) for school_id in ids}, marked


def calendar_of(year: SchoolYear, school: School | None) -> terms.Calendar:
    return calendars(year, [school])[None if school is None else school.pk]


def _days(first: date, last: date, kind: str, label: str) -> list[terms.ClosedDay]:
    return [terms.ClosedDay(first + timedelta(n), kind, label) for n in range((last - first).days + 1)]


def _calendar(
    year: SchoolYear,
    school_id: int | None,
    periods: dict[int | None, dict[str, terms.Period]],
    closed: dict[int | None, dict[str, list[terms.ClosedDay]]],
) -> terms.Calendar:
    merged = periods[None] | periods[school_id]
    own, default = closed[school_id], closed[None]
    days: list[terms.ClosedDay] = []
    for kind in NonPupilDay.Kind.values:
        if school_id is not None and kind == NonPupilDay.Kind.CLOSURE:
            days += default[kind] + own[kind]
        else:
            days += own[kind] or default[kind]
    return terms.Calendar(
        year.start_year,
        tuple(sorted(merged.values(), key=lambda period: period.first)),
        tuple(sorted(set(days), key=lambda day: (day.date, day.kind))),
    )


@dataclass(frozen=True)
class SchoolRow:
    """One line of the list of schools."""

    school: School
    heads: tuple[str, ...]
    dates: str  # "its own dates" or "the trust's dates"


def school_rows(schools: QuerySet[School], today: date) -> list[SchoolRow]:
    """Three queries however many schools."""
    heads: dict[int, list[str]] = defaultdict(list)
    for school_id, name in (
        Appointment.objects.filter(appointed_on(today), role="headteacher", school__isnull=False)
        .order_by("from_date")
        .values_list("school_id", "person__name")
    ):
        heads[school_id].append(name)
    start = terms.start_year_of(today)
    own = set(
        Period.objects.filter(year__start_year=start, school__isnull=False).values_list(
            "school_id", flat=True
        )
    )
    return [
        SchoolRow(school, tuple(heads[school.pk]), "Its own" if school.pk in own else "The trust’s")
        for school in schools.order_by("name")
    ]


@dataclass(frozen=True)
class HalfTerm:
    name: str
    first: date
    last: date
    weeks: int
    pupil_days: int


@dataclass(frozen=True)
class YearView:
    """A school's year as its page shows it."""

    year: SchoolYear
    calendar: terms.Calendar
    half_terms: tuple[HalfTerm, ...]

    @property
    def pupil_days(self) -> int:
        return len(self.calendar.school_days)


def years_of(school: School, today: date) -> list[YearView]:
    """This school year and later ones that have dates."""
    names = terms.period_names(school.trust.period_scheme)
    years = SchoolYear.objects.filter(start_year__gte=terms.start_year_of(today)).order_by("start_year")
    views = []
    for year in years:
        calendar = calendar_of(year, school)
        half_terms = tuple(
            HalfTerm(
                names[period.code],
                period.first,
                period.last,
                len(calendar.weeks(period.code)),
                len(calendar.school.within(period.first, period.last)),
            )
            for period in calendar.periods
        )
        views.append(YearView(year, calendar, half_terms))
    return views


@dataclass(frozen=True)
class PersonAt:
    """One person of a school with the words for what they do there."""

    name: str
    titles: tuple[str, ...]


def people_at(school: School, today: date) -> list[PersonAt]:
    """Who is appointed to the school today, leaders first, each person once."""
    appointments = Appointment.objects.filter(appointed_on(today), school=school).select_related("person")
    order = list(ROLES)
    held: dict[User, list[str]] = defaultdict(list)
    for one in sorted(appointments, key=lambda held: (order.index(held.role), held.pk)):
        held[one.person].append(title_of(one.job or one.role))
    return [
        PersonAt(person.name, (titles[0], *(_lower(title) for title in titles[1:])))
        for person, titles in held.items()
    ]


def _lower(title: str) -> str:
    """ "Data lead" inside a sentence; "SENCO" stays as it is."""
    return title if title[:2].isupper() else title[0].lower() + title[1:]


def arrived_on(day: date, today: date) -> bool:
    """In the middle of this school year: not with its first day."""
    return day > date(terms.start_year_of(day), 9, 1) and terms.start_year_of(day) == terms.start_year_of(
        today
    )


def arrived(school: School, today: date) -> date | None:
    """The day in this school year on which the school joined, or its headteacher came."""
    if school.joined_date and arrived_on(school.joined_date, today):
        return school.joined_date
    heads = Appointment.objects.filter(appointed_on(today), school=school, role="headteacher")
    since = heads.order_by("-from_date").values_list("from_date", flat=True).first()
    return since if since and arrived_on(since, today) else None


def appointed_on(today: date) -> Q:
    """Appointments in force on the day; the first and the last day count."""
    return Q(from_date__lte=today) & (Q(to_date=None) | Q(to_date__gte=today))


@dataclass(frozen=True)
class PersonRow:
    """One person and what they hold today or will hold."""

    person: User
    held: tuple[Appointment, ...]
    waiting: bool  # invited and has not opened the account


def person_rows(today: date, *, role: str = "") -> list[PersonRow]:
    """Everybody with an appointment now or to come, by name. Two queries."""
    appointments = (
        Appointment.objects.filter(Q(to_date=None) | Q(to_date__gte=today))
        .select_related("person", "school")
        .order_by("person__name", "person_id", "school__name")
    )
    if role in ROLES:
        appointments = appointments.filter(role=role)
    held: dict[User, list[Appointment]] = defaultdict(list)
    for appointment in appointments:
        held[appointment.person].append(appointment)
    waiting = set(
        Invitation.objects.filter(accepted_at=None, withdrawn_at=None).values_list("user_id", flat=True)
    )
    return [PersonRow(person, tuple(rows), person.pk in waiting) for person, rows in held.items()]


@dataclass(frozen=True)
class DemoPerson:
    """One button of the demo's sign-in page; `school` is empty for people who work across the trust."""

    email: str
    name: str
    role: str
    school: str


def demo_people() -> list[DemoPerson]:
    """Who can sign in to the demo: the trust's people first, then school by school."""
    rows = (
        Appointment.objects.filter(person__email__endswith="@demo.example")
        .exclude(person__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .select_related("person", "school")
        .order_by("pk")
    )
    people: dict[str, DemoPerson] = {}
    for held in rows:
        across = held.school is None or held.role == "improvement_partner"
        school = "" if across or held.school is None else held.school.name
        people.setdefault(
            held.person.email, DemoPerson(held.person.email, held.person.name, title_of(held.role), school)
        )
    return sorted(people.values(), key=lambda person: person.school)
