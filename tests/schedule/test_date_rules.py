"""The rules of resolving, one by one."""

from datetime import date

import pytest

from schedule.dates import CircularTiming, StepRule, UnknownStep, Window, resolve
from schools.terms import Calendar, ClosedDay, Period
from tests.schedule.handbooks import one, rules
from tests.schools.calendars import NORTH_DURHAM, SLEAFORD

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
    monday = date(2026, 10, 5)
    assert found["P01.start"] == Window(monday, monday)  # from Saturday 3 October, when the school is closed
    assert found["P01.plan"].due == date(2026, 11, 16)  # six weeks: Saturday 14 November, so the Monday
    assert found["P01.check"].due == date(2026, 10, 19)


def test_what_starts_in_the_holidays_waits_for_school() -> None:
    found = resolve(rules(start="on appointment"), NORTH_DURHAM, triggers={"appointment": date(2027, 1, 1)})
    assert found["P01.start"].notes == (
        "Friday 1 January 2027 is a bank holiday, so this is on Monday 4 January 2027.",
    )


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


def test_a_legal_deadline_before_the_first_day_says_that_its_last_school_day_is_an_estimate() -> None:
    # 1 September 2026 is a working day; the summer term before is North Durham's own, 52 weeks earlier
    window = one("by 1 Sep statutory", NORTH_DURHAM)
    assert window == Window(
        date(2026, 9, 1),
        date(2026, 9, 1),
        last_school_day=date(2026, 7, 17),
        notes=("The dates of 2025/26 are not entered for this school, so this is an estimate.",),
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
