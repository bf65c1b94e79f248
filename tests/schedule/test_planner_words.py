"""How an event stands, in words; and the days a view of the planner shows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedule.models import Event
from schedule.queries.planner.stretch import stretch_of
from schedule.words import STANDINGS, SchoolTime, state_words
from schools.terms import Calendar, monday_of, period_names
from schools.terms import Period as HalfTerm
from tests.conftest import PERIODS_2026
from tests.schedule.conftest import TODAY

CALENDAR = Calendar(2026, tuple(HalfTerm(code, *days) for code, days in PERIODS_2026.items()))
TIME = SchoolTime((CALENDAR,), period_names("half-terms"))


@pytest.mark.parametrize(
    ("state", "due", "words"),
    [
        ("done", date(2026, 11, 1), "Done"), ("not_needed", date(2026, 11, 1), "Not needed"),
        ("planned", date(2026, 11, 19), "Late by 2 school days"),
        ("agreed", date(2026, 11, 20), "Late by 1 school day"),
        ("agreed", TODAY, "Date agreed"), ("planned", TODAY, "Planned"),
    ],
)  # fmt: skip
def test_how_an_event_stands(state: str, due: date, words: str) -> None:
    assert state_words(state, due, TODAY, TIME) == words


def test_the_words_are_those_of_the_event() -> None:
    assert {state: str(Event.State(state).label) for state in Event.State.values} == {
        state: words for state, words in STANDINGS.items() if state != "late"
    }


@given(st.dates(date(2025, 8, 1), date(2028, 9, 30)), st.sampled_from(["month", "half-term", "week", "list"]))
def test_every_day_lies_in_its_stretch_and_turning_there_and_back_ends_where_it_began(
    day: date, view: str
) -> None:
    here = stretch_of(view, day, TIME)
    assert here.first <= day <= here.last or monday_of(day) == monday_of(here.first)
    after, before = (stretch_of(view, turn.day, TIME) for turn in (here.after, here.before))
    assert before.first < here.first < after.first
    # Nothing is skipped on the way.
    assert after.first <= here.last + timedelta(1)
    assert before.last >= here.first - timedelta(1)
