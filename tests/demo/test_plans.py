"""The plans of the fictional trust hold together, on whichever day somebody runs the demo."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q
from pytest_django.plugin import DjangoDbBlocker

from demo import plans, trust
from demo.plans.reading import FOLDER
from plans.models import (
    AreaEvaluation,
    EvaluationVersion,
    Milestone,
    Monitoring,
    Objective,
    Plan,
    PlanAction,
    PlanVersion,
    Priority,
    PriorityReview,
    Review,
    SelfEvaluation,
    SuccessCriterion,
)
from plans.queries import sheets_of
from plans.sheet import as_content, from_content
from schedule.models import Event
from schools.models import Appointment, School, SchoolYear
from schools.queries import calendars
from schools.terms import start_year_of

# When nothing has begun, the day of the demo, and when nearly everything is over.
DAYS = (date(2026, 9, 10), date(2026, 11, 23), date(2027, 6, 20))

pytestmark = pytest.mark.django_db


# Which day it is hangs on no database: on each, the day of the demo.
ON_EACH_DAY = [pytest.param(day, marks=() if day == DAYS[1] else pytest.mark.once) for day in DAYS]


@pytest.fixture(scope="module", params=ON_EACH_DAY, ids=str)
def today(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[date]:
    """The whole trust, made once for each day and rolled back after the last test of that day."""
    day: date = request.param
    now = datetime.combine(day, time(9), UTC)
    with django_db_blocker.unblock(), transaction.atomic():
        trust.make_trust(today=day, now=now)
        call_command("load_frameworks")
        year = SchoolYear.objects.get(start_year=start_year_of(day))
        plans.make_evaluations(year=year, today=day, now=now)
        plans.make_plans(year=year, today=day, now=now)
        yield day
        transaction.set_rollback(True)


@pytest.fixture
def year(db: None, today: date) -> SchoolYear:
    return SchoolYear.objects.get(start_year=start_year_of(today))


on_the_day = pytest.mark.parametrize("today", [DAYS[1]], indirect=True, ids=str)


def stages(year: SchoolYear) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for plan in (
        Plan.objects.filter(year=year)
        .select_related("school")
        .order_by(F("school__urn").asc(nulls_first=True))
    ):
        rows.setdefault(plan.state, []).append(plan.school.known_as if plan.school else "The trust")
    return rows


@on_the_day
def test_ten_plans_stand_at_different_stages(year: SchoolYear) -> None:
    assert stages(year) == {
        "agreed": ["The trust", "Birch", "Cedar", "Hazel", "Holly"],
        "in_review": ["Alder", "Elm"],
        "with_trust": ["Larch"],
        "draft": ["Maple", "Oak", "Rowan"],
    }
    last = SchoolYear.objects.get(start_year=2025)
    assert stages(last) == {"evaluated": ["Alder", "Elm"]}
    assert Priority.objects.filter(plan__year=year, carried_from__plan__year=last).count() == 5
    assert list(PlanVersion.objects.filter(number=2).values_list("plan__school__short_name", flat=True)) == [
        "Birch"
    ]
    birch = Plan.objects.get(school__short_name="Birch")
    assert PlanAction.objects.filter(objective__priority__plan=birch).count() == 30
    first, second = (one.content for one in birch.versions.order_by("number"))
    assert [len(one["priorities"][0]["objectives"][0]["actions"]) for one in (first, second)] == [5, 6]
    assert [one["priorities"][0]["objectives"][0]["criteria"][0]["target"] for one in (first, second)] == [
        "54% (99 of 184)",
        "51% (94 of 184)",
    ]


def test_every_plan_reads_back_on_any_day(today: date) -> None:
    for year in SchoolYear.objects.filter(plans__isnull=False).distinct():
        some = list(Plan.objects.filter(year=year).select_related("school", "year"))
        for sheet in sheets_of(some, calendars(year, [None, *School.objects.all()])).values():
            assert from_content(as_content(sheet)) == sheet
            assert 1 <= len(sheet.priorities) <= 5
    for version in PlanVersion.objects.all():
        assert as_content(from_content(version.content)) == version.content


def test_dates_lie_in_the_year_and_moments_in_the_past(today: date) -> None:
    now = datetime.combine(today, time(9), UTC)
    for action in PlanAction.objects.select_related("objective__priority__plan__year"):
        start = action.objective.priority.plan.year.start_year
        assert action.planned_start
        assert action.planned_end
        assert date(start, 9, 1) <= action.planned_start <= action.planned_end <= date(start + 1, 8, 31)
    late = Plan.objects.filter(Q(started_at__gt=now) | Q(state_at__gt=now) | Q(changed_at__gt=now))
    backwards = Plan.objects.filter(Q(state_at__lt=F("started_at")) | Q(changed_at__lt=F("state_at")))
    assert [*late, *backwards] == []
    assert PlanVersion.objects.filter(agreed_at__gt=now).count() == 0
    assert EvaluationVersion.objects.filter(agreed_at__gt=now).count() == 0
    assert AreaEvaluation.objects.filter(Q(saved_at__gt=now) | Q(partner_at__gt=now)).count() == 0
    assert AreaEvaluation.objects.filter(saved_at__lt=F("self_evaluation__started_at")).count() == 0
    assert PriorityReview.objects.filter(saved_at__gt=now).count() == 0
    assert Event.objects.filter(done_date__gt=today).count() == 0
    assert Event.objects.filter(due_date__lt=today, state="planned").count() <= 3
    # What is over was reviewed or skipped with a reason.
    assert Review.objects.filter(event__due_date__lt=today, closed_at=None).count() == 0


@on_the_day
def test_who_monitors_does_not_lead(year: SchoolYear) -> None:
    checked = 0
    for look in Monitoring.objects.select_related("objective__priority"):
        leads = set(PlanAction.objects.filter(objective=look.objective).values_list("lead", flat=True))
        assert look.who_id not in leads | {look.objective.priority.lead_id}, look.how
        assert look.who_id or look.who_else
        checked += 1
    assert checked > 60


@on_the_day
def test_everything_can_be_saved_by_a_form(year: SchoolYear) -> None:
    """SQLite takes a text that is too long; PostgreSQL and the forms do not."""
    models = (
        Plan,
        Priority,
        Objective,
        SuccessCriterion,
        Milestone,
        PlanAction,
        Monitoring,
        Review,
        PriorityReview,
    )
    for model in (*models, SelfEvaluation, AreaEvaluation):
        for row in model._default_manager.all():
            row.clean_fields(exclude={field.name for field in model._meta.fields if field.is_relation})


@on_the_day
def test_a_plan_names_people_of_its_own_school(year: SchoolYear) -> None:
    """Or of the trust, or a colleague who holds the same role elsewhere."""
    at = {(one.person_id, one.school_id) for one in Appointment.objects.all()}
    for priority in Priority.objects.filter(plan__school__isnull=False).select_related("plan"):
        for person in (priority.lead_id, priority.supporter_id, priority.link_governor_id):
            assert person is None or (person, priority.plan.school_id) in at, priority.title


@on_the_day
def test_steps_exist_in_the_starter_handbook(year: SchoolYear) -> None:
    known = set(_steps(settings.BASE_DIR / "handbook" / "content" / "starter" / "processes"))
    named = {step for priority in Priority.objects.all() for step in priority.steps}
    assert named - known == set()


def _steps(folder: Path) -> Iterator[str]:
    for path in folder.glob("P*/process.yaml"):
        text = path.read_text(encoding="utf-8")
        steps = text.partition("\nsteps:")[2].partition("\ndocuments:")[0]
        yield from (
            f"{path.parent.name}.{code}" for code in re.findall(r"^- code: (\S+)", steps, re.MULTILINE)
        )


@on_the_day
def test_the_old_framework_stays_apart(year: SchoolYear) -> None:
    old = SelfEvaluation.objects.get(framework__code="ofsted-2019")
    assert (old.year.start_year, old.school.known_as) == (2025, "Alder")
    new = SelfEvaluation.objects.filter(framework__code="ofsted-2025", year=year)
    assert sorted(one.school.known_as for one in new.select_related("school")) == [
        "Alder", "Birch", "Cedar", "Elm", "Hazel", "Larch",
    ]  # fmt: skip
    assert not AreaEvaluation.objects.exclude(area__framework=F("self_evaluation__framework")).exists()


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.yaml")), ids=lambda path: path.stem)
def test_texts_name_no_year_outright(path: Path) -> None:
    """The demo is run in any year: a year is written as {this} or {next}."""
    text = path.read_text(encoding="utf-8")
    found = [
        line for line in text.splitlines() if re.search(r"\b20\d\d\b", line) and "framework:" not in line
    ]
    assert found == []
    assert isinstance(yaml.safe_load(re.sub(r"\{\w+\}", "2026", text)), dict)
