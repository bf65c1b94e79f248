"""The same step at several schools, and what it would mean to move all of them at once. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from people.access import Access
from schedule.building import why_read_only
from schedule.days import days_of, kind_of, nearest_school_day, opens_on, out_of_reach, why_closed
from schedule.models import Event, Proposal
from schedule.queries.items import OCCASIONS, OPEN_STATES
from schedule.queries.moving import Meaning, Remark, meaning_of_move
from schedule.queries.times import school_times
from schedule.queries.trust_stays import Stays, trust_steps_that_stay
from schedule.words import SchoolTime, both, span
from schools.terms import say_day

NO_TIMES = (None, None)


@dataclass(frozen=True)
class Wish:
    """All to one day; or each by so many school days or weeks, back where there are fewer than none."""

    to: date | None = None
    school_days: int = 0
    weeks: int = 0

    def day_for(self, due: date, time: SchoolTime) -> date | None:
        if self.to is not None:
            return self.to
        return (
            time.school_day(due, self.school_days) if self.school_days else due + timedelta(weeks=self.weeks)
        )


@dataclass(frozen=True)
class Line:
    """The step at one school."""

    event: Event
    where: str
    was: str  # the day, or the days to choose from, in both languages
    stays: str = ""  # why it cannot be moved at all
    chosen: bool = False
    day: date | None = None  # where it would go
    instead: str = ""  # why it is not the day that was asked for
    refusal: str = ""  # why it cannot go there
    taken_back: str = ""  # what the trust asked of the school and would ask no longer
    meaning: Meaning | None = None

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All there is to know but what follows it."""
        if self.meaning is None:
            return ()
        notice = Remark("Notice", self.meaning.notice, warns=self.meaning.breaks_notice)
        instead = [Remark("Another day", self.instead)] if self.instead else []
        back = [Remark("Asked already", self.taken_back, warns=False)] if self.taken_back else []
        return (*instead, *self.meaning.remarks, notice, *back)

    @property
    def looked(self) -> str:
        """What the page shows of it, so that nobody confirms what they were not shown."""
        return f"{self.event.pk}:{self.event.due_date}:{self.day}" if self.meaning else ""


@dataclass(frozen=True)
class TogetherPage:
    lines: tuple[Line, ...]
    has_wish: bool = False  # it says what a day would mean
    stays: tuple[Stays, ...] = ()  # the trust's own steps beside it, which do not move with it

    @property
    def movable(self) -> list[Line]:
        return [line for line in self.lines if not line.stays]

    @property
    def moving(self) -> list[Line]:
        return [line for line in self.lines if line.meaning]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refusal]

    @property
    def everywhere(self) -> list[Remark]:
        """What is the same at all of them is said once."""
        if len(self.moving) < 2:
            return []
        first, *others = self.moving
        return [one for one in first.remarks if all(one in other.remarks for other in others)]

    @property
    def follow_everywhere(self) -> Meaning | None:
        """What follows it, where that is the same at all of them: without the way to each school's own."""
        meanings = [line.meaning for line in self.moving if line.meaning]
        plain = [tuple(replace(one, url="") for one in meaning.followers) for meaning in meanings]
        if len(plain) < 2 or not plain[0] or any(other != plain[0] for other in plain[1:]):
            return None
        return replace(meanings[0], followers=plain[0])

    @property
    def moves_alone(self) -> bool:
        """Nothing moves with it, at any of several schools."""
        return len(self.moving) > 1 and not any(
            line.meaning and line.meaning.followers for line in self.moving
        )

    @property
    def drawn(self) -> list[tuple[Line, list[Remark]]]:
        """Each school with what is its own."""
        same = self.everywhere
        return [(line, [one for one in line.remarks if one not in same]) for line in self.lines]

    @property
    def on_another_day(self) -> int:
        return sum(1 for line in self.moving if line.instead)

    @property
    def breaking(self) -> int:
        return sum(1 for line in self.moving if line.meaning and line.meaning.breaks_notice)


def together_page(
    *,
    access: Access,
    events: Sequence[Event],
    chosen: Collection[int],
    wish: Wish | None,
    now: datetime,
    today: date,
) -> TogetherPage:
    """`events`: the step at each school. As many queries for each chosen school as its own page asks, and five more."""
    schools = [event.school for event in events if event.school]
    days = [day for event in events for day in (event.due_date, *days_of(event.year, today))]
    times = school_times(schools[0].trust, schools, today, days=days)
    lines = [_line(event, times[event.school_id], chosen, today) for event in events]
    if wish is None:
        return TogetherPage(tuple(lines))
    open_ = Proposal.objects.filter(
        event__in=[line.event.pk for line in lines if line.chosen], state=Proposal.State.OPEN
    )
    asked = {one.event_id: one for one in open_}
    lines = [_placed(line, wish, times[line.event.school_id], asked, today) for line in lines]
    together = {line.event.pk: line.day for line in lines if line.day}
    lines = [_with_meaning(line, access, times[line.event.school_id], together, now, today) for line in lines]
    moved = [(line.event, line.day) for line in lines if line.day]
    stays = trust_steps_that_stay(access, moved, times[None], today)
    return TogetherPage(tuple(lines), has_wish=True, stays=stays)


def _line(event: Event, time: SchoolTime, chosen: Collection[int], today: date) -> Line:
    has_day = event.opens_date == event.due_date or kind_of(event) not in OCCASIONS
    stays = why_read_only(event, today)
    if not stays and event.state not in OPEN_STATES:
        stays = f"It is marked as {event.get_state_display().lower()}, so its date stays."
    return Line(
        event,
        event.school.known_as if event.school else "",
        both(time, event.due_date) if has_day else span(event.opens_date, event.due_date),
        stays,
        chosen=event.pk in chosen and not stays,
    )


def _placed(line: Line, wish: Wish, time: SchoolTime, asked: Mapping[int, Proposal], today: date) -> Line:
    """With its day, or why there is none."""
    if not line.chosen:
        return line
    proposal = asked.get(line.event.pk)
    if proposal is not None and proposal.side == Proposal.Side.SCHOOL:
        return replace(line, refusal=f"The school asks for {say_day(proposal.to_date)}. Answer that first.")
    day, said = _where_to(line.event, wish, time, today)
    if day is None:
        return replace(line, refusal=said)
    back = f"You asked the school for {say_day(proposal.to_date)}: that is taken back." if proposal else ""
    return replace(line, day=day, instead=said, taken_back=back)


def _where_to(event: Event, wish: Wish, time: SchoolTime, today: date) -> tuple[date | None, str]:
    """The day, and why it is not the one that was asked for; or no day, and why."""
    wanted = wish.day_for(event.due_date, time)
    if wanted is None:
        return None, "No term dates are entered that far."
    if refusal := out_of_reach(event, wanted, today):
        return None, refusal
    day, said = _open_day(event, wanted, time, today)
    if day and (event.opens_date, event.due_date) == (opens_on(event, day), day):
        return None, f"{said} It is on {say_day(day)} already.".strip()
    return day, said


def _open_day(event: Event, wanted: date, time: SchoolTime, today: date) -> tuple[date | None, str]:
    """The day; or where it is closed for the school the nearest school day, and why."""
    calendar = next((one for one in time.calendars if one.start_year == event.year.start_year), None)
    if calendar is None or not (closed := why_closed(calendar, wanted, kind_of(event))):
        return wanted, ""
    said = f"{say_day(wanted)} is {closed}"
    if day := nearest_school_day(event, wanted, calendar, today):
        return day, f"{said}, so it goes to the nearest school day."
    return None, f"{said}, and no school day is near."


def _with_meaning(
    line: Line, access: Access, time: SchoolTime, together: Mapping[int, date], now: datetime, today: date
) -> Line:
    if line.day is None:
        return line
    meaning = meaning_of_move(
        access=access, event=line.event, day=line.day, times=NO_TIMES, side=Proposal.Side.TRUST, time=time, now=now,
        today=today, together=together,
    )  # fmt: skip
    return replace(line, meaning=meaning)
