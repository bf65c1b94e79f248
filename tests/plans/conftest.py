"""The school's people, and its agreed plan. A file whose plan is another has a `made` of its own."""

import pytest

from people.models import User
from schools.models import School, SchoolYear
from tests.conftest import MakePerson
from tests.plans.a_plan import Made, agreed_plan


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def governor(make_person: MakePerson, alder: School) -> User:
    return make_person("local_governor", alder)


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> Made:
    return agreed_plan(alder, year, head)
