"""The school's people, and its agreed plan. A file whose plan is another has a `made` of its own."""

import pytest

from handbook.models import Step
from people.models import User
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import MakePerson
from tests.plans.a_plan import Made, agreed_plan
from tests.plans.asked_review import DUE, an_event, the_step


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def governor(make_person: MakePerson, alder: School) -> User:
    return make_person("local_governor", alder)


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> Made:
    return agreed_plan(alder, year, head)


@pytest.fixture
def step(db: None) -> Step:
    return the_step()


@pytest.fixture
def asked(step: Step, alder: School, year: SchoolYear) -> dict[str, Event]:
    return {period: an_event(step, alder, year, f"P40.look#{period}", due) for period, due in DUE.items()}
