"""Who may open which address: preparing next year and closing this one."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from handbook.models import Step
from people.models import User
from schedule.models import Event, YearArchive
from schools.models import Period, SchoolYear
from tests.conftest import NOW
from tests.rows import ACTION, LEADERS, PAGE, SEE_EVENTS, TRUST_WIDE, Row, school, thing

ACROSS = SEE_EVENTS & frozenset(TRUST_WIDE)

ROWS: dict[str, Row] = {
    "schedule:roll_over": thing(PAGE, LEADERS, "year"),
    "schedule:carry_over": thing(ACTION, LEADERS, "year", post=422),  # nothing is ticked
    "schedule:close_year": thing(ACTION, LEADERS, "year", post=422),  # the year is not typed
    "schedule:archive": thing(PAGE, SEE_EVENTS, "closed"),
    "schedule:make_archive": thing(ACTION, ACROSS, "closed"),
    "schedule:archive_zip": thing(PAGE, LEADERS, "closed"),
    "schedule:archive_trust": thing(PAGE, ACROSS, "closed"),
    "schedule:archive_school": school(PAGE, SEE_EVENTS, "closed", "urn"),
}
NOWHERE: dict[str, Any] = {"closed": 1999}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """2025/26, closed; and a year to come, so that something may be carried into it."""
    closed, _ = SchoolYear.objects.update_or_create(
        start_year=2025, defaults={"closed_at": NOW, "closed_by": lead}
    )
    following, _ = SchoolYear.objects.get_or_create(start_year=2027)
    Period.objects.get_or_create(
        year=following, code="AUT1", first_date=date(2027, 9, 2), last_date=date(2027, 10, 22)
    )
    YearArchive.objects.create(year=closed, **_ready("trust"))
    return {"closed": closed.start_year}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    year = SchoolYear.objects.get(start_year=2025)
    YearArchive.objects.create(year=year, school=event.school, **_ready(str(event.school_id)))
    return {}


def _ready(name: str) -> dict[str, Any]:
    file = default_storage.save(f"archives/{name}.pdf", ContentFile(b"%PDF-1.7"))
    return {"state": "ready", "file": file, "pages": 1, "asked_at": NOW, "made_at": NOW}
