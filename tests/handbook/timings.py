"""Hypothesis strategies for every kind of timing."""

from hypothesis import strategies as st

from handbook.timing import (
    MOST_WEEKS,
    PERIODS,
    TRIGGERS,
    UNITS,
    ByDay,
    Each,
    Inset,
    OnDay,
    Relative,
    Trigger,
    Weeks,
)

week_numbers = st.integers(1, MOST_WEEKS) | st.integers(-MOST_WEEKS, -1)
days_of_a_year = st.dates().filter(lambda day: (day.month, day.day) != (2, 29))
single_weeks = st.builds(
    lambda code, week, weekday, previous: Weeks(code, week, code, week, weekday, previous),
    st.sampled_from(PERIODS),
    week_numbers,
    st.none() | st.integers(0, 4),
    st.booleans(),
)


@st.composite
def week_ranges(draw: st.DrawFn) -> Weeks:
    start, end = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
    first, last = draw(week_numbers), draw(week_numbers)
    if start == end:
        first, last = sorted((first, last), key=lambda week: (week < 0, week))
    if (start, first) == (end, last):
        return Weeks(PERIODS[start], first, PERIODS[end], last, None, draw(st.booleans()))
    return Weeks(PERIODS[start], first, PERIODS[end], last, previous=draw(st.booleans()))


weeks = single_weeks | week_ranges()
insets = st.builds(Inset, st.integers(1, 10))
on_days = days_of_a_year.map(lambda day: OnDay(day.day, day.month))
deadlines = st.builds(
    lambda day, statutory: ByDay(day.day, day.month, statutory), days_of_a_year, st.booleans()
)
step_codes = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda code: code not in TRIGGERS
)
step_references = step_codes | st.builds(lambda n, code: f"P{n:02}.{code}", st.integers(0, 99), step_codes)


@st.composite
def relatives(draw: st.DrawFn, steps: st.SearchStrategy[str] = step_references) -> Relative:
    unit = draw(st.sampled_from(sorted(UNITS)))
    return Relative(draw(st.integers(1, UNITS[unit][1])), unit, draw(st.booleans()), draw(steps))


@st.composite
def after_triggers(draw: st.DrawFn) -> Relative:
    timing = draw(relatives(st.sampled_from(sorted(TRIGGERS))))
    return Relative(timing.amount, timing.unit, before=False, step=timing.step)


triggers = st.sampled_from(sorted(TRIGGERS)).map(Trigger)
fixed = weeks | insets | on_days | deadlines
singles = fixed | relatives() | after_triggers() | triggers
eaches = st.lists(singles, min_size=2, max_size=5).map(lambda parts: Each(tuple(parts)))
timings = singles | eaches
