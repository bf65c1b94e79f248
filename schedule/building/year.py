"""Building a year: for everybody, for one school, or only for what follows one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from handbook.models import Edition
from people.audit import record
from people.models import User
from schedule.building.compare import Row, Work, compare
from schedule.building.difference import Dates, Difference
from schedule.building.plans import Planned, Planner
from schedule.building.steps import CannotBuild, edition_in_force, followers, follows, steps_of
from schedule.building.storing import read_rows, spare_traces, told, write
from schedule.models import Event
from schools.models import Period, School, SchoolYear
from schools.queries import calendars, the_trust
from schools.terms import Calendar, period_names, start_year_of, year_code

Calendars = Mapping[int | None, Calendar]


def lock_year(year: SchoolYear) -> None:
    """Builds and changes of state of one year go one after the other: neither may undo the other."""
    SchoolYear.objects.select_for_update().get(pk=year.pk)


def lock_years_from(today: date) -> None:
    """Also those that are not laid out yet: who lays one out now does it with the edition that is in force then."""
    years = SchoolYear.objects.filter(start_year__gte=start_year_of(today)).order_by("start_year")
    list(years.select_for_update().values_list("pk", flat=True))


@transaction.atomic
def build_year(
    *,
    year: SchoolYear,
    by: User | None,
    now: datetime,
    today: date,
    apply: bool = True,
    edition: Edition | None = None,
    reason: str = "",
) -> Difference:
    """Makes or reconciles the events of all schools and the trust. `apply` False only tells the difference.

    By the edition in force. Another one, a draft, is laid over the year only to tell the difference.
    """
    if apply and edition is not None and edition.status != Edition.Status.PUBLISHED:
        raise CannotBuild("Only the edition in force reaches the calendar: publish this one first.")
    schools = list(School.objects.order_by("name", "pk"))
    difference = _build(
        year=year, schools=schools, trust=True, now=now, today=today, apply=apply, edition=edition
    )
    if apply and not difference.is_empty:
        record(by=by, now=now, action="year.build", target=year, after=difference.summary(), reason=reason)
    return difference


@transaction.atomic
def build_school(
    *, school: School, year: SchoolYear, by: User | None, now: datetime, today: date, apply: bool = True
) -> Difference:
    """The same for one school: after its dates, its phase, its tier or its joining changed."""
    difference = _build(year=year, schools=[school], trust=False, now=now, today=today, apply=apply)
    if apply and not difference.is_empty:
        record(
            by=by, now=now, action="year.build", target=year, label=f"{year}, {school.name}",
            school_urn=school.urn, after=difference.summary(),
        )  # fmt: skip
    return difference


@transaction.atomic
def follow(*, event: Event, now: datetime, today: date) -> Difference:
    """Moves what follows this event's step to its actual date, and nothing else: by the edition it belongs to.

    Written within the action that changed the event, whose audit row covers it.
    """
    lock_year(event.year)
    # As it stands now: an edition may have been published since the page was read.
    edition_id = Event.objects.filter(pk=event.pk).values_list("step__process__edition", flat=True).first()
    if edition_id is None:
        return Difference()
    steps = steps_of(edition_id)
    refs = followers(follows(steps), event.key.partition("#")[0])
    if not refs:
        return Difference()
    every = event.school is None
    schools = list(School.objects.order_by("name", "pk")) if event.school is None else [event.school]
    planner = Planner(steps, half_term_names())
    return _run(
        planner=planner,
        year=event.year,
        schools=schools,
        trust=every,
        now=now,
        today=today,
        apply=True,
        only=refs,
    )


def half_term_names() -> Mapping[str, str]:
    trust = the_trust()
    return period_names(trust.period_scheme if trust else "half-terms")


def _build(
    *,
    year: SchoolYear,
    schools: Sequence[School],
    trust: bool,
    now: datetime,
    today: date,
    apply: bool,
    edition: Edition | None = None,
) -> Difference:
    if apply:
        lock_year(year)  # before the edition is read: whoever publishes holds the lock as well
    if not Period.objects.filter(year=year, school=None).exists():
        raise CannotBuild(
            f"{year} has no term dates for the trust: enter them, or use import_term_dates, first."
        )
    planner = Planner(steps_of((edition or edition_in_force()).pk), half_term_names())
    return _run(
        planner=planner, year=year, schools=schools, trust=trust, now=now, today=today, apply=apply, only=None
    )


def _run(
    *,
    planner: Planner,
    year: SchoolYear,
    schools: Sequence[School],
    trust: bool,
    now: datetime,
    today: date,
    apply: bool,
    only: frozenset[str] | None,
) -> Difference:
    current, previous = calendars_of(year, schools)
    rows = read_rows(year, None if trust else schools)
    work = Work()
    trust_plan = planner.for_trust(current[None], previous.get(None), actual_dates(rows[None]))
    if trust:
        _compare(work, None, trust_plan, rows[None], only)
    trust_actual = {key: plan.dates for key, plan in trust_plan.items()} | actual_dates(rows[None])
    rule_dates = {
        key: plan.dates for key, plan in planner.for_trust(current[None], previous.get(None), {}).items()
    }
    for school in schools:
        own = rows[school.pk]
        place = (school, current[school.pk], previous.get(school.pk))
        plan = planner.for_school(*place, trust_actual, actual_dates(own))
        if school.joined_date or school.left_date:
            plan = _while_in_trust(school, plan, planner.for_school(*place, rule_dates, {}))
        elif school.status in (School.Status.PROPOSED, School.Status.CLOSED):
            plan = _without_days(school, plan, own, today)
        _compare(work, school, plan, own, only)
    spare_traces(work)
    if apply:
        write(work, year, now)
    return Difference(
        told(work.added), told(work.moved), told(work.withdraw.values()), told(work.retitled), told(work.kept),
        work.repointed, work.unchanged,
    )  # fmt: skip


def calendars_of(year: SchoolYear, schools: Sequence[School]) -> tuple[Calendars, Calendars]:
    """This year's and, where entered, last year's. Equal calendars become one, to be worked out once."""
    everyone: list[School | None] = [None, *schools]
    same: dict[Calendar, Calendar] = {}
    current = {pk: same.setdefault(one, one) for pk, one in calendars(year, everyone).items()}
    before = SchoolYear.objects.filter(start_year=year.start_year - 1).first()
    if before is None:
        return current, {}
    previous = {pk: same.setdefault(one, one) for pk, one in calendars(before, everyone).items()}
    return current, {pk: one for pk, one in previous.items() if one.periods}


def _compare(
    work: Work,
    school: School | None,
    plan: Mapping[str, Planned],
    rows: Sequence[Row],
    only: frozenset[str] | None,
) -> None:
    if only is not None:
        plan = {key: planned for key, planned in plan.items() if key.partition("#")[0] in only}
    compare(work, school, plan, rows, grow=only is None)


def actual_dates(rows: Sequence[Row]) -> dict[str, Dates]:
    return {row.key: actual for row in rows if (actual := row.actual) is not None}


def _while_in_trust(
    school: School, plan: Mapping[str, Planned], by_rule: Mapping[str, Planned]
) -> dict[str, Planned]:
    """What is due, by its rule alone, from the day the school joined until the day it left.

    By its rule: whatever somebody moves, the same steps are asked of the school.
    """
    first = school.joined_date.isoformat() if school.joined_date else ""
    last = school.left_date.isoformat() if school.left_date else "9999"
    return {key: planned for key, planned in plan.items() if first <= by_rule.get(key, planned).due <= last}


def _without_days(
    school: School, plan: Mapping[str, Planned], rows: Sequence[Row], today: date
) -> dict[str, Planned]:
    """A proposed school has nothing yet. A closed one whose day nobody entered keeps what is over."""
    if school.status == School.Status.PROPOSED:
        return {}
    past = {row.key for row in rows if row.due < today.isoformat()}
    return {key: planned for key, planned in plan.items() if key in past}


def years_concerned(today: date) -> list[SchoolYear]:
    """What a new edition reaches: the years from this one on that are laid out. Closed years stay as they were."""
    laid_out = Event.objects.values("year")
    years = SchoolYear.objects.filter(start_year__gte=start_year_of(today), pk__in=laid_out)
    return list(years.order_by("start_year"))


def find_year(text: str) -> SchoolYear:
    """The year of "2026" or "2026/27"."""
    first, slash, second = text.strip().partition("/")
    is_year = first.isascii() and first.isdigit() and len(first) == 4
    if not is_year or (slash and second not in (year_code(int(first))[-2:], str(int(first) + 1))):
        raise CannotBuild(f'"{text}" is not a school year: write 2026 or 2026/27.')
    year = SchoolYear.objects.filter(start_year=int(first)).first()
    if year is None:
        raise CannotBuild(
            f"{year_code(int(first))} has no term dates: import them first with import_term_dates."
        )
    return year
