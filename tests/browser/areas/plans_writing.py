"""Pages and who opens them: writing a plan, and its life."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from people.models import User
from plans.actions.life import amend_plan
from plans.models import Objective, Plan, PlanAction, Priority
from tests.browser.rows import POST, Row, Without


def with_two_pages_of_a_paste(page: Page) -> None:
    page.get_by_label("Because").fill("A child reads. " * 400)
    page.get_by_role("button", name="Save", exact=True).click()


def with_a_new_line(page: Page) -> None:
    page.get_by_role("button", name="Add a milestone").click()


def without_words(page: Page) -> None:
    page.locator("main form[method=post] [type=submit]").first.click()


def with_the_comment_forms(page: Page) -> None:
    page.evaluate("for (const more of document.querySelectorAll('main details')) more.open = true")


DRAFT = "/plans/{draft_plan}/"
PAGES: list[Row] = [
    Row("plans:start", "/plans/start/", "head.alder"),
    Row("plans:start", "/plans/start/", "lead", 422, without_words),
    Row("plans:start", "/plans/start/", "governor.alder", 403),
    Row("plans:plan", "/plans/{agreed_plan}/", "head.alder"),
    Row("plans:plan", "/plans/{agreed_plan}/", "governor.alder"),
    Row("plans:plan", "/plans/{agreed_plan}/", "partner", then=with_the_comment_forms),
    Row("plans:plan", DRAFT, "head.maple"),
    Row("plans:plan", DRAFT, "trustee"),
    Row("plans:plan", "/plans/{sent_plan}/", "lead"),
    Row("plans:plan", "/plans/{amended_plan}/", "trustee"),
    Row("plans:plan", "/plans/{trust_plan}/", "ceo"),
    Row("plans:send", f"{DRAFT}send/", "head.maple"),
    Row("plans:give_back", "/plans/{sent_plan}/give-back/?past", "lead"),
    Row("plans:give_back", "/plans/{sent_plan}/give-back/", "lead", 422, without_words),
    Row("plans:agree", "/plans/{sent_plan}/agree/", "lead"),
    Row("schedule:event", "/events/{review_step}/", "head.alder"),
    Row("plans:amend", "/plans/{agreed_plan}/amend/", "head.alder"),
    Row("plans:archive", "/plans/{agreed_plan}/archive/", "head.alder"),
    Row("plans:write_plan", f"{DRAFT}write/", "head.maple"),
    Row("plans:order", f"{DRAFT}order/", "head.maple"),
    Row("plans:add_priority", f"{DRAFT}priorities/add/", "head.maple", 422, without_words),
    Row("plans:write_priority", "/plans/priorities/{draft_priority}/", "head.maple"),
    Row(
        "plans:write_priority",
        "/plans/priorities/{draft_priority}/",
        "head.maple",
        422,
        with_two_pages_of_a_paste,
    ),
    Row("plans:add_objective", "/plans/priorities/{draft_priority}/objectives/add/", "head.maple"),
    Row("plans:write_objective", "/plans/objectives/{draft_objective}/", "head.maple"),
    Row("plans:write_objective", "/plans/objectives/{draft_objective}/", "head.maple", then=with_a_new_line),
    Row(
        "plans:add_action",
        "/plans/objectives/{draft_objective}/actions/add/",
        "head.maple",
        422,
        without_words,
    ),
    Row("plans:write_action", "/plans/actions/{draft_action}/", "head.maple"),
    Row("plans:remove", "/plans/priorities/{draft_priority}/remove/", "head.maple"),
    Row("plans:progress", "/plans/objectives/{agreed_objective}/progress/", "head.alder"),
    Row("plans:versions", "/plans/{amended_plan}/versions/", "trustee"),
    Row("plans:version", "/plans/{amended_plan}/versions/1/", "trustee"),
    Row("plans:compare", "/plans/{amended_plan}/compare/?from=1&to=2", "trustee"),
    Row("plans:compare", "/plans/{agreed_plan}/compare/?from=last-year&to=now", "head.alder"),
    Row("plans:sight", "/plans/trust/priorities/{trust_priority}/", "trustee"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "plans:trust": Without("/plans/trust/", 302, "leads to the plan", "trustee"),
    "plans:comment": Without("/plans/{agreed_plan}/comment/", POST, "an action"),
    "plans:settle": Without("/plans/comments/{comment}/settle/", POST, "an action", "lead"),
    "plans:take_back": Without("/plans/{agreed_plan}/take-back/", POST, "an action"),
    "plans:add_line": Without(
        "/plans/objectives/{draft_objective}/add-milestone/", POST, "an action", "lead"
    ),
    "plans:remove_line": Without(
        "/plans/objectives/{draft_objective}/remove-milestone/1/", POST, "an action", "lead"
    ),
    "plans:here": Without("/plans/priorities/{draft_priority}/here/", POST, "an action", "lead"),
    "plans:move": Without("/plans/priorities/{draft_priority}/move/", POST, "an action", "lead"),
    "plans:under_way": Without("/plans/actions/{draft_action}/under-way/", POST, "an action", "lead"),
    "plans:result": Without("/plans/criteria/1/result/", POST, "an action", "lead"),
    "plans:seen": Without("/plans/milestones/1/seen/", POST, "an action", "lead"),
    "plans:found": Without("/plans/monitoring/1/found/", POST, "an action", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    lead = User.objects.get(email="lead@demo.example")
    rows = Plan.objects.filter(year__start_year=today.year if today.month > 8 else today.year - 1)
    plans = {plan.school.known_as: plan for plan in rows.select_related("school") if plan.school}
    trust = rows.get(school=None)
    amend_plan(plan=plans["Birch"], by=lead, now=now)
    draft = Priority.objects.filter(plan=plans["Maple"]).order_by("position")[0]
    objective = draft.objectives.order_by("position")[0]
    return {
        "agreed_plan": plans["Alder"].pk,
        "agreed_objective": Objective.objects.filter(priority__plan=plans["Alder"]).order_by("pk")[0].pk,
        "review_step": plans["Alder"].reviews.get(period="AUT2").event_id,
        "draft_plan": plans["Maple"].pk,
        "draft_priority": draft.pk,
        "draft_objective": objective.pk,
        "draft_action": PlanAction.objects.filter(objective=objective).order_by("position")[0].pk,
        "sent_plan": plans["Larch"].pk,
        "comment": plans["Larch"].comments.order_by("pk")[0].pk,
        "amended_plan": plans["Birch"].pk,
        "trust_plan": trust.pk,
        "trust_priority": trust.priorities.order_by("position")[0].pk,
    }
