"""Building a year: from nothing, and again when nothing changed."""

from statistics import median
from time import perf_counter

from django.db import connection

from bench.portal import NOW, TODAY, add_schools, empty
from schedule.building import build_year
from schedule.models import Event


def measure(sizes: list[int]) -> None:
    print(f"\nBuilding a year ({connection.vendor})")
    print(
        f"{'schools':>8} {'events':>9} {'from nothing':>14} {'unchanged':>11} {'µs an event':>12} {'ratio':>6}"
    )
    for size in sizes:
        runs = [_run(size) for _ in range(3 if size <= 100 else 1)]
        made, events = median(run[0] for run in runs), runs[0][2]
        again = median(run[1] for run in runs)
        print(
            f"{size:>8} {events:>9,} {made:>12.2f} s {again:>9.3f} s {made / events * 1e6:>12.0f} {made / again:>6.1f}"
        )


def _run(size: int) -> tuple[float, float, int]:
    year = empty()
    add_schools(year, size)
    start = perf_counter()
    build_year(year=year, by=None, now=NOW, today=TODAY)
    made = perf_counter() - start
    start = perf_counter()
    difference = build_year(year=year, by=None, now=NOW, today=TODAY)
    again = perf_counter() - start
    assert difference.is_empty
    return made, again, Event.objects.count()
