"""`python -m tests.reminders.one_school`: fills the database of DATABASE_URL with one head and one thing to do."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import django
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
django.setup()

from people.models import User  # noqa: E402 -- Django is set up by now
from schedule.models import Event  # noqa: E402
from schools.models import Appointment, Period, School, SchoolYear, Trust  # noqa: E402


def fill() -> None:
    call_command("migrate", verbosity=0)
    trust = Trust.objects.create(name="Fenmoor Academies Trust")
    school = School.objects.create(trust=trust, urn=900001, name="Alder Primary School", short_name="Alder")
    year = SchoolYear.objects.create(start_year=2026)
    Period.objects.create(year=year, code="AUT2", first_date=date(2026, 11, 2), last_date=date(2026, 12, 18))
    head = User.objects.create_user("head@example.org", "pass", name="Ruth Ellison")
    Appointment.objects.create(person=head, role="headteacher", school=school, from_date=date(2026, 9, 1))
    due = date(2026, 11, 25)
    Event.objects.create(
        year=year, school=school, key="P01.one", title="Improvement partner visit", owner_role="headteacher",
        opens_date=due, scheduled_date=due, due_date=due, changed_at=datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip


if __name__ == "__main__":
    fill()
