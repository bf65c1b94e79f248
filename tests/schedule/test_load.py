"""What is asked of whom in which week: the arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.roles import JOBS, ROLES
from schedule.load import (
    Ask,
    Crew,
    Loads,
    Week,
    asked_of,
    fullest,
    is_of_school,
    load,
    shares,
    step_of,
    weighed,
    weight_of,
)

MONDAY = date(2026, 11, 23)
CODES = st.sampled_from([*ROLES, *JOBS])
HELD = st.frozensets(CODES, max_size=6)
ESTIMATES = st.dictionaries(CODES, st.integers(0, 600), max_size=5).map(lambda found: tuple(found.items()))
CREWS = st.builds(Crew, st.one_of(st.none(), st.integers(1, 9)), HELD, st.integers(100, 300))
ASKS = st.lists(
    st.builds(
        Ask, st.integers(1, 99), st.dates(MONDAY, MONDAY + timedelta(60)), ESTIMATES
    ),
    max_size=12,
    unique_by=lambda ask: ask.what,
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "held", "asked"),
    [
        ("headteacher", {"headteacher"}, "headteacher"),
        ("data_lead", {"headteacher", "senior_leader", "data_lead"}, "data_lead"),
        ("data_lead", {"headteacher", "senior_leader"}, "senior_leader"),
        ("data_lead", {"headteacher"}, "headteacher"),
        ("middle_leader", {"headteacher", "senior_leader"}, "headteacher"),
        ("local_governor", {"headteacher"}, "local_governor"),
        ("chair_of_governors", {"headteacher"}, "local_governor"),
        ("data_lead", set(), "data_lead"),
        ("improvement_partner", {"headteacher"}, ""),
        ("ceo", {"headteacher"}, ""),
        ("no_such_code", {"headteacher"}, ""),
    ],
)
def test_who_is_asked_at_a_school(code: str, held: set[str], asked: str) -> None:
    assert asked_of(code, frozenset(held), is_school=True) == asked


def test_who_is_asked_in_the_trust() -> None:
    office = frozenset({"improvement_lead", "ceo"})
    found = [
        asked_of(code, office, is_school=False)
        for code in ("ceo", "trust_send_lead", "coach", "headteacher", "senco")
    ]
    assert found == ["ceo", "improvement_lead", "improvement_partner", "", ""]


def test_a_week_holds_what_is_due_in_it_by_role() -> None:
    crew = Crew(1, frozenset({"headteacher", "senior_leader", "senco"}))
    sunday = MONDAY + timedelta(6)
    found = load(
        [
            Ask("a", MONDAY, (("headteacher", 30), ("data_lead", 40))),
            Ask("b", sunday, (("headteacher", 10), ("deputy_headteacher", 5), ("data_lead", 6))),
            Ask("c", sunday + timedelta(1), (("senco", 20), ("ceo", 500))),
        ],
        crew,
    )
    assert found == {
        ("headteacher", MONDAY): {"a": 30, "b": 10},
        ("senior_leader", MONDAY): {"a": 40, "b": 11},
        ("senco", MONDAY + timedelta(7)): {"c": 20},
    }


def test_a_minute_weighs_more_where_fewer_share_it() -> None:
    assert (weighed(90, 150), weighed(1, 150), weighed(7, 100)) == (135, 2, 7)
    small = Crew(1, frozenset({"headteacher"}), 150)
    assert shares((("headteacher", 90), ("data_lead", 10)), small) == (("headteacher", 150),)


@pytest.mark.parametrize(("roll", "weight"), [(149, 150), (150, 100), (0, 150), (None, 100)])
def test_a_small_school_is_one_with_fewer_pupils(roll: int | None, weight: int) -> None:
    assert weight_of(roll, small=150, weight=150) == weight


def test_the_fullest_role_of_a_week_and_not_the_sum_of_them() -> None:
    loads: Loads = {
        ("headteacher", MONDAY): {1: 100, 2: 20},
        ("senco", MONDAY): {1: 119},
        ("senco", MONDAY + timedelta(7)): {3: 5},
    }
    weeks = fullest(loads, 119)
    assert weeks[MONDAY] == Week(MONDAY, "headteacher", 120, 119)
    assert [weeks[day].is_over for day in sorted(weeks)] == [True, False]
    assert fullest(loads, 119, "senco")[MONDAY].is_over is False


@pytest.mark.parametrize(
    ("minutes", "step"), [(0, 0), (1, 1), (75, 1), (76, 2), (150, 2), (225, 3), (300, 4), (301, 5), (9999, 5)]
)
def test_the_tint_goes_by_quarters_of_the_limit(minutes: int, step: int) -> None:
    assert step_of(minutes, 300) == step


@given(CODES, HELD, st.booleans())
def test_every_code_is_asked_in_one_place_and_there_of_somebody(
    code: str, held: frozenset[str], at: bool
) -> None:
    asked = asked_of(code, held, is_school=at)
    assert (asked != "") == (is_of_school(code) == at)
    # It stays with the same people's side, and goes to who is there where anybody is.
    assert asked == "" or is_of_school(asked) == at
    assert asked in ("", code) or code not in held


@given(ASKS, CREWS)
def test_no_minute_is_lost_and_none_is_made(asks: list[Ask], crew: Crew) -> None:
    at_school = crew.school_id is not None
    told = sum(
        weighed(count, crew.weight)
        for ask in asks
        for code, count in ask.minutes
        if is_of_school(code) == at_school
    )
    assert sum(sum(parts.values()) for parts in load(asks, crew).values()) == told


@given(ASKS, CREWS)
def test_the_order_does_not_matter_and_each_week_begins_on_a_monday(asks: list[Ask], crew: Crew) -> None:
    found = load(asks, crew)
    assert found == load(reversed(asks), crew)
    assert {monday.weekday() for _, monday in found} <= {0}
    weeks = fullest(found, 300)
    assert all(week.minutes == max(sum(parts.values()) for (_, day), parts in found.items() if day == monday)
               for monday, week in weeks.items())  # fmt: skip


@given(ESTIMATES, CREWS)
def test_a_heavier_weight_never_asks_less(estimate: tuple[tuple[str, int], ...], crew: Crew) -> None:
    plain = dict(shares(estimate, Crew(crew.school_id, crew.held)))
    heavy = dict(shares(estimate, crew))
    assert plain.keys() == heavy.keys()
    assert all(heavy[role] >= minutes for role, minutes in plain.items())
