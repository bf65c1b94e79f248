"""Versions as they were agreed, what differs between two plans, and the line of sight from the trust to its schools."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from people.models import User
from plans.models import Plan, Priority, SuccessCriterion
from plans.queries.differences import counted, differences
from plans.sheet import ActionLine, MilestoneLine, MonitoringLine, ObjectiveSheet, PlanSheet, PrioritySheet
from schools.models import School, SchoolYear
from schools.terms import PERIODS, period_names
from tests.conftest import ClientOf, MakePerson
from tests.plans.a_written_plan import a_plan

NAMES = period_names("half-terms")


def an_action(pk: int, text: str) -> ActionLine:
    return ActionLine(pk, text, "Amira", "", None, None, date(2026, 12, 1), None, "", "", "not_started", None)


def a_sheet(pk: int = 1, *titles: str, actions: tuple[ActionLine, ...] = ()) -> PlanSheet:
    rows = (
        PrioritySheet(
            pk * 10 + n, n, title, "", (), "", "Amira", "", "", "", "", (),
            (ObjectiveSheet(pk * 100 + n, f"By July {title.lower()} is better", "", "", actions=actions),),
        )
        for n, title in enumerate(titles, 1)
    )  # fmt: skip
    return PlanSheet(pk, "Alder", 900001, 2026, "Every child reads.", "", "", tuple(rows))


def told(old: PlanSheet, new: PlanSheet) -> list[tuple[str, str, str]]:
    return [(one.sort, one.kind, one.title) for one in differences(old, new, NAMES)]


def test_nothing_differs_from_itself() -> None:
    assert told(a_sheet(1, "Reading"), a_sheet(1, "Reading")) == []


def test_rows_of_one_plan_are_matched_by_what_they_are() -> None:
    old, new = a_sheet(1, "Reading", "Writing"), a_sheet(1, "Maths")
    assert told(old, new) == [
        ("Priority", "changed", "Maths"),
        ("Objective", "changed", "By July maths is better"),
        ("Priority", "removed", "Writing"),
    ]
    words = next(one for one in differences(old, new, NAMES)[0].parts if one.label == "Title")
    assert ("<del>" in words.html, "<ins>" in words.html) == (True, True)


def test_plans_of_two_years_are_matched_by_what_they_say() -> None:
    old = a_sheet(1, "Reading with ease", "Attendance of all")
    new = a_sheet(2, "Science", "Reading with more ease")
    assert [one for one in told(old, new) if one[0] == "Priority"] == [
        ("Priority", "added", "Science"),
        ("Priority", "changed", "Reading with more ease"),
        ("Priority", "removed", "Attendance of all"),
    ]


def test_actions_that_came_and_went_and_how_they_stand_is_no_difference() -> None:
    old = a_sheet(1, "Reading", actions=(an_action(1, "Hear them"), an_action(2, "Buy books")))
    new = a_sheet(
        1, "Reading", actions=(replace(an_action(1, "Hear them"), state="done"), an_action(3, "Tell parents"))
    )
    things = differences(old, new, NAMES)
    assert [(one.kind, one.title) for one in things] == [("added", "Tell parents"), ("removed", "Buy books")]
    assert counted(things) == {"added": 1, "removed": 1, "changed": 0}


@pytest.mark.parametrize("scheme", ["half-terms", "terms"])
@pytest.mark.parametrize("pk", [1, 2])
def test_half_terms_are_said_as_the_trust_says_them(scheme: str, pk: int) -> None:
    """Of one plan and of two years."""
    names = period_names(scheme)
    old, new = (with_lines(a_sheet(one, "Reading"), period) for one, period in ((1, "AUT2"), (pk, "SPR1")))
    found = {part.label: part.html for part in differences(old, new, names)[0].parts}
    for label in ("Milestones", "Who checks"):
        was, now = (
            re.sub("<[^>]*>", "", re.sub(f"<{gone}>.*?</{gone}>", "", found[label]))
            for gone in ("ins", "del")
        )
        assert (names["AUT2"] in was, names["SPR1"] in now) == (True, True)
        assert [code for code in PERIODS if code in was + now] == []


def with_lines(sheet: PlanSheet, period: str) -> PlanSheet:
    priority = sheet.priorities[0]
    objective = replace(
        priority.objectives[0],
        milestones=(MilestoneLine(1, period, "It is seen.", None, "not_started"),),
        monitoring=(MonitoringLine(1, period, "Hear six children", "A governor", "", None, "not_started"),),
    )
    return replace(sheet, priorities=(replace(priority, objectives=(objective,)),))


def test_what_people_wrote_is_never_html() -> None:
    old, new = a_sheet(1, "Reading"), replace(a_sheet(1, "Reading"), vision="<img src=x onerror=alert(1)>")
    assert "<img" not in differences(old, new, NAMES)[0].parts[0].html


# ------------------------------------------------------------------ the pages


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def agreed(alder: School, year: SchoolYear, lead: User, client_of: ClientOf) -> Plan:
    plan = a_plan(alder, year, lead, state=Plan.State.WITH_TRUST).plan
    client_of(lead).post(reverse("plans:agree", args=[plan.pk]))
    return plan


@pytest.mark.django_db
def test_a_version_reads_as_it_did_that_day(agreed: Plan, lead: User, client_of: ClientOf) -> None:
    Priority.objects.update(title="Other words")
    client = client_of(lead)
    page = client.get(reverse("plans:version", args=[agreed.pk, 1])).context["page"]
    assert [one.sheet.title for one in page.priorities] == ["Reading 1"]
    missing = [client.get(f"/plans/{agreed.pk}/versions/{number}/").status_code for number in (2, 0, 10**12)]
    assert missing == [404, 404, 404]


@pytest.mark.django_db
def test_readers_compare_agreed_versions_alone(
    agreed: Plan, lead: User, client_of: ClientOf, make_person: MakePerson, alder: School
) -> None:
    url = reverse("plans:compare", args=[agreed.pk])
    Priority.objects.update(title="Other words")
    things = client_of(lead).get(url).context["things"]
    governor = client_of(make_person("local_governor", alder))
    assert [(one.sort, one.title) for one in things] == [("Priority", "Other words")]
    assert [one.code for one in governor.get(url).context["choices"]] == ["1"]
    assert client_of(lead).get(url, {"from": "1", "to": "77"}).status_code == 404


@pytest.mark.django_db
def test_with_nothing_to_compare_it_says_what_is_there(
    alder: School, year: SchoolYear, lead: User, client_of: ClientOf, make_person: MakePerson
) -> None:
    plan = a_plan(alder, year, lead, state=Plan.State.WITH_TRUST).plan
    url = reverse("plans:compare", args=[plan.pk])
    assert "No version of this plan is agreed yet." in client_of(lead).get(url).content.decode()
    client_of(lead).post(reverse("plans:agree", args=[plan.pk]))
    governor = client_of(make_person("local_governor", alder))
    assert "Only one version is agreed so far." in governor.get(url).content.decode()


@pytest.mark.django_db
def test_the_line_of_sight(
    agreed: Plan, year: SchoolYear, lead: User, client_of: ClientOf, birch: School, django_assert_num_queries: Any,
    make_person: MakePerson,
) -> None:  # fmt: skip
    trust = a_plan(None, year, lead)
    client_of(lead).post(reverse("plans:agree", args=[trust.plan.pk]))
    agreed.priorities.update(serves=trust.priority)
    SuccessCriterion.objects.filter(objective__priority__plan=agreed).update(
        result="18 of 28", state="in_progress"
    )
    draft = a_plan(birch, year, lead)
    Priority.objects.filter(pk=draft.priority.pk).update(serves=trust.priority)
    url = reverse("plans:sight", args=[trust.priority.pk])
    sight = client_of(make_person("trustee")).get(url).context["sight"]
    assert [(one.school.known_as, one.objectives[0].results[0].result) for one in sight.served] == [
        ("Alder", "18 of 28")
    ]
    assert (sight.without, sight.not_agreed) == ((), 1)
    head = client_of(make_person("headteacher", birch))
    assert head.get(url).context["sight"].served == ()  # another school is not told of
    served = client_of(lead).get(trust.plan.get_absolute_url()).context["page"].priorities[0].served_by
    assert served == 2
