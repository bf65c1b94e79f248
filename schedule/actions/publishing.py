"""Publishing a draft: the handbook, every school's calendar and what was done to it, all at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from adapters import rows as many
from handbook.actions import Checked, check_draft, publish
from handbook.models import Edition
from handbook.queries import handbook_findings
from people.models import User
from schedule.actions.refusals import Refused
from schedule.building import (
    CannotBuild,
    Change,
    Difference,
    Notices,
    build_year,
    lock_years_from,
    notice_of,
    promised_by,
    years_concerned,
)
from schedule.models import Amendment, Event
from schedule.queries.calendar_diff import fingerprint_of
from schools.models import SchoolYear

MOST_REASON = 300
COLUMNS = (
    "edition_id", "event_id", "school_id", "year_id", "key", "title", "owner_role", "kind", "from_opens_date",
    "from_date", "to_opens_date", "to_date", "notice_given", "notice_promised",
)  # fmt: skip
KINDS: tuple[tuple[str, str], ...] = (
    (Amendment.Kind.ADDED, "added"), (Amendment.Kind.MOVED, "moved"), (Amendment.Kind.WITHDRAWN, "withdrawn"),
)  # fmt: skip


class NotAsShown(Refused):
    """What the person looked at is not what publishing would do now."""

    def __init__(self) -> None:
        super().__init__(
            "Something changed since you opened this page, so nothing was published. "
            "Below is what publishing would do now: look again, then decide."
        )


class NotWhole(Refused):
    """The draft is no valid handbook yet."""

    def __init__(self, checked: Checked) -> None:
        self.problems = checked.problems
        super().__init__(
            "The draft is not complete, so nothing was published. What is missing is listed below."
        )


@transaction.atomic
def publish_edition(
    *, edition: Edition, reason: str, by: User, now: datetime, today: date, shown: str | None = None
) -> Edition:
    """`shown`: the fingerprint of the page on which the person decided. Without it nothing is compared."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Say why the handbook changes: everyone whose dates change reads the reason.")
    if len(reason) > MOST_REASON:
        raise Refused(f"Say it in at most {MOST_REASON} letters.")
    lock_years_from(today)  # whoever builds, moves or completes waits, and then sees the new edition
    years = years_concerned(today)
    standing = Edition.objects.select_for_update().filter(status=Edition.Status.PUBLISHED).first()
    draft = Edition.objects.select_for_update().get(pk=edition.pk)
    if draft.status != Edition.Status.DRAFT:
        raise Refused(f"This is published already, as edition {draft.number}. Nothing was changed.")
    checked = check_draft(draft)
    if checked.problems:
        raise NotWhole(checked)
    if any(finding.stops for finding in handbook_findings(draft, today)):
        raise Refused(
            "The check names something that must be mended before publishing, so nothing was published."
        )
    before, after = promised_by(standing), promised_by(draft)
    published = publish(edition=draft, by=by, now=now, reason=reason)
    try:
        done = [(year, build_year(year=year, by=by, now=now, today=today, reason=reason)) for year in years]
    except CannotBuild as error:
        raise Refused(f"{error} Nothing was published.") from error
    if shown is not None and shown != fingerprint_of(done, standing, checked.digest, today):
        raise NotAsShown
    _write_down(published, done, before, after, today)
    return published


def _write_down(
    edition: Edition,
    done: Iterable[tuple[SchoolYear, Difference]],
    before: Notices,
    after: Notices,
    today: date,
) -> None:
    found: list[tuple[Any, ...]] = []
    for year, difference in done:
        made = _events_made(year, difference)
        for kind, name in KINDS:
            for change in getattr(difference, name):
                school_id = change.school.pk if change.school else None
                event_id = {"added": made.get((school_id, change.key)), "moved": change.pk}.get(kind)
                notice = notice_of(change, before, after, today)
                found.append(
                    (
                        edition.pk,
                        event_id,
                        school_id,
                        year.pk,
                        change.key,
                        change.title,
                        change.owner,
                        str(kind),
                        *_days(change),
                        notice.given,
                        0 if notice.is_history else notice.promised,
                    )
                )
    if found:
        many.insert(Amendment._meta.db_table, COLUMNS, found)


def _days(change: Change) -> Iterator[str | None]:
    for dates in (change.old, change.new):
        yield from (day.isoformat() for day in dates) if dates else (None, None)


def _events_made(year: SchoolYear, difference: Difference) -> dict[tuple[int | None, str], int]:
    if not difference.added:
        return {}
    keys = {change.key for change in difference.added}
    every = Event.objects.filter(year=year).values_list("school_id", "key", "pk")
    return {(school_id, key): pk for school_id, key, pk in every if key in keys}
