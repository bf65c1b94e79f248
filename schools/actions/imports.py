"""Writes: schools and term dates from files."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from people.audit import record
from people.models import User
from schools import gias, term_dates
from schools.models import Import, NonPupilDay, Period, School, SchoolYear, Trust
from schools.queries import the_trust


@transaction.atomic
def keep_import(
    *,
    kind: Import.Kind,
    file_name: str,
    data: dict[str, Any],
    sha256: str,
    size: int,
    by: User | None,
    now: datetime,
) -> Import:
    """`data` is {"trust": {...}, "rows": [...]}: what was read and found sound, to be applied later or never."""
    # A name may come with marks that turn the writing round, or bytes no database takes.
    shown = "".join(letter for letter in file_name if letter.isprintable())[:160]
    kept = Import.objects.create(
        kind=kind, file_name=shown, sha256=sha256, size=size, rows=data, read_at=now, read_by=by
    )
    record(by=by, now=now, action="import.read", target=kept, label=kept.file_name)
    return kept


@transaction.atomic
def apply_schools(*, kept: Import, by: User | None, now: datetime) -> list[gias.SchoolChange]:
    """Adds and updates the trust's schools as the register has them; a second run changes nothing."""
    _claim(kept, by=by, now=now)
    said = kept.rows["trust"]
    rows = tuple(gias.row_from_data(row) for row in kept.rows["rows"])
    trust = the_trust() or Trust.objects.create(name=said["name"], uid=said["uid"])
    if not trust.uid:
        trust.uid = said["uid"]
        trust.save(update_fields=["uid"])
    changes = gias.plan(rows, trust)
    by_urn = {row.urn: row for row in rows}
    for change in changes:
        if change.kind == "new":
            row = by_urn[change.urn]
            School.objects.create(
                trust=trust,
                urn=row.urn,
                details_date=now.date(),
                **{name: getattr(row, name) for name in gias.FIELDS},
            )
        elif change.kind == "changed":
            fields = {name: new for name, _, new in change.fields}
            School.objects.filter(urn=change.urn).update(details_date=now.date(), **fields)
    _applied(kept, changes, by=by, now=now)
    return changes


@transaction.atomic
def apply_term_dates(*, kept: Import, by: User | None, now: datetime) -> list[term_dates.YearChange]:
    """Each school's year the file names becomes what the file says; years it does not name stay.

    YearIsClosed where one of them was closed since the file was read: nothing of it is applied.
    """
    _claim(kept, by=by, now=now)
    rows = [term_dates.row_from_data(row) for row in kept.rows["rows"]]
    _lock_open_years({row.start_year for row in rows})
    changes = term_dates.plan(rows)
    schools = dict(School.objects.values_list("urn", "pk"))
    grouped: dict[tuple[int | None, int], list[term_dates.TermRow]] = defaultdict(list)
    for row in rows:
        grouped[row.urn, row.start_year].append(row)
    for (urn, start), group in grouped.items():
        year, _ = SchoolYear.objects.get_or_create(start_year=start)
        _replace_year(year, None if urn is None else schools[urn], group)
    _applied(kept, changes, by=by, now=now)
    return changes


def _replace_year(year: SchoolYear, school_id: int | None, rows: Sequence[term_dates.TermRow]) -> None:
    here = Q(year=year, school=school_id)
    Period.objects.filter(here).delete()
    NonPupilDay.objects.filter(here).delete()
    Period.objects.bulk_create(
        Period(year=year, school_id=school_id, code=row.code, first_date=row.first, last_date=row.last)
        for row in rows
        if row.kind == "period"
    )
    NonPupilDay.objects.bulk_create(
        NonPupilDay(
            year=year,
            school_id=school_id,
            kind=row.kind,
            first_date=row.first,
            last_date=row.last,
            label=row.label,
        )
        for row in rows
        if row.kind != "period"
    )


class YearIsClosed(ValueError):
    """Why term dates are not applied, in a sentence for the person. Nothing was changed."""


def _lock_open_years(starts: set[int]) -> None:
    """Whoever closes one of them waits until this is written."""
    years = SchoolYear.objects.select_for_update().filter(start_year__in=starts).order_by("start_year")
    if closed := [year.why_read_only for year in years if year.why_read_only]:
        raise YearIsClosed(" ".join(closed))


class AppliedAlready(Exception):
    """Somebody applied this import a moment ago."""


def _claim(kept: Import, *, by: User | None, now: datetime) -> None:
    """Two people pressing the button at once: the second changes nothing.

    Two files of one kind go one after the other, as if each were applied alone.
    """
    first = Import.objects.select_for_update().filter(kind=kept.kind).order_by("pk")
    first.values_list("pk", flat=True).first()
    if Import.objects.filter(pk=kept.pk, applied_at=None).update(applied_at=now, applied_by=by) != 1:
        raise AppliedAlready
    kept.applied_at, kept.applied_by = now, by


def _applied(
    kept: Import,
    changes: Sequence[gias.SchoolChange] | Sequence[term_dates.YearChange],
    *,
    by: User | None,
    now: datetime,
) -> None:
    counts = Counter(change.kind for change in changes)
    after = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    record(by=by, now=now, action="import.apply", target=kept, label=kept.file_name, after=after)
