"""Publishing an edition at 100 schools, and looking at it before, against building the year from nothing."""

from time import perf_counter

from django.db import connection

from bench.portal import NOW, TODAY, add_schools, empty
from handbook.actions import check_draft, load_pack
from handbook.models import Edition, Step
from handbook.pack import pack_of
from people.models import User
from schedule.actions import publish_edition
from schedule.building import build_year
from schedule.models import Amendment, Event
from schedule.queries.before_publishing import before_publishing

SCHOOLS = 100


def measure() -> None:
    year = empty()
    add_schools(year, SCHOOLS)
    lead = User.objects.create_user("lead@demo.example", "demo", name="Lead")
    start = perf_counter()
    build_year(year=year, by=None, now=NOW, today=TODAY)
    built = perf_counter() - start
    print(f"\nPublishing at {SCHOOLS} schools, {Event.objects.count():,} events ({connection.vendor})")
    print(
        f"{'draft':<34} {'looked at':>10} {'published':>10} {'dates changed':>14} {'x the year from nothing':>24}"
    )
    _run("the same again", {}, built, lead)
    _run("one meeting a week later", {"process__code": "P01", "code": "meeting"}, built, lead)
    _run("every step in one week", {"scope": "school"}, built, lead)


def _run(name: str, steps: dict[str, str], built: float, lead: User) -> None:
    draft = load_pack(pack=pack_of(Edition.objects.get(status="published")), by=None, now=NOW, reason="Bench")
    if steps:
        timing = "AUT1 W2-4" if "code" in steps else "SUM2 W1"
        Step.objects.filter(process__edition=draft, **steps).update(timing=timing)
    start = perf_counter()
    before_publishing(draft=draft, checked=check_draft(draft), now=NOW, today=TODAY)
    looked = perf_counter() - start
    start = perf_counter()
    publish_edition(edition=draft, reason="Bench", by=lead, now=NOW, today=TODAY)
    taken = perf_counter() - start
    changed = Amendment.objects.filter(edition=draft).count()
    print(f"{name:<34} {looked:>8.2f} s {taken:>8.2f} s {changed:>14,} {taken / built:>24.1f}")
