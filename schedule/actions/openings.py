"""Starting a process at a school on a day nobody could plan, and calling it off."""

from datetime import date, datetime

from django.db import transaction

from people.audit import record
from people.models import User
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.building import build_opening, lock_year, require_in_trust, withdraw_opening
from schedule.models import Opening
from schedule.queries.openings import Startable, startable, year_it_is_in
from schools.models import Period, School, SchoolYear
from schools.queries import year_of
from schools.terms import say_day, start_year_of, year_code

MOST_REASON = 500


@transaction.atomic
def start_opening(
    *, school: School, process: Startable, day: date, reason: str, by: User, now: datetime, today: date
) -> Opening:
    """Its steps are in the school's calendar when this returns. The year is the one that holds the day."""
    reason = _checked(reason, "Say why it starts: whoever reads the school’s year needs the reason.")
    opening = opening_of(school=school, process=process, day=day, today=today)
    lock_year(opening.year)
    before = Opening.objects.filter(year=opening.year, school=school, process_code=process.code)
    if before.filter(trigger=process.word, day=day, ended_at=None).exists():
        raise Refused(f"“{process.title}” is started at {school.known_as} from {say_day(day)} already.")
    # As it stands now, behind the lock: the page may be minutes old.
    opening.number = _next_number(opening.year, school, process.code)
    opening.reason, opening.opened_at, opening.opened_by = reason, now, by
    opening.save()
    made = build_opening(opening=opening, now=now, today=today)
    if not made.added:
        raise Refused(
            f"No step of “{process.title}” is meant for {school.known_as}, so there is nothing to start."
        )
    record(
        by=by, now=now, action="opening.start", target=opening, label=f"{process.title} ({process.code})",
        school_urn=school.urn, after=f"from {day}, {len(made.added)} steps", reason=reason,
    )  # fmt: skip
    return opening


@transaction.atomic
def end_opening(*, opening: Opening, reason: str, by: User, now: datetime, today: date) -> Opening:
    """What nobody acted on leaves the calendar; what was done, moved or written stays where it is.

    Also where its year is closed and handed on what was still to do: that year stays as it is, and the next is changed.
    """
    reason = _checked(reason, "Say why it is called off: whoever looks for its dates needs the reason.")
    year = year_it_is_in(opening)
    lock_year(year)
    require_in_trust(opening.school, today)
    ended = Opening.objects.filter(pk=opening.pk, ended_at=None).update(
        ended_at=now, ended_by=by, end_reason=reason
    )
    if ended != 1:
        raise ChangedMeanwhile
    opening.refresh_from_db()
    gone = withdraw_opening(opening=opening, year=year, now=now)
    record(
        by=by, now=now, action="opening.end", target=opening, label=opening.process_code,
        school_urn=opening.school.urn, after=f"{len(gone.withdrawn)} steps withdrawn", reason=reason,
    )  # fmt: skip
    return opening


def opening_of(*, school: School, process: Startable, day: date, today: date) -> Opening:
    """The one that would be started, not saved. Refused where the day cannot be."""
    require_in_trust(school, today)
    if school.joined_date and day < school.joined_date:
        raise Refused(
            f"{school.known_as} joined the trust on {say_day(school.joined_date)}: choose a later day."
        )
    if school.left_date and day > school.left_date:
        raise Refused(
            f"{school.known_as} leaves the trust on {say_day(school.left_date)}: choose a day before."
        )
    year = year_of(day)
    if year is None or not Period.objects.filter(year=year, school=None).exists():
        raise Refused(
            f"{year_code(start_year_of(day))} has no term dates, so no date can be worked out: choose a day in "
            "another year, or enter them first."
        )
    return Opening(
        year=year,
        school=school,
        process_code=process.code,
        trigger=process.word,
        number=_next_number(year, school, process.code),
        day=day,
    )


def find_startable(code: str) -> Startable:
    """By what the form calls it. Refused when the handbook in force has none of that name."""
    found = next((one for one in startable() if one.value == code), None)
    if found is None:
        raise Refused("The handbook in force has no such process to start. Choose one from the list.")
    return found


def _next_number(year: SchoolYear, school: School, code: str) -> int:
    numbers = Opening.objects.filter(year=year, school=school, process_code=code)
    last = numbers.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _checked(reason: str, missing: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(missing)
    if len(reason) > MOST_REASON:
        raise Refused(f"Say it in at most {MOST_REASON} letters.")
    return reason
