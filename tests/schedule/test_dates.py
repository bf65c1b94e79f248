"""What holds for every handbook and calendar. Dates worked out by hand: test_real_calendars."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from handbook.timing import (
    MOST_WEEKS,
    PERIODS,
    ByDay,
    Each,
    Inset,
    OnDay,
    Relative,
    Timing,
    Weeks,
    references,
)
from schedule.dates import StepRule, Window, order, resolve
from schools.terms import Calendar, estimate, is_working_day
from tests.examples import examples
from tests.handbook.timings import relatives, weeks
from tests.schedule.handbooks import handbooks, one, rules
from tests.schools.calendars import calendars

some = examples(100)
DAY = timedelta(days=1)


def parts(rule: StepRule) -> tuple[Timing, ...]:
    return rule.timing.timings if isinstance(rule.timing, Each) else (rule.timing,)


def all_windows(found: dict[str, Window], made: list[StepRule]) -> Iterator[tuple[StepRule, Window]]:
    by_ref = {rule.ref: rule for rule in made}
    for key, window in found.items():
        yield by_ref[key.partition("#")[0]], window


words = st.dictionaries(
    st.sampled_from(["appointment", "vacancy", "inspection", "joining", "concern", "complaint", "trigger"]),
    st.dates(date(2026, 9, 1), date(2027, 8, 31)),
)


@some
@given(handbooks(), calendars(2026), st.none() | calendars(2025), st.none() | calendars(2027), words)
def test_windows_open_before_they_are_due_and_on_days_when_the_school_is_open(
    made: list[StepRule],
    year: Calendar,
    previous: Calendar | None,
    following: Calendar | None,
    happened: dict[str, date],
) -> None:
    known = [one for one in (previous, year, following) if one]
    guessed = [estimate(previous or year, y) for y in (2023, 2024, 2025)]
    guessed += [estimate(following or year, y) for y in (2027, 2028, 2029)]
    found = resolve(made, year, previous, triggers=happened, following=following)
    for rule, window in all_windows(found, made):
        assert window.opens <= window.due
        if any(isinstance(part, OnDay | Inset) for part in parts(rule)):
            continue
        if any(isinstance(part, ByDay) and part.statutory for part in parts(rule)):
            continue
        for day in (window.opens, window.due):
            assert any(calendar.is_school_day(day) for calendar in known + guessed)
            if known[0].school_days[0] <= day <= known[-1].school_days[-1]:
                assert any(calendar.is_school_day(day) for calendar in known)
        assert window.last_school_day is None


@some
@given(handbooks(), calendars(2026), words, st.integers())
def test_the_same_handbook_and_calendar_give_the_same_dates_in_any_order(
    made: list[StepRule], year: Calendar, happened: dict[str, date], seed: int
) -> None:
    shuffled = list(made)
    Random(seed).shuffle(shuffled)
    again = Calendar(year.start_year, year.periods[::-1], year.closed[::-1])
    assert resolve(made, year, triggers=happened) == resolve(shuffled, again, triggers=happened)


@some
@given(handbooks())
def test_what_follows_comes_after_what_it_follows(made: list[StepRule]) -> None:
    place = {rule.ref: place for place, rule in enumerate(order(made))}
    assert len(place) == len(made)
    for rule in made:
        for step in references(rule.timing):
            assert place[step] < place[rule.ref]


def days_of_week(year: Calendar, monday: date) -> list[date]:
    return [monday + n * DAY for n in range(5) if year.is_school_day(monday + n * DAY)]


def week_by_walking(year: Calendar, code: str, number: int) -> list[date]:
    """The school days of a week, found by walking from the half-term's first day, or back from its last."""
    period = next(period for period in year.periods if period.code == code)
    start = period.first if number > 0 else period.last
    monday = start - DAY * start.weekday()
    for _ in range(abs(number) - 1):
        nearer = monday + (7 * DAY if number > 0 else -7 * DAY)
        if nearer > period.last or nearer + 6 * DAY < period.first:
            break
        monday = nearer
    start = monday
    while not days_of_week(year, monday):
        monday += 7 * DAY
        if monday > year.school_days[-1]:  # nothing later this year: the week before
            monday = start
            while not days_of_week(year, monday):
                monday -= 7 * DAY
    return days_of_week(year, monday)


@some
@given(weeks, calendars(2026), st.none() | calendars(2025))
def test_weeks_are_those_found_by_walking(timing: Weeks, year: Calendar, previous: Calendar | None) -> None:
    window = resolve([StepRule("P01.step", timing)], year, previous)["P01.step"]
    if timing.previous:
        year = previous or estimate(year, 2025)
    first = week_by_walking(year, timing.from_period, timing.from_week)
    last = week_by_walking(year, timing.to_period, timing.to_week)
    if timing.weekday is None:
        assert (window.opens, window.due) == (first[0], max(first[-1], last[-1]))
        return
    wanted = first[0] - DAY * first[0].weekday() + DAY * timing.weekday
    later = [day for day in year.school_days if day >= wanted]
    assert window.opens == window.due == (later[0] if later else year.school_days[-1])


@some
@given(st.integers(1, MOST_WEEKS), st.sampled_from(PERIODS), calendars())
def test_a_week_the_half_term_does_not_have_is_its_last_and_is_reported(
    number: int, code: str, year: Calendar
) -> None:
    count = len(year.weeks(code))
    window, last = one(f"{code} W{number}", year), one(f"{code} W-1", year)
    said = [note for note in window.notes if f"has {count} weeks here" in note]
    assert bool(said) is (number > count)
    if number >= count:
        assert (window.opens, window.due) == (last.opens, last.due)


@some
@given(st.dates(date(2026, 9, 1), date(2027, 8, 31)), calendars(2026), st.booleans())
def test_deadlines_are_never_late(day: date, year: Calendar, statutory: bool) -> None:
    window = resolve([StepRule("P01.step", ByDay(day.day, day.month, statutory))], year)["P01.step"]
    assert window.opens == window.due <= day
    years = (estimate(year, 2025), year, estimate(year, 2027))  # the next may begin before 31 August
    open_days = [d for each in years for d in each.school_days if d <= day]
    if statutory:
        between = [window.due + n * DAY for n in range(1, (day - window.due).days + 1)]
        assert is_working_day(window.due)
        assert not any(is_working_day(d) for d in between)
        assert window.last_school_day == open_days[-1]
    else:
        assert window.due == open_days[-1]
        assert window.last_school_day is None


@some
@given(relatives(st.just("visit")), calendars(2026), calendars(2025), st.data())
def test_what_follows_a_step_follows_the_dates_really_agreed(
    timing: Relative, year: Calendar, previous: Calendar, data: st.DataObject
) -> None:
    made = [*rules(visit="AUT2 W1-3"), StepRule("P01.note", timing)]
    planned = resolve(made, year, previous)
    opens = data.draw(st.sampled_from(year.school_days))
    due = data.draw(st.sampled_from([day for day in year.school_days if day >= opens]))
    moved = resolve(made, year, previous, actual={"P01.visit": (opens, due)})
    assert moved["P01.visit"] == planned["P01.visit"]  # the rule's own date stays what the rule gives
    note = moved["P01.note"]
    assert note.opens == note.due
    assert note.due < opens if timing.before else note.due > due


@some
@given(st.integers(1, 60), st.sampled_from(["wd", "sd"]), calendars(2026), st.data())
def test_days_are_counted_as_on_ones_fingers(
    amount: int, unit: str, year: Calendar, data: st.DataObject
) -> None:
    start = data.draw(st.sampled_from(year.school_days))
    after = estimate(year, 2027)
    counts = is_working_day if unit == "wd" else (lambda d: year.is_school_day(d) or after.is_school_day(d))
    day, left = start, amount
    while left:
        day += DAY
        left -= counts(day)
    while not (year.is_school_day(day) or after.is_school_day(day)):
        day += DAY
    made = [*rules(visit="AUT1 W1"), StepRule("P01.note", Relative(amount, unit, before=False, step="visit"))]
    assert resolve(made, year, actual={"P01.visit": (start, start)})["P01.note"].due == day
