"""Pages and who opens them: self-evaluation."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from plans.models import SelfEvaluation
from tests.browser.rows import PDF, POST, Row, Without

EVERY = "/plans/self-evaluation/"
ALDER, CEDAR, LARCH = (f"{EVERY}{{evaluation_of_{one}}}/" for one in ("alder", "cedar", "larch"))
OLD = f"{EVERY}{{evaluation_before}}/"


def without_a_grade(page: Page) -> None:
    page.get_by_role("button", name="This is our judgement").click()


def without_words(page: Page) -> None:
    page.get_by_label("Your view").fill("")
    page.get_by_role("button", name="Give your view").click()


def agreed_too_soon(page: Page) -> None:
    page.get_by_role("button", name="Agree and keep this version").click()


PAGES: list[Row] = [
    Row("plans:self_evaluations", EVERY, "lead"),
    Row("plans:self_evaluations", EVERY, "trustee"),
    Row("plans:self_evaluations", EVERY, "head.alder"),
    Row("plans:self_evaluations", f"{EVERY}?year=2025", "lead"),
    Row("plans:start_evaluation", f"{EVERY}start/", "lead"),
    Row("plans:start_evaluation", f"{EVERY}start/?school=900006", "lead"),
    Row("plans:start_evaluation", f"{EVERY}start/", "head.alder"),
    Row("plans:evaluation_of_school", f"{EVERY}of/900006/", "lead"),
    Row("plans:self_evaluation", ALDER, "partner"),
    Row("plans:self_evaluation", ALDER, "governor.alder"),
    Row("plans:self_evaluation", OLD, "head.alder"),
    Row("plans:agree_evaluation", f"{LARCH}agree/", "lead"),
    Row("plans:agree_evaluation", f"{LARCH}agree/", "lead", 422, agreed_too_soon),
    Row("plans:agree_evaluation", f"{CEDAR}agree/", "lead"),
    Row("plans:compare_evaluation", f"{ALDER}compare/", "head.alder"),
    Row("plans:evaluation_version", f"{ALDER}versions/1/", "governor.alder"),
    Row("plans:evaluation_area", f"{ALDER}areas/inclusion/", "head.alder"),
    Row("plans:evaluation_area", f"{ALDER}areas/inclusion/", "partner"),
    Row("plans:evaluation_area", f"{ALDER}areas/inclusion/", "governor.alder", 403),
    Row("plans:evaluation_area", f"{OLD}areas/safeguarding/", "head.alder"),
    Row("plans:evaluation_area", f"{CEDAR}areas/leadership-and-governance/", "head.cedar"),
    Row("plans:judge_area", f"{CEDAR}areas/leadership-and-governance/", "head.cedar", 422, without_a_grade),
    Row("plans:give_view", f"{ALDER}areas/inclusion/", "partner", 422, without_words),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "plans:evaluation_pdf": Without(f"{ALDER}self-evaluation.pdf", PDF, "a file"),
    "plans:evaluation_version_pdf": Without(f"{ALDER}versions/1.pdf", PDF, "a file"),
    "plans:judge_area": Without(f"{ALDER}areas/inclusion/judge/", POST, "an action"),
    "plans:write_area": Without(f"{ALDER}areas/inclusion/write/", POST, "an action"),
    "plans:give_view": Without(f"{ALDER}areas/inclusion/view/", POST, "an action"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    found = SelfEvaluation.objects.order_by("year__start_year", "pk")
    schools = {"alder": 900001, "cedar": 900003, "larch": 900007}
    before = found.filter(school__urn=900001).first()
    assert before
    ids = {f"evaluation_of_{name}": found.filter(school__urn=urn).last() for name, urn in schools.items()}
    return {name: one.pk for name, one in ids.items() if one} | {"evaluation_before": before.pk}
