"""Real school calendars, and a strategy for invented ones that could be real."""

from datetime import date, timedelta

from hypothesis import strategies as st

from schools.terms import PERIODS, Calendar, ClosedDay, Period, is_working_day

DAY = timedelta(days=1)


def calendar(start_year: int, half_terms: str, inset: str = "", data: str = "") -> Calendar:
    """Half-terms as "2026-09-02..2026-10-22 ...", closed days as "2026-09-01 ..."."""
    spans = [span.split("..") for span in half_terms.split()]
    return Calendar(
        start_year,
        tuple(
            Period(code, date.fromisoformat(first), date.fromisoformat(last))
            for code, (first, last) in zip(PERIODS, spans, strict=True)
        ),
        tuple(ClosedDay(date.fromisoformat(day), "inset", "Staff training") for day in inset.split())
        + tuple(ClosedDay(date.fromisoformat(day), "data", "Data day") for day in data.split()),
    )


NORTH_DURHAM = calendar(
    2026,
    "2026-09-02..2026-10-22 2026-11-02..2026-12-18 2027-01-04..2027-02-12 "
    "2027-02-22..2027-03-25 2027-04-12..2027-05-28 2027-06-07..2027-07-16",
)
SLEAFORD = calendar(
    2027,
    "2027-09-03..2027-10-22 2027-11-02..2027-12-17 2028-01-05..2028-02-11 "
    "2028-02-21..2028-03-30 2028-04-18..2028-05-26 2028-06-05..2028-07-21",
    inset="2027-09-02 2027-11-01 2028-01-04 2028-03-31",
)
DIXONS = calendar(
    2026,
    "2026-09-01..2026-10-16 2026-11-02..2026-12-18 2027-01-04..2027-02-11 "
    "2027-02-22..2027-03-25 2027-04-12..2027-05-28 2027-06-07..2027-07-22",
    inset="2026-08-25 2026-08-26 2026-08-27 2026-08-28 2027-02-12",
    data="2026-11-12 2026-11-13 2027-03-04 2027-03-05",
)


def _working(day: date, step: timedelta) -> date:
    while not is_working_day(day):
        day += step
    return day


@st.composite
def calendars(draw: st.DrawFn, start_year: int | None = None) -> Calendar:
    """Half-terms of 5 to 8 weeks, breaks of 1 to 2, closed days anywhere, sometimes a whole week of them."""
    year = start_year or draw(st.integers(2022, 2034))
    first = _working(date(year, 8, 24) + draw(st.integers(0, 16)) * DAY, DAY)
    periods: list[Period] = []
    for code in PERIODS:
        last = _working(first + draw(st.integers(32, 52)) * DAY, -DAY)
        periods.append(Period(code, first, last))
        first = _working(last + draw(st.integers(8, 16)) * DAY, DAY)
    whole = Calendar(year, tuple(periods))
    closed = {
        ClosedDay(day, kind)
        for day, kind in draw(
            st.lists(
                st.tuples(st.sampled_from(whole.school_days), st.sampled_from(["inset", "data", "closure"])),
                max_size=9,
            )
        )
    }
    if draw(st.booleans()):
        before_term = _working(periods[draw(st.integers(0, 5))].first - DAY, -DAY)
        closed.add(ClosedDay(before_term, "inset"))
    if draw(st.integers(0, 3)) == 0:
        week = draw(st.sampled_from(whole.weeks(draw(st.sampled_from(PERIODS)))))
        closed.update(ClosedDay(week + n * DAY, "closure") for n in range(5))
    return Calendar(year, tuple(periods), tuple(closed))
