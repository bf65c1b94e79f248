"""Nothing of a self-evaluation, or of the end of a plan's year, changes in a closed year or after the school left."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from people.models import AuditEntry, User
from plans.actions.evaluation_agreeing import seen_of
from plans.models import (
    AreaEvaluation,
    EvaluationVersion,
    Framework,
    Plan,
    Priority,
    Review,
    SelfEvaluation,
    SuccessCriterion,
)
from plans.queries.evaluation_sheets import areas_of, sheet_of_evaluation
from schools.models import School, SchoolYear
from tests.areas.plans_evaluation import ROWS
from tests.conftest import NOW, ClientOf, a_trust, a_year, people, the_alder
from tests.keeping import kept
from tests.messages import said
from tests.plans.a_plan import agreed_plan, the_head
from tests.plans.evaluations import a_framework, an_evaluation, judge
from writing.marks import mark_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_kept")]
MODELS = (
    SelfEvaluation, AreaEvaluation, EvaluationVersion, Plan, Priority, SuccessCriterion, Review, AuditEntry,
)  # fmt: skip
LEFT = "Alder left the trust on Friday 20 November 2026"
CLOSED = {
    "plans:evaluate": "2026/27 is closed, so its plan can be read and not changed",
    "plans:finish_evaluation": "2026/27 is closed, so its plan can be read and not changed",
    "plans:start_evaluation": "That school year is closed, so nothing is begun in it.",
}
OUTSIDE = {"plans:agree_evaluation", "plans:give_view"}
SELF = {"plans:start_evaluation", "plans:judge_area", "plans:write_area", *OUTSIDE}
ENDING = {"plans:evaluate", "plans:finish_evaluation", "plans:carry_over"}


class World:
    """A self-evaluation with one area to judge and the others judged, and a plan whose last review is closed."""

    def __init__(self, school: School, year: SchoolYear, head: User, lead: User) -> None:
        a_framework()
        SchoolYear.objects.create(start_year=2027)
        self.second = a_framework("second")
        self.head, self.lead = head, lead
        self.evaluation = an_evaluation(school, year, head, Framework.objects.get(code="ours"))
        for area, _ in areas_of(self.evaluation):
            judge(self.evaluation, head, area.code)
        self.plan = agreed_plan(school, year, head).plan
        Review.objects.filter(plan=self.plan).update(closed_at=NOW, closed_by=head)
        self.first = Priority.objects.filter(plan=self.plan).order_by("position", "pk")[0]

    def post(self, name: str, client_of: ClientOf) -> Any:
        """As the page would have sent it, opened before the school left or the year was closed."""
        area = [self.evaluation.pk, "reading"]
        seen = seen_of(sheet_of_evaluation(self.evaluation, areas_of(self.evaluation)))
        posts: dict[str, tuple[list[Any], dict[str, Any]]] = {
            "plans:start_evaluation": ([], self.start()),
            "plans:agree_evaluation": ([self.evaluation.pk], {"seen": seen, **self.agreed()}),
            "plans:judge_area": (area, {"grade": "weak", "instead_of": "secure"}),
            "plans:write_area": (area, {"start": f'{{"summary":"{mark_of("")}"}}', "summary": "Most read."}),
            "plans:give_view": (area, {"grade": "weak", "text": "I saw it.", "start": mark_of("")}),
            "plans:evaluate": ([self.plan.pk], self.outcome()),
            "plans:finish_evaluation": ([self.plan.pk], {}),
            "plans:carry_over": ([self.plan.pk], {"priority": [str(self.first.pk)]}),
        }
        args, data = posts[name]
        client = client_of(self.lead if name in OUTSIDE else self.head)
        return client.post(reverse(name, args=args), data)

    def start(self) -> dict[str, str]:
        """Of a second framework, for the school has one of the first."""
        return {"school": "900001", "year": str(self.evaluation.year_id), "framework": str(self.second.pk)}

    def agreed(self) -> dict[str, str]:
        return {f"grade-{area.code}": "secure" for area, _ in areas_of(self.evaluation)}

    def outcome(self) -> dict[str, str]:
        name = f"p{self.first.pk}-outcome"
        return {"start": f'{{"{name}":"{mark_of("")}"}}', name: "Most read."}


@pytest.fixture(scope="module")
def world_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with kept(django_db_blocker):
        alder = the_alder(a_trust())
        yield World(alder, a_year(), the_head(alder), people()("improvement_lead"))


@pytest.fixture
def world(db: None, world_kept: World) -> World:
    return deepcopy(world_kept)


def told(answer: Any) -> str:
    """On the page that came back, or on the one that the answer leads to."""
    return " ".join(said(answer)) if answer.status_code == 302 else answer.content.decode()


def everything() -> list[object]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in MODELS]


def ready(name: str) -> None:
    if name == "plans:finish_evaluation":
        SuccessCriterion.objects.update(state="met", result="23 of 28")
        Priority.objects.update(outcome="It came about.")
    if name == "plans:carry_over":
        Plan.objects.update(state="evaluated")


def test_every_address_of_self_evaluation_that_writes_is_asked_here() -> None:
    assert {name for name, row in ROWS.items() if "POST" in row.methods} == SELF


@pytest.mark.parametrize("name", sorted(SELF | ENDING))
def test_it_changes_something_while_they_are_open(world: World, client_of: ClientOf, name: str) -> None:
    ready(name)
    before = everything()
    world.post(name, client_of)
    assert everything() != before


@pytest.mark.once  # refused before anything is written; that it writes otherwise is seen on each
@pytest.mark.parametrize("name", sorted(SELF | ENDING))
def test_nothing_after_the_school_left(world: World, client_of: ClientOf, name: str) -> None:
    ready(name)
    School.objects.filter(urn=900001).update(left_date=date(2026, 11, 20))
    before = everything()
    answer = world.post(name, client_of)
    assert LEFT in told(answer)
    assert everything() == before


@pytest.mark.once  # refused before anything is written; that it writes otherwise is seen on each
@pytest.mark.parametrize("name", sorted(SELF | ENDING - {"plans:carry_over"}))
def test_nothing_in_a_closed_year(world: World, client_of: ClientOf, name: str) -> None:
    """Carrying over is out of a year that may be closed, into the next: test_year_end.py."""
    ready(name)
    SchoolYear.objects.filter(start_year=2026).update(closed_at=NOW, closed_by=world.lead)
    before = everything()
    answer = world.post(name, client_of)
    words = CLOSED.get(name, "2026/27 is closed, so its self-evaluation can be read and not changed")
    assert words in told(answer)
    assert everything() == before


@pytest.mark.parametrize("name", ["plans:write_area", "plans:evaluate"])
def test_what_was_typed_is_given_back(world: World, client_of: ClientOf, name: str) -> None:
    School.objects.filter(urn=900001).update(left_date=date(2026, 11, 20))
    answer = world.post(name, client_of)
    assert (answer.status_code, "Most read." in answer.content.decode()) == (410, True)


def test_the_pages_offer_nothing_to_write(world: World, client_of: ClientOf) -> None:
    School.objects.filter(urn=900001).update(left_date=date(2026, 11, 20))
    pages = {
        "self_evaluation": world.evaluation.pk, "agree_evaluation": world.evaluation.pk,
        "evaluate": world.plan.pk, "carry_over": world.plan.pk,
    }  # fmt: skip
    for name, pk in pages.items():
        who = world.lead if name == "agree_evaluation" else world.head
        page = client_of(who).get(reverse(f"plans:{name}", args=[pk])).content.decode()
        assert LEFT in page, name
        assert '<form method="post" novalidate' not in page.partition("<main")[2], name
    for who in (world.head, world.lead):
        url = reverse("plans:evaluation_area", args=[world.evaluation.pk, "reading"])
        page = client_of(who).get(url).content.decode().partition("<main")[2]
        assert (LEFT in page, "<textarea" in page, "<form" in page) == (True, False, False)
