"""Dates that are being talked about: one a headteacher asks to move, one the trust asks, and one that was settled."""

from datetime import date, datetime, timedelta

from people.models import User
from schedule.actions import agree_to, propose_date, suggest_another
from schedule.models import Event, Proposal
from schedule.queries.items import TELLS_NO_TIER
from schools.models import SchoolYear
from schools.queries import calendar_of

ALDER, CEDAR = 900001, 900003
LATER = timedelta(weeks=1)
OCCASIONS = ("visit", "meeting", "training", "review")


def talk_about_some(*, year: SchoolYear, lead: User, today: date, now: datetime) -> None:
    heads = {urn: User.objects.get(email=email) for urn, email in _HEADS.items()}
    settled, asked, *_ = _upcoming(year, ALDER, today)
    first = propose_date(
        event=settled, side=Proposal.Side.SCHOOL, to_date=_day(settled, LATER), by=heads[ALDER],
        reason="Our nativity rehearsal needs the hall and every teacher that day.", now=now - timedelta(9), today=today,
    )  # fmt: skip
    third = suggest_another(
        proposal=first, to_date=_day(settled, LATER + timedelta(2)), by=lead,
        reason="That week is full for the partner until Wednesday.", now=now - timedelta(8), today=today,
    )  # fmt: skip
    agree_to(proposal=third, by=heads[ALDER], now=now - timedelta(7), today=today)
    propose_date(
        event=asked, side=Proposal.Side.TRUST, to_date=_day(asked, LATER), by=lead,
        reason="Two of the team are needed at an inspection elsewhere.", now=now - timedelta(1), today=today,
    )  # fmt: skip
    other = _upcoming(year, CEDAR, today)[0]
    propose_date(
        event=other, side=Proposal.Side.SCHOOL, to_date=_day(other, LATER), by=heads[CEDAR],
        reason="The deputy who prepares it is on a course all week.", now=now - timedelta(2), today=today,
    )  # fmt: skip


_HEADS = {ALDER: "head.alder@demo.example", CEDAR: "head.cedar@demo.example"}


def _upcoming(year: SchoolYear, urn: int, today: date) -> list[Event]:
    """What takes place at the school on a day that is set, soonest first, and is not moved yet."""
    found = Event.objects.filter(
        TELLS_NO_TIER, year=year, school__urn=urn, step__kind__in=OCCASIONS, due_date__gt=today + timedelta(5),
        state__in=("planned", "agreed"), is_moved=False,
    ).select_related("school", "year", "step__process")  # fmt: skip
    return [event for event in found.order_by("due_date", "key") if event.opens_date == event.due_date]


def _day(event: Event, later: timedelta) -> date:
    return calendar_of(event.year, event.school).next_school_day(event.due_date + later)
