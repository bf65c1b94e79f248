"""What cannot be started at a school, and why: nothing is left of the attempt."""

from collections.abc import Callable
from datetime import date

import pytest

from handbook.models import Edition
from people.models import User
from schedule.actions import Refused, start_opening
from schedule.actions.openings import find_startable
from schedule.models import Event, Opening
from schools.models import School, SchoolYear
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, TODAY, changed, publish
from tests.schedule.test_openings import MONDAY, STARTED

Start = Callable[..., Opening]


@pytest.fixture
def started(db: None, alder: School, birch: School) -> Edition:
    return publish(STARTED)


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def start(started: Edition, year: SchoolYear, alder: School, lead: User) -> Start:
    def run(school: School = alder, process: str = "P16", day: date = MONDAY) -> Opening:
        return start_opening(
            school=school, process=find_startable(process), day=day, reason="A new headteacher.", by=lead, now=NOW,
            today=TODAY,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"joined_date": date(2026, 12, 1)}, "Alder joined the trust on Tuesday 1 December 2026"),
        ({"left_date": date(2026, 11, 20)}, "Alder left the trust on Friday 20 November 2026"),
    ],
)
def test_the_school_must_be_in_the_trust(
    start: Start, alder: School, values: dict[str, date], said: str
) -> None:
    for name, value in values.items():
        setattr(alder, name, value)
    with pytest.raises(Refused, match=said):
        start(alder)
    assert Opening.objects.count() == 0


def test_what_cannot_be_started_is_refused_and_nothing_is_left(
    start: Start, alder: School, lead: User, year: SchoolYear
) -> None:
    with pytest.raises(Refused, match="2027/28 has no term dates"):
        start(day=date(2027, 9, 6))
    with pytest.raises(Refused, match="no such process"):
        find_startable("P10")
    start()
    with pytest.raises(Refused, match="started at Alder from Monday 23 November 2026 already"):
        start()
    with pytest.raises(Refused, match="Say why it starts"):
        start_opening(
            school=alder, process=find_startable("P25"), day=TODAY, reason=" ", by=lead, now=NOW, today=TODAY
        )
    assert Opening.objects.count() == 1


def test_a_process_for_other_schools_starts_nothing(start: Start, alder: School, year: SchoolYear) -> None:
    publish(changed(STARTED, "P25.call", phases=["secondary"]), number=2)
    with pytest.raises(Refused, match="No step of “Process P25” is meant for Alder"):
        start(process="P25")
    assert (Opening.objects.count(), Event.objects.count()) == (0, 0)
