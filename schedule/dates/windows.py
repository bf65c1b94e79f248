"""When each step falls in one school's year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import assert_never

from dateutil.relativedelta import relativedelta

from handbook.timing import ByDay, Each, Inset, OnDay, Relative, Timing, Trigger, Weeks
from schedule.dates.rules import StepRule, full_ref, order
from schedule.dates.years import Years, years_around
from schools.terms import (
    WEEK,
    Calendar,
    bank_holidays,
    monday_of,
    period_names,
    say_day,
    start_year_of,
    year_code,
)


@dataclass(frozen=True, slots=True)
class Window:
    opens: date
    due: date
    last_school_day: date | None = None  # only for legal deadlines: the last school day on or before `due`
    notes: tuple[str, ...] = ()  # what was adjusted for this school, in plain words


def resolve(
    rules: Sequence[StepRule],
    calendar: Calendar,
    previous: Calendar | None = None,
    actual: Mapping[str, tuple[date, date]] | None = None,
    triggers: Mapping[str, date] | None = None,
    known: AbstractSet[str] = frozenset(),
    names: Mapping[str, str] | None = None,
    following: Calendar | None = None,
) -> dict[str, Window]:
    """The windows of all steps, by "P10.visit", or "P06.data#1", "#2" ... where a timing gives several.

    `previous`, `following`: the calendars of the years before and after, if entered.
    `actual`: by the same keys, the (opens, due) that was really agreed; what follows a step follows that.
    `triggers`: trigger word to its day.
    `known`: steps of the handbook that do not happen in this school.
    `names`: half-terms as the notes are to call them.

    A step gives no window when its trigger has not happened, when what it follows gives none, or when the
    calendar lacks the half-term it names. The same arguments always give the same answer, so one answer may
    serve all schools that share a calendar.
    """
    ordered = order(rules, known)
    if not len(calendar.school):
        return {}
    years = years_around(calendar, previous, following)
    resolver = _Resolver(calendar, years, actual or {}, triggers or {}, names or period_names("half-terms"))
    for rule in ordered:
        resolver.add(rule)
    return resolver.result


@dataclass
class _Resolver:
    calendar: Calendar
    years: Years
    actual: Mapping[str, tuple[date, date]]
    triggers: Mapping[str, date]
    names: Mapping[str, str]
    result: dict[str, Window] = field(default_factory=dict)
    # the keys of each step, with or without a window, and the steps whose keys are numbered
    keys: dict[str, list[str]] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)

    def add(self, rule: StepRule) -> None:
        ref, timing = rule.ref, rule.timing
        windows = self.windows(timing, ref)
        keys = [ref] * len(windows)
        if isinstance(timing, Each) or (
            isinstance(timing, Relative) and full_ref(ref, timing.step) in self.several
        ):
            self.several.add(ref)
            keys = [f"{ref}#{number}" for number in range(1, len(windows) + 1)]
        self.keys[ref] = keys
        for key, window in zip(keys, windows, strict=True):
            if window is not None:
                self.result[key] = window

    def windows(self, timing: Timing, ref: str) -> list[Window | None]:  # noqa: PLR0911 -- a line a kind
        """One for each occasion. None keeps the number of an occasion that has no date in this school."""
        match timing:
            case Weeks():
                return [self.weeks(timing)]
            case Inset(number):
                return [self.inset(number)]
            case OnDay(day, month):
                return [_on(self.date_of(day, month))]
            case ByDay(day, month, statutory):
                return [self.by(self.date_of(day, month), statutory=statutory)]
            case Relative():
                return [self.relative(timing, base) for base in self.bases(timing, ref)]
            case Trigger(word):
                return [self.started(self.triggers.get(word))]
            case Each(timings):
                return [window for part in timings for window in self.windows(part, ref)]
            case _:
                assert_never(timing)

    # --- weeks of a half-term

    def weeks(self, timing: Weeks) -> Window | None:
        notes: list[str] = []
        calendar = self.calendar
        if timing.previous:
            calendar = self.years.of(calendar.start_year - 1)
            if calendar not in self.years.entered:
                notes.append(_estimated(calendar.start_year))
        start = self.week(calendar, timing.from_period, timing.from_week, notes)
        end = start if timing.single else self.week(calendar, timing.to_period, timing.to_week, notes)
        if start is None or end is None:
            return None
        if end < start:
            notes.append("The range would run backwards here, so it ends in the week it opens in.")
            end = start
        if timing.weekday is not None:
            return self.weekday(calendar, monday_of(start[0]) + timedelta(timing.weekday), notes)
        return Window(start[0], end[1], notes=tuple(notes))

    def week(self, calendar: Calendar, code: str, number: int, notes: list[str]) -> tuple[date, date] | None:
        """The first and last school day of the week, or of the one it has to become in this school."""
        mondays = calendar.weeks(code)
        if not mondays:
            return None
        count, name = len(mondays), self.names.get(code, code)
        place = number if number > 0 else count + 1 + number
        if not 1 <= place <= count:
            became = min(max(place, 1), count)
            asked = f"week {number}" if number > 0 else f"week {-number} from the end"
            notes.append(f"{name} has {count} weeks here, so {asked} became week {became}.")
            place = became
        monday = mondays[place - 1]
        if found := calendar.school_week(monday):
            return found
        day = calendar.school.on_or_after(monday) or calendar.school.on_or_before(monday)
        if day is None:
            return None
        notes.append(
            f"{name}, week {place} has no school day here, "
            f"so it became the week of {say_day(monday_of(day))}."
        )
        return calendar.school_week(monday_of(day))

    def weekday(self, calendar: Calendar, day: date, notes: list[str]) -> Window | None:
        landed = calendar.school.on_or_after(day) or calendar.school.on_or_before(day)
        if landed is None:
            return None
        return _on(landed, *notes, *self.moved(day, landed))

    # --- single days

    def inset(self, number: int) -> Window:
        days = self.calendar.inset_days
        if number <= len(days):
            return _on(days[number - 1])
        year = year_code(self.calendar.start_year)
        if not days:
            first = self.calendar.school_days[0]
            return _on(first, f"No INSET day is entered for {year}, so this is on the first school day.")
        return _on(
            days[-1], f"{year} has {len(days)} INSET days here, so INSET day {number} became the last."
        )

    def date_of(self, day: int, month: int) -> date:
        start = self.calendar.start_year
        return date(start if month >= 9 else start + 1, month, day)

    def by(self, deadline: date, *, statutory: bool) -> Window:
        last_school_day = self.school_day(deadline, back=True)
        if not statutory:
            return _on(
                last_school_day, *self.moved(deadline, last_school_day), *self.guessed(last_school_day)
            )
        due = self.calendar.previous_working_day(deadline)
        return Window(due, due, last_school_day, self.moved(deadline, due) + self.guessed(last_school_day))

    # --- relative to a step or a trigger

    def bases(self, timing: Relative, ref: str) -> list[tuple[date, date] | None]:
        if timing.follows_trigger:
            day = self.triggers.get(timing.step)
            return [(day, day) if day else None]
        return [self.agreed(key) for key in self.keys.get(full_ref(ref, timing.step), [])]

    def started(self, day: date | None) -> Window | None:
        """A headteacher is appointed from a day in the holidays: the first day's work waits for school."""
        if day is None:
            return None
        landed = self.school_day(day, back=False)
        return _on(landed, *self.moved(day, landed), *self.guessed(landed))

    def agreed(self, key: str) -> tuple[date, date] | None:
        if key in self.actual:
            return self.actual[key]
        window = self.result.get(key)
        return (window.opens, window.due) if window else None

    def relative(self, timing: Relative, base: tuple[date, date] | None) -> Window | None:
        if base is None:
            return None
        start = base[0] if timing.before else base[1]
        day = self.count(start, -timing.amount if timing.before else timing.amount, timing.unit)
        landed = self.school_day(day, back=timing.before)
        return _on(landed, *self.moved(day, landed), *self.guessed(landed))

    def count(self, start: date, amount: int, unit: str) -> date:
        match unit:
            case "w":
                return start + amount * WEEK
            case "d":
                return start + timedelta(amount)
            case "m":
                return start + relativedelta(months=amount)
            case "wd":
                days = self.calendar.working
            case _:
                days = self.years.school
        return days.add(start, amount) or days.dates[-1 if amount > 0 else 0]

    def school_day(self, day: date, *, back: bool) -> date:
        """`day`, or the school day nearest to it on the side asked for, in this year or those around it."""
        before, after = self.years.school.on_or_before(day), self.years.school.on_or_after(day)
        return (before or after if back else after or before) or day

    # --- what to tell people

    def guessed(self, day: date) -> tuple[str, ...]:
        return () if self.years.is_known(day) else (_estimated(start_year_of(day)),)

    def moved(self, asked: date, landed: date) -> tuple[str, ...]:
        """Nothing about weekends: nobody needs telling that a school is closed on a Sunday."""
        if asked == landed or asked.weekday() >= 5:
            return ()
        if asked in bank_holidays(asked.year):
            reason = "a bank holiday"
        else:
            reason = "in the holidays" if self.years.is_holiday(asked) else "a day without pupils"
        return (f"{say_day(asked)} is {reason}, so this is on {say_day(landed)}.",)


def _estimated(start_year: int) -> str:
    return f"The dates of {year_code(start_year)} are not entered for this school, so this is an estimate."


def _on(day: date, *notes: str) -> Window:
    return Window(day, day, notes=notes)
