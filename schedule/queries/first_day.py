"""What is still missing before anybody sees what comes next: told to whoever keeps the portal running."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handbook.models import Edition
from schedule.building import laid_out_events
from schools.models import Appointment, Period, School
from schools.queries import not_left
from schools.terms import start_year_of, year_code


@dataclass(frozen=True)
class Missing:
    text: str
    page: str = ""  # the name of the page where it is put right
    action: str = ""


def missing_on(today: date) -> tuple[Missing, ...]:
    """In the order in which it is done. Empty on every ordinary day. Six queries at most."""
    return tuple(_missing(today))


def _missing(today: date) -> Iterator[Missing]:
    start = start_year_of(today)
    out = (School.Status.PROPOSED, School.Status.CLOSED)
    schools = School.objects.filter(not_left(today)).exclude(status__in=out)
    appointed = Appointment.objects.exclude(to_date__lt=today)
    here = schools.count()
    if not here:
        yield Missing("No school is here yet.", "schools:read_schools", "Bring in schools")
    dated = Period.objects.filter(school=None, year__start_year=start).exists()
    if not dated:
        yield Missing(
            f"The trust has no term dates for {year_code(start)}.",
            "schools:read_term_dates",
            "Bring in term dates",
        )
    if not Edition.objects.filter(status=Edition.Status.PUBLISHED).exists():
        yield Missing("No handbook is in force. The command load_handbook brings in the starter handbook.")
    elif dated and not laid_out_events().filter(year__start_year=start).exists():
        yield Missing(
            f"{year_code(start)} is not laid out, so nothing comes next. The school improvement lead does it under "
            "“School years”, or the command build_year."
        )
    if not appointed.filter(role__in=("improvement_lead", "ceo")).exists():
        who = "Nobody is school improvement lead or chief executive here yet. They run the year and the handbook."
        yield Missing(who, "appointments:invite", "Invite a person")
    if bare := here - schools.filter(pk__in=appointed.filter(role="headteacher").values("school")).count():
        what = f"{bare} schools have" if bare > 1 else "One school has"
        yield Missing(f"{what} no headteacher here yet.", "appointments:invite", "Invite a person")
