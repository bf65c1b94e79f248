"""The planner: queries with 1 and 100 schools, and milliseconds against an empty view on the same server."""

from bench.pages import queries, times
from bench.portal import NOW, TODAY, add_schools, empty, head_of
from people.models import User
from schedule.building import build_year
from schools.models import Appointment

WEEK, HALF_TERM, LIST = "/planner/", "/planner/?view=half-term", "/planner/?view=list"
OF_THE_TRUST = (
    WEEK,
    HALF_TERM,
    LIST,
    "/planner/?view=list&process=P10",
    "/planner/events.csv?view=half-term",
)
OF_A_SCHOOL = (WEEK, "/planner/?view=month", "/planner/?view=list", "/planner/?whose=me")


def measure() -> None:
    year = empty()
    head = head_of(add_schools(year, 1)[0])
    lead = User.objects.create_user("lead@demo.example", "demo", name="Lead")
    Appointment.objects.create(person=lead, role="improvement_lead", from_date=TODAY.replace(year=2025))
    build_year(year=year, by=None, now=NOW, today=TODAY)
    asked = [(lead, path) for path in OF_THE_TRUST] + [(head, path) for path in OF_A_SCHOOL]
    few = [queries(who, path) for who, path in asked]
    add_schools(year, 100)
    build_year(year=year, by=None, now=NOW, today=TODAY)
    print("\nThe planner: queries with 1 school and with 100")
    for (who, path), count in zip(asked, few, strict=True):
        print(f"{who.name:<14} {path:<44} {count:>3} {queries(who, path):>4}")
    print("\nMilliseconds, one client, 100 schools: the lead's, then a head's")
    times(lead, OF_THE_TRUST)
    times(head, OF_A_SCHOOL)
