"""What nobody could plan: a headteacher who came in November, and an inspection call last week."""

from datetime import date, datetime, timedelta

from people.models import User
from schedule.actions.openings import find_startable, start_opening
from schedule.actions.states import complete_event
from schedule.models import Event, Opening
from schools.models import Appointment, School
from schools.queries import calendar_of, year_of

CEDAR, BIRCH = 900003, 900002


def start_some(*, lead: User, today: date, now: datetime) -> None:
    school_year = year_of(today)
    if school_year is None:
        return
    came = date(school_year.start_year, 11, 1)
    if came <= today:
        _new_head(School.objects.get(urn=CEDAR), came, lead, today, now)
    called_at = School.objects.get(urn=BIRCH)
    days = calendar_of(school_year, called_at).school
    called = days.on_or_before(today - timedelta(days=today.weekday() + 6))  # Tuesday of last week
    if called:
        _start("P25", called_at, called, "The lead inspector rang at 9:30.", lead, today, now)


def _new_head(school: School, came: date, lead: User, today: date, now: datetime) -> None:
    held = Appointment.objects.select_related("person").get(school=school, role="headteacher", to_date=None)
    before = User.objects.create_user("was.head.cedar@demo.example", None, name="Helen Ward")
    Appointment.objects.create(
        person=before, role="headteacher", school=school, from_date=held.from_date,
        to_date=came - timedelta(days=1),
    )  # fmt: skip
    Appointment.objects.filter(pk=held.pk).update(from_date=came)
    reason = f"{held.person.name} is headteacher from {came.day} November."
    _start("P16", school, came, reason, lead, today, now)


def _start(
    code: str, school: School, day: date, reason: str, lead: User, today: date, now: datetime
) -> Opening:
    """What lies before today was done on its day."""
    opening = start_opening(
        school=school, process=find_startable(code), day=day, reason=reason, by=lead, now=now, today=today
    )
    over = Event.objects.select_related("school", "year", "step__process").filter(
        opening=opening, due_date__lt=today - timedelta(days=4)
    )
    for event in over.order_by("due_date", "pk"):
        complete_event(event=event, done_date=event.due_date, by=lead, now=now, today=today)
    return opening
