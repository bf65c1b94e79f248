"""The school's people, and its agreed plan. A file whose plan is another has a `made` of its own."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from handbook.models import Step
from people.models import User
from plans.models import Plan, SelfEvaluation
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import MakePerson, a_trust, a_year, the_alder, the_birch
from tests.keeping import kept, standing
from tests.plans.a_plan import Made, agreed_plan, the_head
from tests.plans.a_written_plan import AWrittenPlan, a_plan
from tests.plans.asked_review import DUE, an_event, the_step
from tests.plans.evaluations import a_framework, an_evaluation


@pytest.fixture(scope="module")
def agreed_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For `usefixtures` of a file: the plan is agreed and laid out once for all its tests, and `made` finds it."""
    with kept(django_db_blocker):
        trust = a_trust()
        alder, _ = the_alder(trust), the_birch(trust)
        agreed_plan(alder, a_year(), the_head(alder))
        yield


@pytest.fixture(scope="module")
def written_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[AWrittenPlan]:
    """For `usefixtures` of a file: the head's draft is written once for all its tests, and `written` is a copy."""
    with kept(django_db_blocker):
        trust = a_trust()
        alder, _ = the_alder(trust), the_birch(trust)
        yield a_plan(alder, a_year(), the_head(alder))


@pytest.fixture
def written(db: None, written_kept: AWrittenPlan) -> AWrittenPlan:
    return deepcopy(written_kept)


@pytest.fixture(scope="module")
def evaluation_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[SelfEvaluation]:
    """For `usefixtures` of a file: a self-evaluation is begun once for all its tests, and `evaluation` is a copy."""
    with kept(django_db_blocker):
        trust = a_trust()
        alder, _ = the_alder(trust), the_birch(trust)
        a_framework()
        yield an_evaluation(alder, a_year(), the_head(alder))


@pytest.fixture
def evaluation(db: None, evaluation_kept: SelfEvaluation) -> SelfEvaluation:
    return deepcopy(evaluation_kept)


@pytest.fixture
def head(alder: School) -> User:
    return standing(User, name="Ruth Ellison") or the_head(alder)


@pytest.fixture
def governor(make_person: MakePerson, alder: School) -> User:
    return make_person("local_governor", alder)


@pytest.fixture
def made(alder: School, year: SchoolYear, head: User) -> Made:
    plan = standing(Plan, school=alder)
    if plan is None:
        return agreed_plan(alder, year, head)
    plan.school, plan.year, plan.started_by = alder, year, head
    return Made(plan, list(plan.priorities.order_by("position")))


@pytest.fixture
def step(db: None) -> Step:
    return the_step()


@pytest.fixture
def asked(step: Step, alder: School, year: SchoolYear) -> dict[str, Event]:
    return {period: an_event(step, alder, year, f"P40.look#{period}", due) for period, due in DUE.items()}
