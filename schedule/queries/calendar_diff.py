"""What publishing a draft would do to the calendar of every school, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from handbook.models import Edition
from handbook.queries import current_edition
from schedule.building import (
    Change,
    Difference,
    Notice,
    build_year,
    notice_of,
    promised_by,
    years_concerned,
)
from schedule.queries.changes import (
    ProcessChanges,
    Spoken,
    Times,
    Told,
    Totals,
    by_process,
    place_at,
    titles_of,
    totals,
)
from schedule.queries.items import event_url
from schools.models import School, SchoolYear
from schools.queries import the_trust

Years = Sequence[tuple[SchoolYear, Difference]]


@dataclass(frozen=True)
class CalendarDiff:
    years: tuple[SchoolYear, ...]
    processes: tuple[ProcessChanges, ...]  # of the school asked for, or of all
    totals: Totals  # of all
    unchanged: int
    schools: tuple[School, ...]  # in which something changes
    fingerprint: str
    differences: Years  # as the build tells them, for what else is worked out from them


def calendar_diff(
    *, draft: Edition, digest: str, now: datetime, today: date, urn: int | None = None
) -> CalendarDiff:
    """CannotBuild when the draft's timings, or the term dates, do not give dates."""
    standing = current_edition()
    years = [
        (year, build_year(year=year, by=None, now=now, today=today, apply=False, edition=draft))
        for year in years_concerned(today)
    ]
    told = list(_told(years, standing, draft, today))
    changed = {place.urn for change, place in told if change.kind != "kept"}
    shown = told if urn is None else [one for one in told if one[1].urn == urn]
    return CalendarDiff(
        years=tuple(year for year, _ in years),
        processes=by_process(shown, titles_of([standing.pk if standing else None, draft.pk])),
        totals=totals(told),
        unchanged=sum(_staying(difference) for _, difference in years),
        schools=tuple(School.objects.filter(urn__in=[one for one in changed if one]).order_by("name", "pk")),
        fingerprint=fingerprint_of(years, standing, digest, today),
        differences=tuple(years),
    )


def changes_of_year(year: SchoolYear, difference: Difference) -> tuple[ProcessChanges, ...]:
    """What laying out a year changes, with why a date moves where that is known. Of notice nothing is said here."""
    standing = current_edition()
    told = _spoken([(year, difference)], lambda _change: Notice(0, 0, is_history=False))
    return by_process(told, titles_of([standing.pk if standing else None]))


def _told(years: Years, standing: Edition | None, draft: Edition, today: date) -> Iterator[Told]:
    before, after = promised_by(standing), promised_by(draft)
    for spoken, place in _spoken(years, lambda change: notice_of(change, before, after, today)):
        # That the handbook moves it is what the page is about.
        yield spoken._replace(why="") if spoken.kind == "moved" else spoken, place


def _spoken(years: Years, notice: Callable[[Change], Notice]) -> Iterator[Told]:
    trust = the_trust()
    schools = list(School.objects.order_by("name", "pk"))
    times = Times(schools, trust.period_scheme if trust else "half-terms")
    for year, difference in years:
        for kind, change in each_change(difference):
            found = notice(change)
            school_id = change.school.pk if change.school else None
            old = times.say(school_id, year.start_year, change.old)
            new = times.say(school_id, year.start_year, change.new)
            dates = change.new or change.old
            spoken = Spoken(
                kind, change.ref, change.title, *old, *new, found.given, found.promised, found.is_history,
                change.why, dates[1] if dates else date.max,
            )  # fmt: skip
            yield spoken, place_at(change.school, event_url(change.pk) if change.pk else "")


def _staying(difference: Difference) -> int:
    """Dates nothing is told of: also those that only find their step in the new edition."""
    told_and_counted = sum(1 for change in difference.kept if change.new is not None)
    return difference.unchanged + difference.repointed - told_and_counted


def each_change(difference: Difference) -> Iterable[tuple[str, Change]]:
    for kind in ("moved", "added", "withdrawn", "retitled", "kept"):
        for change in getattr(difference, kind):
            yield kind, change


def fingerprint_of(years: Years, standing: Edition | None, digest: str, today: date) -> str:
    """Of all that the page showed: the draft's words, what changes on which day, and what it is compared with.

    The day is in it because the notice that is given is counted from it.
    """
    found = sha256(f"{standing.pk if standing else 0} {digest} {today}".encode())
    for year, difference in years:
        for kind, change in each_change(difference):
            school = change.school.pk if change.school else 0
            said = (
                year.start_year,
                kind,
                school,
                change.key,
                change.title,
                change.old,
                change.new,
                change.why,
            )
            found.update(repr(said).encode())
    return found.hexdigest()
