"""A scratch portal of any size: schools over five distinct calendars, the starter handbook, heads who can sign in."""

from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from demo.calendars import PATTERNS, year_of
from people.models import User
from schools.models import Appointment, NonPupilDay, Period, School, SchoolYear, Trust

TODAY = date(2026, 11, 23)
NOW = timezone.make_aware(datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 -- made aware at once
PHASES = ("primary", "primary", "secondary", "primary", "special")


def empty() -> SchoolYear:
    """Empties the scratch database; the handbook in force and one year with the trust's dates."""
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    starter = Path(settings.BASE_DIR) / "handbook" / "content" / "starter"
    call_command("load_handbook", str(starter), verbosity=0, stdout=open(Path(settings.VAR_DIR) / "log", "w"))  # noqa: SIM115, PTH123
    Trust.objects.create(name="Bench Trust", uid="1")
    year = SchoolYear.objects.create(start_year=2026)
    _dates(year, None, PATTERNS[0])
    return year


def add_schools(year: SchoolYear, count: int) -> list[School]:
    """Every fifth school has its own dates in one of the other patterns."""
    trust = Trust.objects.get()
    have = School.objects.count()
    School.objects.bulk_create(
        School(
            trust=trust,
            urn=900001 + number,
            name=f"School {number:05d}",
            phase=PHASES[number % len(PHASES)],
            roll=200,
            tier=1 + (number % 10 == 0),
        )
        for number in range(have, count)
    )
    schools = list(School.objects.order_by("pk"))[have:]
    for school in schools[::5]:
        _dates(year, school, PATTERNS[1 + school.pk % 2])
    return schools


def head_of(school: School) -> User:
    head = User.objects.create_user(f"head.{school.urn}@demo.example", "demo", name="Head Teacher")
    Appointment.objects.create(person=head, role="headteacher", school=school, from_date=date(2025, 9, 1))
    return head


def _dates(year: SchoolYear, school: School | None, pattern: str) -> None:
    made = year_of(pattern, year.start_year)
    Period.objects.bulk_create(
        Period(year=year, school=school, code=one.code, first_date=one.first, last_date=one.last)
        for one in made.periods
    )
    NonPupilDay.objects.bulk_create(
        NonPupilDay(year=year, school=school, kind=day.kind, first_date=day.date, last_date=day.date)
        for day in made.closed
    )
