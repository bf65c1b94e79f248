"""The full plan of five priorities as a PDF: against WeasyPrint alone on the same HTML, kept, and a hundred of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.floor import compare, run
from bench.portal import NOW, TODAY, add_schools, empty, head_of
from people.models import User
from plans.models import Milestone, Monitoring, Objective, Plan, PlanAction, Priority, SuccessCriterion
from plans.pdf import FORMS, html_of, kept, pdf_of, place_of
from plans.pdf.making import FACES
from plans.queries.prints import print_of, prints_of
from schools.models import School, SchoolYear

PRIORITIES, ACTIONS, BATCH, REPEATS = 5, 6, 100, 30
WHY = "Only 14 of the 27 children who were then in Year 2 read ninety words a minute, and those who did not gave up. "


def measure() -> None:
    year = empty()
    schools = add_schools(year, BATCH)
    head = head_of(schools[0])
    plans = [_plan(school, year, head) for school in schools]
    plan = Plan.objects.select_related("school__trust", "year").get(pk=plans[0].pk)
    with CaptureQueriesContext(connection) as asked:
        made = print_of(plan, drafts=True, today=TODAY)
    assert made is not None
    print(f"\nA plan of {PRIORITIES} priorities with {ACTIONS} actions each, read in {len(asked)} queries")
    _against_the_floor(plan)
    _kept(plan, head)
    _batch(plans)


def _against_the_floor(plan: Plan) -> None:
    made, form = print_of(plan, drafts=True, today=TODAY), FORMS["plan"]
    assert made is not None
    compare(
        ("plan", str(plan.pk)),
        html_of(made, form),
        (*FACES, f"print/{form.stylesheet}.css"),
        {"accent": made.accent, "size": "9pt"},
        rounds=3,
        times=5,
    )
    took, most = run("manage.py", "make_plan_pdf", str(plan.pk), "plan", "--drafts")
    assert kept.find(place_of(made, form, drafts=True)) is not None
    print(f"made apart, from the start of Python to the kept file  {took * 1000:6.0f} ms {most:5.0f} MB")


def _kept(plan: Plan, head: User) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(head)
    for form in FORMS:
        begun = perf_counter()
        answer = client.get(f"/plans/{plan.pk}/{form}.pdf")
        first = perf_counter() - begun
        assert answer.status_code == 200, (form, answer.status_code)
        times = []
        for _ in range(REPEATS):
            begun = perf_counter()
            assert client.get(f"/plans/{plan.pk}/{form}.pdf").content == answer.content
            times.append(perf_counter() - begun)
        said = "kept" if form == "plan" else f"{first * 1000:.0f} ms, then"
        print(
            f"{FORMS[form].title:<24} {said} {median(times) * 1000:6.1f} ms, {len(answer.content) // 1024} KB"
        )


def _batch(plans: list[Plan]) -> None:
    begun = perf_counter()
    rows = list(Plan.objects.filter(pk__in=[one.pk for one in plans]).select_related("school__trust", "year"))
    with CaptureQueriesContext(connection) as asked:
        made = prints_of(rows, drafts=True, today=TODAY)
    read = perf_counter() - begun
    begun = perf_counter()
    for one in made.values():
        pdf_of(one, FORMS["plan"])
    took = perf_counter() - begun
    print(f"{len(made)} plans: read in {read:.2f} s and {len(asked)} queries")
    print(f"{len(made)} plans: set in {took:.1f} s, {took / len(made) * 1000:.0f} ms each")


def _plan(school: School, year: SchoolYear, by: User) -> Plan:
    plan = Plan.objects.create(
        school=school, year=year, vision="Every child is known, and reads.", context=WHY * 3, started_at=NOW,
        started_by=by, state_at=NOW, state_by=by, changed_at=NOW, changed_by=by,
    )  # fmt: skip
    for number in range(PRIORITIES):
        priority = Priority.objects.create(
            plan=plan, position=number, title=f"From sounding out to reading {number}", because=WHY * 2, lead=by,
            stage="deliver", stop_doing="Whole-class carousels.",
        )  # fmt: skip
        one = Objective.objects.create(
            priority=priority, position=0, text="By July 2027 more pupils read with ease."
        )
        SuccessCriterion.objects.bulk_create(
            SuccessCriterion(
                objective=one, position=n, measure="Pupils who read 90 words", baseline="14", target="22"
            )
            for n in range(2)
        )
        Milestone.objects.bulk_create(
            Milestone(objective=one, period=period, text="The routine is seen in every lesson.")
            for period in ("AUT2", "SPR2", "SUM2")
        )
        PlanAction.objects.bulk_create(
            PlanAction(
                objective=one, position=n, text="Teach the routine four mornings a week, for fifteen minutes", lead=by,
                planned_start=TODAY, planned_end=TODAY + timedelta(7 * n), cost=Decimal(100 * n), budget_line="Cover",
            )
            for n in range(ACTIONS)
        )  # fmt: skip
        Monitoring.objects.bulk_create(
            Monitoring(objective=one, period=period, how="Hear the same six children read", who=by)
            for period in ("AUT2", "SUM2")
        )
    return plan
