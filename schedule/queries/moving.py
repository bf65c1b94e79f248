"""What moving a date to another day would mean, worked out without writing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from people.access import Access
from people.roles import Permission
from schedule.building import Change, follow
from schedule.days import (
    is_choice,
    kind_of,
    notice_given,
    notice_promised,
    opens_on,
    out_of_reach,
    promised_notice,
    why_closed,
)
from schedule.models import Event, Proposal
from schedule.queries.clashes import NO_OTHERS, clashes
from schedule.queries.items import TELLS_NO_TIER, event_url
from schedule.queries.week_asks import too_much_in_week
from schedule.words import SchoolTime, both, hours
from schools.marked import marked_days_between
from schools.queries import calendar_of
from schools.terms import say_day

Times = tuple[time | None, time | None]
MOST_FOLLOWERS = 20


@dataclass(frozen=True)
class Remark:
    """One thing to know before the date moves. `warns`: it speaks against the day."""

    about: str
    words: str
    warns: bool = True


@dataclass(frozen=True)
class Follower:
    title: str
    url: str
    where: str  # nothing where it is the school's own
    old: str
    new: str
    stays: str = ""  # why it does not follow


@dataclass(frozen=True)
class Meaning:
    """What it would mean to put the event on the day."""

    day: date
    said: str  # "Tuesday 8 December 2026 (Autumn 2, week 6)"
    clock: str
    refusal: str  # why it cannot be on that day at all
    closed: str  # why the school is closed then, which somebody has to accept by hand
    notice: str
    breaks_notice: bool  # were the trust to move it without being asked
    remarks: tuple[Remark, ...]
    followers: tuple[Follower, ...]
    more: int  # followers beyond the most that are listed

    @property
    def warnings(self) -> int:
        return sum(1 for one in self.remarks if one.warns)

    @property
    def steps(self) -> int:
        return len(self.followers) + self.more


def meaning_of_move(
    *,
    access: Access,
    event: Event,
    day: date,
    times: Times,
    side: str,
    time: SchoolTime,
    now: datetime,
    today: date,
    together: Mapping[int, date] = NO_OTHERS,
) -> Meaning:
    """A fixed number of queries. `side`: who asks; what the school asks for breaks no notice.

    `together`: other events that move in the same moment, and to which days.
    """
    if refusal := out_of_reach(event, day, today):
        return Meaning(
            day=day, said=say_day(day), clock="", refusal=refusal, closed="", notice="", breaks_notice=False,
            remarks=(), followers=(), more=0,
        )  # fmt: skip
    read = (one for one in time.calendars if one.start_year == event.year.start_year)
    calendar = next(read, None) or calendar_of(event.year, event.school)
    closed = why_closed(calendar, day, kind_of(event)) or ""
    given, promised = notice_given(event, day, calendar, today), notice_promised(event, day)
    breaks = given < promised and side != Proposal.Side.SCHOOL
    start, end = times if times[0] else (event.start_time, event.end_time)
    remarks = [
        *_closed(closed, day),
        *_window(event, day, time),
        *(Remark(*one) for one in clashes(access, event, day, (start, end), today, together)),
        *_marked(event, day),
        *(Remark("Load", words) for words in too_much_in_week(event, day, today)),
    ]
    followers = _followers(access, event, day, now, time)
    return Meaning(
        day=day, said=both(time, day), clock=hours(start, end), refusal="", closed=closed,
        notice=_notice(event, day, given, promised, side), breaks_notice=breaks, remarks=tuple(remarks),
        followers=tuple(followers[:MOST_FOLLOWERS]), more=max(0, len(followers) - MOST_FOLLOWERS),
    )  # fmt: skip


def _closed(closed: str, day: date) -> Iterator[Remark]:
    if closed:
        yield Remark("Closed day", f"{say_day(day)} is {closed}.")


def _window(event: Event, day: date, time: SchoolTime) -> Iterator[Remark]:
    """Outside the days the handbook asks for. What moved before tells in its first move what the rule gave."""
    first = event.moves.filter(undone_at=None, from_opens_date__isnull=False).order_by("at", "pk").first()
    opens = first.from_opens_date if first else event.opens_date
    opens, due = min(opens or event.scheduled_date, event.scheduled_date), event.scheduled_date
    if opens <= day <= due:
        return
    if event.last_school_date and day > due:
        yield Remark("The law", f"The law asks for it by {both(time, due)}.")
        return
    asked = both(time, due) if opens == due else f"a day from {say_day(opens)} to {say_day(due)}"
    days = abs(time.school_days(due if day > due else opens, day))
    when = f"{days} school day{'' if days == 1 else 's'} {'later' if day > due else 'earlier'}"
    yield Remark("The handbook", f"The handbook asks for it on {asked}. This is {when}.")


def _marked(event: Event, day: date) -> Iterator[Remark]:
    """A month of fasting is told; a week of tests speaks against the day."""
    for marked in marked_days_between(day, day, [event.school_id] if event.school_id else []):
        days = "" if marked.first == marked.last else f" ({marked.dates})"
        whose = "at this school" if marked.school_id else "by the trust"
        words = f"{marked.label}{days}, marked {whose} to be kept free."
        yield Remark(marked.kind_words, words, warns=not marked.is_long)


def _notice(event: Event, day: date, given: int, promised: int, side: str) -> str:
    said = f"{given} working day{'' if given == 1 else 's'}"
    general = promised_notice(event)
    if is_choice(event, day):
        return f"The day was still to be agreed, so no notice is broken. It is {said} away."
    if not general:
        return f"{said}. The handbook promises none for this step."
    if side == Proposal.Side.SCHOOL:
        return f"{said}. The school asks for it, so no notice is broken."
    if given < promised:
        return f"{said}, where {promised} are promised. It will be counted against the trust."
    return f"{said}, where {promised} are promised. It is kept."


def _followers(
    access: Access, event: Event, day: date, now: datetime, time: SchoolTime
) -> Sequence[Follower]:
    """By the planner itself, as if the event were on the day."""
    changes = follow(
        event=event, now=now, today=access.today, apply=False, were_it=(opens_on(event, day), day)
    )
    hidden = _hidden(access, [one.pk for one in (*changes.moved, *changes.kept) if one.pk])
    stays = [(one, one.why) for one in changes.kept]
    return [
        _follower(event, one, why, time)
        for one, why in sorted([*((one, "") for one in changes.moved), *stays], key=_by_day)
        if one.pk not in hidden
    ]


def _by_day(line: tuple[Change, str]) -> tuple[date, str]:
    change, _ = line
    dates = change.new or change.old
    return (dates[1] if dates else date.max), change.key


def _follower(event: Event, change: Change, stays: str, time: SchoolTime) -> Follower:
    where = "" if change.school == event.school else change.where
    old = both(time, change.old[1]) if change.old else ""
    new = both(time, change.new[1]) if change.new and not stays else ""
    if change.old and change.new and change.old[1] == change.new[1] and not stays:
        new = f"the same day, open from {say_day(change.new[0])}"
    return Follower(change.title, event_url(change.pk) if change.pk else "", where, old, new, stays)


def _hidden(access: Access, pks: Sequence[int]) -> set[int]:
    """Steps that would tell a tier of support to somebody who may not see tiers."""
    telling = Event.objects.filter(pk__in=pks[:500]).exclude(TELLS_NO_TIER).values_list("pk", "school_id")
    return {pk for pk, school_id in telling if not access.can(Permission.TIER_VIEW, school_id)}
