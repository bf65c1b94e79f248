"""Pages and who opens them: reviews, carrying over, and plans at a glance."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from plans.models import Plan, Review
from tests.browser.rows import CSV, POST, Row, Without

THIS, REVIEW = "/plans/{plan_in_review}/", "/plans/{plan_in_review}/reviews/AUT2/"


def rated_without_a_sentence(page: Page) -> None:
    page.get_by_role("navigation", name="The priorities").get_by_role("link").nth(1).click()
    page.locator("section.review-part").nth(1).get_by_label("Off track").first.check()
    page.get_by_role("button", name="Save", exact=True).click()


def skipped_without_a_reason(page: Page) -> None:
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_text("Skip this review").click()
    page.get_by_role("button", name="Skip it with this reason").click()


def with_nothing_ticked(page: Page) -> None:
    page.get_by_role("button", name="Carry over what is ticked").click()


PAGES: list[Row] = [
    Row("plans:list", "/plans/", "head.alder"),
    Row("plans:list", "/plans/", "lead"),
    Row("plans:list", "/plans/?rating=A", "trustee"),
    Row("plans:list", "/plans/?state=archived", "lead"),
    Row("plans:themes", "/plans/themes/", "lead"),
    Row("plans:school", "/plans/schools/900004/", "lead"),
    Row("plans:school", "/plans/schools/900010/", "trustee"),
    Row("plans:review", REVIEW, "head.alder"),
    Row("plans:review", REVIEW, "partner"),
    Row("plans:review", REVIEW, "head.alder", 422, rated_without_a_sentence),
    Row("plans:review", REVIEW, "head.alder", 422, skipped_without_a_reason),
    Row("plans:review", "/plans/{plan_to_review}/reviews/AUT2/", "head.cedar"),
    Row("plans:review", "/plans/{plan_of_last_year}/reviews/SUM2/", "governor.alder"),
    Row("plans:evaluate", "/plans/{plan_of_last_year}/evaluate/", "head.alder"),
    Row("plans:evaluate", "/plans/{plan_to_evaluate}/evaluate/", "head.hazel"),
    Row("plans:carry_over", "/plans/{plan_of_last_year}/carry-over/", "head.alder"),
    Row("plans:carry_over", "/plans/{plan_over}/carry-over/", "head.cedar"),
    Row("plans:carry_over", "/plans/{plan_over}/carry-over/", "head.cedar", 422, with_nothing_ticked),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "plans:list_csv": Without("/plans/plans.csv", CSV, "a file", "lead"),
    "plans:reviews": Without(f"{THIS}reviews/", 302, "leads to the review to write"),
    "plans:start_review": Without(f"{REVIEW}start/", POST, "an action"),
    "plans:rate": Without(f"{REVIEW}rate/", POST, "an action"),
    "plans:review_here": Without(f"{REVIEW}here/", POST, "an action"),
    "plans:close_review": Without(f"{REVIEW}close/", POST, "an action"),
    "plans:skip_review": Without(f"{REVIEW}skip/", POST, "an action"),
    "plans:reopen_review": Without(f"{REVIEW}reopen/", POST, "an action"),
    "plans:finish_evaluation": Without(f"{THIS}evaluate/finish/", POST, "an action"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """Two plans are brought to their end besides: one is evaluated next, one was."""
    this = Plan.objects.filter(year__start_year=2026)
    hazel, holly = this.get(school__urn=900005), this.get(school__urn=900006)
    Review.objects.filter(plan__in=(hazel, holly)).update(closed_at=now, closed_by=hazel.changed_by)
    Plan.objects.filter(pk=holly.pk).update(state=Plan.State.EVALUATED)
    return {
        "plan_in_review": this.get(school__urn=900001).pk,
        "plan_to_review": this.get(school__urn=900003).pk,
        "plan_to_evaluate": hazel.pk,
        "plan_over": holly.pk,
        "plan_of_last_year": Plan.objects.get(school__urn=900001, year__start_year=2025).pk,
    }
