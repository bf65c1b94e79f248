"""The rules of resolving, on calendars of every shape. Real ones, by hand: test_real_calendars."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
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
    Trigger,
    Weeks,
    parse,
    references,
)
from schedule.dates import CircularTiming, StepRule, UnknownStep, Window, order, resolve
from schools.terms import Calendar, ClosedDay, Period, estimate, is_working_day
from tests.handbook.timings import after_triggers, fixed, relatives, triggers, weeks
from tests.schools.calendars import NORTH_DURHAM, SLEAFORD, calendars

some = settings(max_examples=100, deadline=None)
DAY = timedelta(days=1)


def rules(**texts: str) -> list[StepRule]:
    """Steps of P01; two underscores stand for the dot of another process."""
    return [
        StepRule(name.replace("__", ".") if "__" in name else f"P01.{name}", parse(text))
        for name, text in texts.items()
    ]


def one(text: str, calendar: Calendar, previous: Calendar | None = None) -> Window:
    return resolve(rules(step=text), calendar, previous)["P01.step"]


@st.composite
def handbooks(draw: st.DrawFn) -> list[StepRule]:
    """A few steps of any kind, each free to follow those before it, in any order."""
    made: list[StepRule] = []
    for number in range(draw(st.integers(1, 8))):
        earlier = st.sampled_from([rule.ref for rule in made]) if made else st.nothing()
        follower = relatives(earlier) if made else fixed
        single = fixed | triggers | after_triggers() | follower
        timing: Timing = draw(single | st.lists(single, min_size=2, max_size=3).map(lambda t: Each(tuple(t))))
        made.append(StepRule(f"P{number % 3:02}.s{number}", timing))
    return draw(st.permutations(made))


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


# --- properties


@some
@given(handbooks(), calendars(2026), st.none() | calendars(2025), words)
def test_windows_open_before_they_are_due_and_on_days_when_the_school_is_open(
    made: list[StepRule], year: Calendar, previous: Calendar | None, happened: dict[str, date]
) -> None:
    known = [year, *([previous] if previous else [])]
    guessed = [estimate(previous or year, y) for y in (2023, 2024, 2025)]
    guessed += [estimate(year, y) for y in (2027, 2028, 2029)]
    for rule, window in all_windows(resolve(made, year, previous, triggers=happened), made):
        assert window.opens <= window.due
        if any(isinstance(part, OnDay | Inset | Trigger) for part in parts(rule)):
            continue
        if any(isinstance(part, ByDay) and part.statutory for part in parts(rule)):
            continue
        for day in (window.opens, window.due):
            assert any(calendar.is_school_day(day) for calendar in known + guessed)
            if known[-1].school_days[0] <= day <= year.school_days[-1]:
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
    open_days = [d for d in (*estimate(year, 2025).school_days, *year.school_days) if d <= day]
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


# --- several events of one step


def test_one_event_for_each_and_for_each_that_follows() -> None:
    made = rules(
        data="each AUT2 W5, SPR2 W3, SUM2 W3",
        meeting="2w after data",
        minutes="5wd after meeting",
        P02__read="1d after P01.data",
    )
    found = resolve(made, NORTH_DURHAM)
    assert sorted(found) == [
        f"{ref}#{n}" for ref in ("P01.data", "P01.meeting", "P01.minutes", "P02.read") for n in (1, 2, 3)
    ]
    # SPR2 W3 ends on Friday 12 March; two weeks later is Good Friday, so the first school day after Easter
    assert found["P01.meeting#2"].due == date(2027, 4, 12)
    moved = resolve(made, NORTH_DURHAM, actual={"P01.data#2": (date(2027, 3, 4), date(2027, 3, 4))})
    assert moved["P01.meeting#2"].due == date(2027, 3, 18)
    assert moved["P01.minutes#2"].due == date(2027, 3, 25)
    assert {key for key in found if found[key] != moved[key]} == {
        "P01.meeting#2",
        "P01.minutes#2",
        "P02.read#2",
    }


def test_an_occasion_without_a_date_keeps_its_number() -> None:
    made = rules(review="each 6w after appointment, SUM2 W1, 1w after vacancy", note="5wd after review")
    assert sorted(resolve(made, NORTH_DURHAM)) == ["P01.note#2", "P01.review#2"]
    happened = {"appointment": date(2026, 9, 2), "vacancy": date(2026, 11, 3)}
    assert len(resolve(made, NORTH_DURHAM, triggers=happened)) == 6


# --- triggers, and steps that do not happen here


def test_a_step_waits_for_its_trigger() -> None:
    made = rules(start="on appointment", plan="6w after appointment", check="2w after start")
    assert resolve(made, NORTH_DURHAM) == {}
    found = resolve(made, NORTH_DURHAM, triggers={"appointment": date(2026, 10, 3)})
    assert found["P01.start"] == Window(date(2026, 10, 3), date(2026, 10, 3))  # a Saturday: that very day
    assert found["P01.plan"].due == date(2026, 11, 16)  # six weeks: Saturday 14 November, so the Monday
    assert found["P01.check"].due == date(2026, 10, 19)


def test_what_follows_a_step_that_does_not_happen_here_does_not_happen_either() -> None:
    made = rules(note="5wd after P10.visit", filed="1d after note", other="AUT1 W1")
    assert set(resolve(made, NORTH_DURHAM, known={"P10.visit"})) == {"P01.other"}


def test_a_half_term_that_is_not_entered_gives_no_window() -> None:
    made = rules(late="SUM2 W1", later="1w after late", early="AUT1 W1")
    assert set(resolve(made, Calendar(2026, NORTH_DURHAM.periods[:5]))) == {"P01.early"}
    assert resolve(made, Calendar(2026, ())) == {}
    closed = tuple(ClosedDay(day, "closure") for day in NORTH_DURHAM.school_days)
    assert resolve(made, Calendar(2026, NORTH_DURHAM.periods, closed)) == {}


# --- refusals


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (rules(a="1d after b", b="1d after a"), "P01.a follows P01.b, which follows P01.a: a circle."),
        (rules(a="1d after a"), "P01.a follows P01.a: a circle."),
        (
            rules(a="1d after b", b="1w before P02.c", P02__c="each AUT1 W1, 1d after P01.a", d="AUT1 W1"),
            "P01.a follows P01.b, which follows P02.c, which follows P01.a: a circle.",
        ),
    ],
)
def test_a_circle_is_refused_and_named(made: list[StepRule], message: str) -> None:
    with pytest.raises(CircularTiming) as refused:
        resolve(made, NORTH_DURHAM)
    assert str(refused.value) == message


def test_an_unknown_step_is_refused_and_named() -> None:
    with pytest.raises(
        UnknownStep, match=r"^P01\.note follows P01\.vist, which is not a step of the handbook\.$"
    ):
        resolve(rules(note="5wd after vist", visit="AUT1 W1"), NORTH_DURHAM)
    with pytest.raises(UnknownStep, match=r"P01\.note follows P10\.visit"):
        resolve(rules(note="5wd after P10.visit", visit="AUT1 W1"), NORTH_DURHAM)


# --- the years before and after


def test_the_year_before_is_the_one_entered_or_else_an_estimate_that_says_so() -> None:
    # SUM2 W5 of 2026/27 is the week of 5 July 2027; Sleaford 2027/28 moved back 52 weeks puts it there too.
    entered = one("previous SUM2 W5", SLEAFORD, NORTH_DURHAM)
    assert entered == Window(date(2027, 7, 5), date(2027, 7, 9))
    guessed = one("previous SUM2 W5", SLEAFORD)
    assert (guessed.opens, guessed.due) == (date(2027, 7, 5), date(2027, 7, 9))
    assert guessed.notes == ("The dates of 2026/27 are not entered for this school, so this is an estimate.",)


def test_before_the_first_day_is_in_the_summer_before() -> None:
    # North Durham 2026/27 ends on Friday 16 July 2027; Sleaford comes back on Friday 3 September.
    made = rules(start="AUT1 W1", ready="5wd before start", papers="3sd before start")
    found = resolve(made, SLEAFORD, NORTH_DURHAM)
    assert found["P01.papers"] == Window(date(2027, 7, 14), date(2027, 7, 14))
    # 30 August is a bank holiday: 2 Sep, 1 Sep, 31 Aug, 27 Aug, 26 Aug, and the school day before that
    assert found["P01.ready"].due == date(2027, 7, 16)
    assert found["P01.ready"].notes == (
        "Thursday 26 August 2027 is in the holidays, so this is on Friday 16 July 2027.",
    )


def test_far_away_is_as_far_as_the_estimates_reach() -> None:
    made = rules(start="AUT1 W1", a="24m after start", b="24m after a", c="500wd after b", d="380sd after c")
    found = resolve(made, NORTH_DURHAM)
    assert found["P01.a"].due == date(2028, 9, 4)
    assert found["P01.d"].due >= found["P01.c"].due > found["P01.a"].due
    assert found["P01.d"].notes == (
        "The dates of 2029/30 are not entered for this school, so this is an estimate.",
    )


# --- what is reported


def closed(*days: str) -> Calendar:
    return Calendar(
        2026,
        NORTH_DURHAM.periods,
        tuple(ClosedDay(date.fromisoformat(day), "closure") for day in days),
    )


SHORT_SUMMER = Calendar(
    2026, (*NORTH_DURHAM.periods[:5], Period("SUM2", date(2027, 6, 7), date(2027, 7, 14)))
)


@pytest.mark.parametrize(
    ("text", "calendar", "opens", "due", "note"),
    [
        (
            "AUT2 W8", NORTH_DURHAM, "2026-12-14", "2026-12-18",
            "Autumn 2 has 7 weeks here, so week 8 became week 7.",
        ),
        (
            "SPR2 W-6", NORTH_DURHAM, "2027-02-22", "2027-02-26",
            "Spring 2 has 5 weeks here, so week 6 from the end became week 1.",
        ),
        (
            "SPR1 W2", closed("2027-01-11", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15"),
            "2027-01-18", "2027-01-22",
            "Spring 1, week 2 has no school day here, so it became the week of Monday 18 January 2027.",
        ),
        (
            "SUM2 W-1", closed("2027-07-12", "2027-07-13", "2027-07-14", "2027-07-15", "2027-07-16"),
            "2027-07-05", "2027-07-09",
            "Summer 2, week 6 has no school day here, so it became the week of Monday 5 July 2027.",
        ),
        (
            "SPR2 W5 to SPR2 W-3", NORTH_DURHAM, "2027-03-22", "2027-03-25",
            "The range would run backwards here, so it ends in the week it opens in.",
        ),
        (
            "SUM1 W4 Mon", NORTH_DURHAM, "2027-05-04", "2027-05-04",
            "Monday 3 May 2027 is a bank holiday, so this is on Tuesday 4 May 2027.",
        ),
        (
            "AUT2 W1 Mon", closed("2026-11-02"), "2026-11-03", "2026-11-03",
            "Monday 2 November 2026 is a day without pupils, so this is on Tuesday 3 November 2026.",
        ),
        (
            "SUM2 W-1 Fri", SHORT_SUMMER,
            "2027-07-14", "2027-07-14",
            "Friday 16 July 2027 is in the holidays, so this is on Wednesday 14 July 2027.",
        ),
        (
            "inset 2", NORTH_DURHAM, "2026-09-02", "2026-09-02",
            "No INSET day is entered for 2026/27, so this is on the first school day.",
        ),
        (
            "inset 5", SLEAFORD, "2028-03-31", "2028-03-31",
            "2027/28 has 4 INSET days here, so INSET day 5 became the last.",
        ),
    ],
)  # fmt: skip
def test_what_was_adjusted_is_said(text: str, calendar: Calendar, opens: str, due: str, note: str) -> None:
    window = one(text, calendar)
    assert window == Window(date.fromisoformat(opens), date.fromisoformat(due), notes=(note,))


def test_notes_call_half_terms_what_the_trust_calls_them() -> None:
    window = resolve(rules(step="AUT2 W8"), NORTH_DURHAM, names={"AUT2": "Module 2"})["P01.step"]
    assert window.notes == ("Module 2 has 7 weeks here, so week 8 became week 7.",)
