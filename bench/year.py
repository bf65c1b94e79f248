"""Building a year: from nothing, again when nothing changed, and after the trust's term dates changed."""

from datetime import timedelta
from statistics import median
from time import perf_counter

from django.db import connection

from bench.portal import NOW, TODAY, add_schools, empty
from schedule.building import build_year
from schedule.models import Event
from schools.models import Period

LATER = NOW + timedelta(hours=1)


def measure(sizes: list[int]) -> None:
    print(f"\nBuilding a year ({connection.vendor})")
    print(
        f"{'schools':>8} {'events':>9} {'from nothing':>14} {'unchanged':>11} {'µs an event':>12} {'ratio':>6}"
        f" {'a later Spring 2':>17} {'written':>8}"
    )
    for size in sizes:
        runs = [_run(size) for _ in range(3 if size <= 100 else 1)]
        made, events = median(run[0] for run in runs), runs[0][2]
        again, moved, written = (median(run[place] for run in runs) for place in (1, 3, 4))
        print(
            f"{size:>8} {events:>9,} {made:>12.2f} s {again:>9.3f} s {made / events * 1e6:>12.0f} {made / again:>6.1f}"
            f" {moved:>15.2f} s {written:>8,.0f}"
        )


def _run(size: int) -> tuple[float, float, int, float, int]:
    year = empty()
    add_schools(year, size)
    start = perf_counter()
    build_year(year=year, by=None, now=NOW, today=TODAY)
    made = perf_counter() - start
    start = perf_counter()
    difference = build_year(year=year, by=None, now=NOW, today=TODAY)
    again = perf_counter() - start
    assert difference.is_empty
    spring = Period.objects.get(year=year, school=None, code="SPR2")
    Period.objects.filter(pk=spring.pk).update(first_date=spring.first_date + timedelta(weeks=1))
    start = perf_counter()
    difference = build_year(year=year, by=None, now=LATER, today=TODAY)
    moved = perf_counter() - start
    written = Event.objects.filter(changed_at=LATER).count()
    # Only what changed is written: what moved, what changed beside its day, and nothing else.
    assert 0 < written <= len(difference.moved) + len(difference.added) + difference.repointed
    return made, again, Event.objects.count(), moved, written
