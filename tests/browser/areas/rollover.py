"""Pages and who opens them: preparing next year and closing this one."""

from datetime import date, datetime
from typing import Any

from demo.calendars import year_of
from schedule.models import Event, YearArchive
from schools.models import Period, School, SchoolYear
from tests.browser.rows import POST, Row, Without

PAGES: list[Row] = [
    Row("schedule:build", "/years/", "head.alder"),
    Row("schedule:roll_over", "/years/2026/roll-over/", "lead"),
    Row("schedule:roll_over", "/years/{year_over}/roll-over/", "lead"),
    Row("schedule:roll_over", "/years/2025/roll-over/", "ceo"),
    Row("schedule:archive", "/years/2025/archive/", "trustee"),
    Row("schedule:archive", "/years/2025/archive/?school=900001&outcome=not-done", "head.alder"),
    Row("schedule:archive_school", "/years/2025/archive/900002.pdf", "head.birch", 202),
    Row("schedule:archive_school", "/years/2025/archive/900003.pdf", "lead", 202),
    Row("schedule:archive_trust", "/years/2025/archive/trust.pdf", "trustee", 202),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "schedule:carry_over": Without("/years/2026/roll-over/carry/", POST, "an action"),
    "schedule:close_year": Without("/years/2026/close/", POST, "an action"),
    "schedule:make_archive": Without("/years/2025/archive/make/", POST, "an action"),
    "schedule:archive_zip": Without("/years/2025/archive/all.zip", 302, "not all are made yet", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """Archives that nobody makes meanwhile; and a year long over, with something unfinished in it."""
    archives = YearArchive.objects.filter(year__start_year=2025)
    archives.filter(school__urn=900002).update(attempts=1, claimed_at=now)
    archives.filter(school=None).update(attempts=1, claimed_at=now)
    archives.filter(school__urn=900003).update(
        state="failed", file="", attempts=3, error="The Pango library is missing."
    )
    years = [_dated(start) for start in (today.year - 4, today.year - 3)]
    due = date(years[0].start_year + 1, 3, 2)
    Event.objects.create(
        year=years[0], school=School.objects.get(urn=900001), key="P10.visit", title="Improvement partner visit",
        opens_date=due, scheduled_date=due, due_date=due, owner_role="improvement_partner", changed_at=now,
    )  # fmt: skip
    return {"year_over": years[0].start_year}


def _dated(start: int) -> SchoolYear:
    year = SchoolYear.objects.create(start_year=start)
    Period.objects.bulk_create(
        Period(year=year, code=one.code, first_date=one.first, last_date=one.last)
        for one in year_of("county", start).periods
    )
    return year
