"""A head sees one of them: the handbook's step for the termly review, and not the plan's own date beside it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

import pytest
from django.db.models import Q
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from handbook.models import Document, Step
from people.models import User
from plans.actions import lay_out_plan
from plans.actions.reviews import close_review, reopen_review, skip_review, start_review
from plans.models import Plan, PlanVersion, Review
from plans.queries.glance import glance_of
from schedule.actions import complete_event
from schedule.actions.bulk import complete_many
from schedule.models import Event
from schedule.queries.times import school_time
from schools.access import access_of
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, ClientOf, a_trust, a_year, the_alder, the_birch
from tests.handbook.writing_pages import words
from tests.keeping import kept
from tests.plans.a_plan import Made, agreed_plan, rate, the_head
from tests.plans.asked_review import DUE, a_step, an_event, the_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_kept")]

OWN = Q(key__startswith="plan-review")
THEIRS = {period: f"P40.look#{period}" for period in DUE}
OURS = {period: f"plan-review-{period}" for period in DUE}


@dataclass
class Asked:
    """The handbook's steps of the plan's reviews, and the plan that follows them."""

    events: dict[str, Event]
    made: Made


@pytest.fixture(scope="module")
def asked_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asked]:
    with kept(django_db_blocker):
        trust = a_trust()
        alder, year, step = the_alder(trust), a_year(), the_step()
        the_birch(trust)
        events = {period: an_event(step, alder, year, key, DUE[period]) for period, key in THEIRS.items()}
        yield Asked(events, agreed_plan(alder, year, the_head(alder)))


@pytest.fixture
def asked(db: None, asked_kept: Asked) -> dict[str, Event]:
    return deepcopy(asked_kept.events)


@pytest.fixture
def made(db: None, asked_kept: Asked) -> Made:
    return deepcopy(asked_kept.made)


@pytest.fixture
def step(db: None) -> Step:
    return Step.objects.get()


@pytest.fixture
def no_plan(db: None) -> None:
    """It is begun after what the test changes."""
    for model in (PlanVersion, Review, Plan):
        model._default_manager.all().delete()
    Event.objects.filter(step=None).delete()


@pytest.fixture
def not_asked(no_plan: None) -> None:
    """The handbook does not ask yet."""
    Event.objects.all().delete()


def dates(made: Made) -> dict[str, str]:
    return dict(Review.objects.filter(plan=made.plan).values_list("period", "event__key"))


def laid_out(made: Made) -> dict[str, str]:
    lay_out_plan(plan=made.plan, now=NOW, today=TODAY)
    return dates(made)


def test_the_step_of_the_handbook_is_the_date_of_the_review(
    asked: dict[str, Event], made: Made, head: User
) -> None:
    assert (dates(made), Event.objects.filter(OWN).count()) == (THEIRS, 0)
    assert laid_out(made) == THEIRS  # twice changes nothing
    asked["AUT2"].refresh_from_db()
    assert (asked["AUT2"].title, asked["AUT2"].link, asked["AUT2"].revision) == ("Look at the plan", "", 0)


@pytest.mark.usefixtures("not_asked")
def test_dates_of_its_own_go_when_the_handbook_begins_to_ask_and_come_back_when_it_stops(
    alder: School, year: SchoolYear, head: User, step: Step
) -> None:
    made = agreed_plan(alder, year, head)
    assert dates(made) == OURS
    autumn = an_event(step, alder, year, "P40.look", DUE["AUT2"])
    assert laid_out(made) == OURS | {"AUT2": "P40.look"}
    autumn.delete()
    assert laid_out(made) == OURS
    again = an_event(step, alder, year, "P40.look", DUE["AUT2"])
    assert laid_out(made) == OURS | {"AUT2": "P40.look"}
    Step.objects.update(kind="task")  # the trust's handbook says so now
    assert laid_out(made) == OURS
    again.refresh_from_db()
    assert (again.title, again.link) == ("Look at the plan", "")


@pytest.mark.usefixtures("not_asked")
def test_a_date_that_somebody_acted_on_stays(alder: School, year: SchoolYear, head: User, step: Step) -> None:
    made = agreed_plan(alder, year, head)
    complete_event(
        event=made.event("plan-review-AUT2"), done_date=TODAY, by=head, now=NOW, today=TODAY, by_owner=True
    )
    for period, due in DUE.items():
        an_event(step, alder, year, f"P40.look#{period}", due)
    assert laid_out(made) == THEIRS | {"AUT2": "plan-review-AUT2"}


@pytest.mark.usefixtures("no_plan")
@pytest.mark.parametrize(
    "what", ["no document of the plan", "two steps", "the trust's plan", "another school"]
)
def test_where_the_handbook_does_not_ask_for_it_the_plan_does(
    asked: dict[str, Event], step: Step, alder: School, birch: School, year: SchoolYear, head: User, what: str
) -> None:
    school: School | None = alder
    match what:
        case "no document of the plan":
            Document.objects.filter(code="school-development-plan").delete()
        case "two steps":
            an_event(a_step(step.process, "other"), alder, year, "P40.other", DUE["AUT2"])
        case "the trust's plan":
            school = None
            an_event(step, None, year, "P40.look", DUE["AUT2"])
        case _:
            school = birch
    assert dates(agreed_plan(school, year, head)) == OURS


def test_closing_it_does_the_step_and_taking_that_back_undoes_it(
    asked: dict[str, Event], made: Made, alder: School, head: User
) -> None:
    start_review(review=made.review(), by=head, now=NOW)
    rate(made, head)
    close_review(review=made.review(), summary="Good.", by=head, now=NOW, today=TODAY)
    event = asked["AUT2"]
    event.refresh_from_db()
    assert (event.state, event.done_date) == ("done", TODAY)
    assert laid_out(made) == THEIRS
    reopen_review(review=made.review(), by=head, now=NOW, today=TODAY)
    event.refresh_from_db()
    assert event.state == "planned"
    rows = Event.objects.filter(school=alder, state="planned", due_date__lte=date(2026, 12, 18))
    assert list(rows.filter(Q(step__isnull=False) | OWN)) == [event]  # one thing in the head's list


def test_skipping_it_says_why_at_the_step(asked: dict[str, Event], made: Made, head: User) -> None:
    skip_review(review=made.review(), reason="Ofsted came.", by=head, now=NOW, today=TODAY)
    asked["AUT2"].refresh_from_db()
    assert (asked["AUT2"].state, asked["AUT2"].state_reason) == ("not_needed", "Ofsted came.")


def test_the_page_of_the_step_leads_to_the_review_those_who_write_it(
    asked: dict[str, Event], made: Made, head: User, client_of: ClientOf
) -> None:
    client, address = client_of(head), asked["AUT2"].get_absolute_url()
    page = client.get(address)
    assert "Autumn review" in words(page)
    assert f'href="/plans/{made.plan.pk}/reviews/AUT2/"' in page.content.decode()
    Review.objects.update(event=None)
    assert "autumn review" not in words(client.get(address)).lower()


def test_it_is_among_what_is_due_of_the_plan(
    asked: dict[str, Event], made: Made, alder: School, head: User
) -> None:
    today = date(2026, 12, 7)
    glance = glance_of(
        access=access_of(head, TODAY), plan=made.plan, time=school_time(None, alder, today), today=today, drafts=True
    )  # fmt: skip
    assert glance
    assert glance.review
    assert (glance.review.due, [line.pk for line in glance.due if line.pk == asked["AUT2"].pk]) == (
        DUE["AUT2"],
        [asked["AUT2"].pk],
    )


def test_its_step_is_done_and_undone_at_the_review_alone(
    asked: dict[str, Event], made: Made, head: User, client_of: ClientOf
) -> None:
    client, event = client_of(head), asked["AUT2"]
    sent = {"done": {"done_date": str(TODAY)}, "not_needed": {"reason": "No."}, "undo": {}}
    for name, data in sent.items():
        if name == "undo":
            skip_review(review=made.review(), reason="Ofsted came.", by=head, now=NOW, today=TODAY)
        answer = client.post(reverse(f"schedule:{name}", args=[event.pk]), data, follow=True)
        assert "close, skip or reopen the review itself." in words(answer)
        assert f'action="{reverse(f"schedule:{name}", args=[event.pk])}"' not in answer.content.decode()
        assert f'href="/plans/{made.plan.pk}/reviews/AUT2/"' in answer.content.decode()
        event.refresh_from_db()
        assert event.state == ("not_needed" if name == "undo" else "planned")
    left = complete_many(events=[asked["SPR2"]], done_date=TODAY, by=head, now=NOW, today=TODAY).left
    assert [one.why for one in left] == [
        "This step is the plan’s review: close, skip or reopen the review itself. No other form is needed."
    ]
