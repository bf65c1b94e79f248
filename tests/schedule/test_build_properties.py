"""Whatever people do and however the handbook changes: a second build is idle, and nothing they did is lost."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.models import User
from schedule.actions import Refused, complete_event, mark_not_needed, move_event, undo_last
from schedule.building import build_year
from schedule.models import Event, Move, StateChange
from schools.models import Period, School, SchoolYear, Trust
from tests.conftest import PERIODS_2026
from tests.schedule.conftest import NOW, SMALL, TODAY, changed, publish

TIMINGS = (
    "AUT2 W5 Tue",
    "AUT2 W2-4",
    "SPR1 W2",
    "by 31 Jan",
    "each AUT2 W3, SPR1 W3",
    "on 30 Nov",
    "SUM2 W-1",
)
deeds = st.lists(
    st.tuples(st.sampled_from(["done", "off", "move", "undo"]), st.integers(0, 40), st.integers(-60, 60)),
    max_size=8,
)
edits = st.lists(
    st.tuples(
        st.sampled_from(["P10.visit", "P06.data", "P07.moderate", "P01.slots", "P20.phonics"]),
        st.one_of(
            st.builds(lambda timing: {"timing": timing}, st.sampled_from(TIMINGS)),
            st.just({"title": "Another title"}),
            st.just({"tiers": [2]}),
            st.just({"phases": ["secondary"]}),
        ),
    ),
    max_size=3,
)
joined = st.one_of(st.none(), st.dates(date(2026, 9, 1), date(2027, 7, 1)))


def act(deed: tuple[str, int, int], by: User) -> None:
    verb, which, days = deed
    events = list(Event.objects.select_related("school", "year", "step__process").order_by("pk"))
    event = events[which % len(events)]
    how: dict[str, Any] = {"event": event, "by": by, "now": NOW, "today": TODAY}
    with suppress(Refused):
        match verb:
            case "done":
                complete_event(done_date=TODAY - timedelta(abs(days)), **how)
            case "off":
                mark_not_needed(reason="Not this year.", **how)
            case "move":
                move_event(to_date=event.due_date + timedelta(days), reason="Snow.", **how)
            case _:
                undo_last(**how)


def done_by_people() -> list[tuple[object, ...]]:
    """What people decided: of acted-on events the state, its day and reason; of moved ones the day too."""
    rows = Event.objects.exclude(state="planned", is_moved=False).order_by("pk")
    return list(
        rows.values_list(
            "pk",
            "school",
            "key",
            "state",
            "done_date",
            "state_reason",
            "state_by",
            "due_date",
            "opens_date",
            "is_moved",
        )
    )


def everything() -> list[tuple[object, ...]]:
    return list(Event.objects.order_by("pk").values_list())


@pytest.mark.slow
class TestRebuilding(TestCase):
    """A class because hypothesis needs a fresh transaction for each example."""

    # Examples are small as they come, and making one smaller takes minutes.
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
    @given(deeds, edits, joined, deeds)
    # What follows a step moved to before the school joined is asked of the school all the same.
    @example([], [], date(2027, 6, 7), [("move", 1, -44)])
    @example(
        [
            ("done", 19, -56), ("done", 10, 18), ("undo", 13, -28), ("off", 7, -51), ("done", 18, 21),
            ("done", 36, 26), ("undo", 4, -8), ("done", 0, 15),
        ],
        [("P10.visit", {"timing": "SPR1 W2"})],
        None,
        [
            ("off", 31, 26), ("off", 1, 3), ("move", 21, -40), ("move", 33, -20), ("done", 32, -3), ("undo", 10, -6),
            ("undo", 8, -32), ("off", 14, -58),
        ],
    )  # fmt: skip
    def test_nothing_is_lost_and_the_second_build_is_idle(
        self,
        before: list[tuple[str, int, int]],
        changes: list[tuple[str, dict[str, Any]]],
        joined_date: date | None,
        after: list[tuple[str, int, int]],
    ) -> None:
        trust = Trust.objects.create(name="Fenmoor Academies Trust")
        for urn, phase in ((1, "primary"), (2, "secondary")):
            School.objects.create(trust=trust, urn=urn, name=f"School {urn}", phase=phase)
        year = SchoolYear.objects.create(start_year=2026)
        for code, (first, last) in PERIODS_2026.items():
            Period.objects.create(year=year, code=code, first_date=first, last_date=last)
        lead = User.objects.create_user("lead@example.org", None, name="Lead")
        publish(SMALL)

        def build() -> bool:
            return build_year(year=year, by=lead, now=NOW, today=TODAY).is_empty

        build()
        for deed in before:
            act(deed, lead)
        assert build() is True  # what follows has followed already
        spec: Any = SMALL
        for ref, values in changes:
            spec = changed(spec, ref, **values)
        publish(spec, number=2)
        School.objects.filter(urn=1).update(joined_date=joined_date)
        decided = done_by_people()
        history = (StateChange.objects.count(), Move.objects.count())

        build()
        assert done_by_people() == decided
        assert (StateChange.objects.count(), Move.objects.count()) == history
        stands = everything()
        assert build() is True
        assert everything() == stands

        for deed in after:
            act(deed, lead)
        assert build() is True
