"""Dates that are being talked about: one a headteacher asks to move, one the trust asks for, one that is settled."""

from datetime import date, datetime, time, timedelta

from people.models import User
from people.roles import answers_for
from schedule.actions import agree_to, propose_date, suggest_another
from schedule.models import Event, Proposal
from schedule.queries.items import TELLS_NO_TIER, TRUST_ROLES
from schools.models import SchoolYear
from schools.queries import calendar_of

ALDER, CEDAR = 900001, 900003
HEADS = {ALDER: "head.alder@demo.example", CEDAR: "head.cedar@demo.example"}
School, Trust = Proposal.Side.SCHOOL, Proposal.Side.TRUST


def talk_about_some(*, year: SchoolYear, lead: User, today: date, now: datetime) -> None:
    """Late in a year fewer dates lie ahead, and so fewer are talked about."""
    alder, cedar = _upcoming(year, ALDER, today), _upcoming(year, CEDAR, today)
    with_day = [event for event in alder if event.opens_date == event.due_date]
    to_choose = [event for event in alder if event.opens_date < event.due_date]
    if with_day:
        _settle(with_day[0], _head(ALDER), lead, today, now)
    if to_choose:
        event = to_choose[0]
        propose_date(
            event=event, side=Trust, to_date=_day(event, event.opens_date + timedelta(8)), by=lead,
            reason="Both reviewers are free, and it leaves your assessment week alone.",
            times=(time(9, 15), time(12, 15)), now=now - timedelta(1), today=today,
        )  # fmt: skip
    if cedar:
        event = min(
            cedar, key=lambda one: one.opens_date < one.due_date
        )  # what has a day before what has none
        propose_date(
            event=event, side=School, to_date=_day(event, event.due_date + timedelta(7)), by=_head(CEDAR),
            reason="The deputy who prepares it is on a course all week.", now=now - timedelta(2), today=today,
        )  # fmt: skip


def _settle(event: Event, head: User, lead: User, today: date, now: datetime) -> None:
    first = propose_date(
        event=event, side=School, to_date=_day(event, event.due_date + timedelta(7)), by=head,
        reason="I am on the leadership course that day.", now=now - timedelta(9), today=today,
    )  # fmt: skip
    third = suggest_another(
        proposal=first, to_date=_day(event, event.due_date + timedelta(9)), by=lead,
        reason="Priya visits Birch on the day you ask for.", now=now - timedelta(8), today=today,
    )  # fmt: skip
    agree_to(proposal=third, by=head, now=now - timedelta(7), today=today)


def _head(urn: int) -> User:
    return User.objects.get(email=HEADS[urn])


def _upcoming(year: SchoolYear, urn: int, today: date) -> list[Event]:
    """What somebody of the trust comes for in three weeks or later, soonest first, and is not moved yet."""
    found = Event.objects.filter(
        TELLS_NO_TIER, year=year, school__urn=urn, step__kind__in=("visit", "meeting"), is_moved=False,
        due_date__range=(today + timedelta(21), date(year.start_year + 1, 6, 30)), state__in=("planned", "agreed"),
    ).select_related("school", "year", "step__process")  # fmt: skip
    ordered = found.order_by("opens_date", "due_date", "key")
    return [event for event in ordered if answers_for(event.owner_role) in TRUST_ROLES]


def _day(event: Event, day: date) -> date:
    return calendar_of(event.year, event.school).next_school_day(day)
