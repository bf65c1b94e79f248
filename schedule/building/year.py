"""Building a year: for everybody, for one school, or only for what follows one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from handbook.models import Edition
from people.audit import record
from people.models import User
from schedule.building.compare import Work, compare
from schedule.building.difference import Change, Dates, Difference
from schedule.building.guards import CannotBuild, has_left, lock_event, lock_year, require_open
from schedule.building.membership import ByRule, leave, while_in_trust, without_days
from schedule.building.opened import openings_of
from schedule.building.plans import Around, Planner
from schedule.building.rows import Planned, Row
from schedule.building.steps import edition_in_force, followers, follows, steps_of
from schedule.building.storing import read_rows, spare_traces, told, write
from schedule.models import Event, Opening
from schools.models import Period, School, SchoolYear
from schools.queries import calendars, the_trust
from schools.terms import Calendar, period_names


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
    if not apply:
        require_open(year)
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
def follow(
    *, event: Event, now: datetime, today: date, apply: bool = True, were_it: Dates | None = None
) -> Difference:
    """Moves what follows this event's step to its actual date, and nothing else: by the edition it belongs to.

    The event itself goes where the rule asks for it by now, when what people did with it was taken back.
    Written within the action that changed the event, whose audit row covers it. `apply` False only tells what would
    follow `were_it` on other days.
    """
    if apply:
        lock_event(event, today)
    # As it stands now: an edition may have been published since the page was read.
    edition_id = Event.objects.filter(pk=event.pk).values_list("step__process__edition", flat=True).first()
    if edition_id is None:
        return Difference()
    steps = steps_of(edition_id)
    ref = event.key.partition("#")[0]
    refs = followers(follows(steps), ref)
    if apply and Event.objects.filter(pk=event.pk, state=Event.State.PLANNED, is_moved=False).exists():
        refs |= {ref}
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
        apply=apply,
        only=refs,
        instead={event.pk: were_it} if were_it and not apply else None,
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
            f"{year} has no term dates of the trust’s own: bring them in first, in lines whose urn is empty."
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
    instead: Mapping[int, Dates] | None = None,
) -> Difference:
    """`instead`: events as if somebody had moved them to these dates."""
    places = calendars_around(year, schools)
    rows = read_rows(year, None if trust else schools)
    if instead:
        rows = {pk: [_as_if(row, instead.get(row.pk)) for row in own] for pk, own in rows.items()}
    openings = openings_of(year, schools)
    work = Work()
    around = places[None]
    rules = ByRule(planner, around)
    trust_plan = planner.for_trust(around, actual_dates(rows[None]))
    if trust:
        _compare(work, None, trust_plan | planner.for_carried(rows[None]), rows[None], only)
    trust_actual = {key: plan.dates for key, plan in trust_plan.items()} | actual_dates(rows[None])
    for school in schools:
        own = rows[school.pk]
        if has_left(school, today):
            if only is None:
                leave(work, school, own)
            continue
        place = places[school.pk]
        plan = _plan_of(planner, school, place, openings.get(school.pk, ()), own, trust_actual)
        if school.joined_date or school.left_date:
            plan = while_in_trust(school, plan, rules.of(school, place), own)
        elif school.status in (School.Status.PROPOSED, School.Status.CLOSED):
            plan = without_days(school, plan, own, today)
        _compare(work, school, plan | planner.for_carried(own), own, only)
    return _settle(work, year, now, apply=apply)


def _as_if(row: Row, dates: Dates | None) -> Row:
    """As if somebody had moved it to these dates."""
    if dates is None:
        return row
    return row._replace(opens=dates[0].isoformat(), due=dates[1].isoformat(), is_moved=1)


def _plan_of(
    planner: Planner,
    school: School,
    around: Around,
    openings: Iterable[Opening],
    own: Sequence[Row],
    trust: Mapping[str, Dates],
) -> dict[str, Planned]:
    """What is asked of one school: by the calendar, and by the processes that were started there."""
    plan = dict(planner.for_school(school, around, trust, actual_dates(own)))
    for opening in openings:
        plan = planner.for_opening(school, opening, around, own) | plan
    return plan


def _settle(work: Work, year: SchoolYear, now: datetime, *, apply: bool) -> Difference:
    spare_traces(work)
    if apply:
        write(work, year, now)
    return Difference(
        told(work.added), told(work.moved), told(work.withdraw.values()), told(work.retitled), told(work.kept),
        work.repointed, work.unchanged,
    )  # fmt: skip


@transaction.atomic
def build_opening(*, opening: Opening, now: datetime, today: date, apply: bool = True) -> Difference:
    """Makes the events of one opening, and touches nothing else.

    Written within the action that starts it, whose audit row covers it. One that is not saved yet can be looked at
    with `apply` False.
    """
    year, school = opening.year, opening.school
    if apply:
        lock_year(year)
    planner = Planner(steps_of(edition_in_force().pk), half_term_names())
    rows = read_rows(year, [school])[school.pk]
    plan: dict[str, Planned] = {}
    if not has_left(school, today):
        plan = planner.for_opening(school, opening, calendars_around(year, [school])[school.pk], rows)
        plan = while_in_trust(school, plan, {}, rows)
    theirs = [row for row in rows if row.key in plan or (opening.pk and row.opening == opening.pk)]
    work = Work()
    compare(work, school, plan, theirs)
    return _settle(work, year, now, apply=apply)


@transaction.atomic
def withdraw_opening(*, opening: Opening, year: SchoolYear, now: datetime) -> Difference:
    """Takes what nobody acted on out of the year: the opening's own, or the one that a closed year handed it on to.

    Written within the action that ends the opening, whose audit row covers it.
    """
    lock_year(year)
    work = Work()
    for row in read_rows(year, [opening.school])[opening.school_id]:
        if row.opening != opening.pk:
            continue
        change = Change(opening.school, row.key, row.title, row.dates, None, row.pk, row.owner, row.why_kept)
        if row.is_touched:
            work.kept.append(change)
        else:
            work.withdraw[row.pk] = change
    return _settle(work, year, now, apply=True)


def calendars_around(year: SchoolYear, schools: Sequence[School]) -> dict[int | None, Around]:
    """This year's and, where entered, those of the years before and after. Equal ones become one, worked out once."""
    everyone: list[School | None] = [None, *schools]
    near = SchoolYear.objects.filter(start_year__in=(year.start_year - 1, year.start_year + 1))
    found = {one.start_year - year.start_year: calendars(one, everyone) for one in near}
    current = calendars(year, everyone)
    same: dict[Calendar, Calendar] = {}

    def one(pk: int | None, offset: int) -> Calendar | None:
        calendar = found.get(offset, {}).get(pk)
        return same.setdefault(calendar, calendar) if calendar and calendar.periods else None

    return {pk: Around(same.setdefault(own, own), one(pk, -1), one(pk, 1)) for pk, own in current.items()}


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
