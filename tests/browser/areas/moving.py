"""Pages and who opens them: moving dates."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from schedule.models import Event, Proposal
from tests.browser.rows import CSV, POST, Row, Without


def with_another_day_chosen(page: Page) -> None:
    page.get_by_label("The new day").fill("2027-01-16")
    page.get_by_text("is a weekend").first.wait_for()


def with_nothing_said(page: Page) -> None:
    page.locator("button[value=move]").click()


def with_a_day_for_all(page: Page) -> None:
    page.get_by_label("The new day").fill("2027-01-16")
    page.get_by_role("button", name="See what this means").click()
    page.get_by_text("What follows it").wait_for()


def with_no_school_ticked(page: Page) -> None:
    for box in page.locator("input[name=event]").all():
        box.uncheck()
    page.get_by_role("button", name="See what this means").click()


PAGES: list[Row] = [
    Row("schedule:move_together", "/events/{everywhere}/move-together/", "lead"),
    Row("schedule:move_together", "/events/{everywhere}/move-together/", "lead", then=with_a_day_for_all),
    Row("schedule:move_together", "/events/{everywhere}/move-together/", "lead", 422, with_no_school_ticked),
    Row("schedule:move", "/events/{to_move}/move/", "head.alder"),
    Row("schedule:move", "/events/{to_move}/move/?to=2027-01-16", "lead"),
    Row("schedule:move", "/events/{to_move}/move/?to=2027-01-20", "lead", then=with_another_day_chosen),
    Row("schedule:move", "/events/{to_move}/move/?to=2027-01-20", "lead", 422, with_nothing_said),
    Row("schedule:move", "/events/{asked_of_head}/move/", "head.alder"),
    Row("schedule:event", "/events/{asked_of_head}/", "head.alder"),
    Row("schedule:event", "/events/{asked_of_head}/", "lead"),
    Row("schedule:event", "/events/{settled}/", "head.alder"),
    Row("schedule:notice", "/notice/", "trustee"),
    Row("schedule:notice", "/notice/?school=trust", "lead"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "schedule:undo_moves": Without("/events/undo-moves/", POST, "an action", "lead"),
    "schedule:undo_move": Without("/events/{to_move}/undo-move/", POST, "an action", "lead"),
    "schedule:agree": Without("/events/{to_move}/agree/", POST, "an action"),
    "schedule:proposal_agree": Without("/events/1/proposals/1/agree/", POST, "an action"),
    "schedule:proposal_counter": Without("/events/1/proposals/1/counter/", POST, "an action"),
    "schedule:proposal_decline": Without("/events/1/proposals/1/decline/", POST, "an action"),
    "schedule:proposal_withdraw": Without("/events/1/proposals/1/withdraw/", POST, "an action"),
    "schedule:notice_csv": Without("/notice/moves.csv", CSV, "a file", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """What the demo talks about, and something of Alder that nobody talks about."""
    ours = Event.objects.filter(school__urn=900001, year__start_year=2026)
    waits = Proposal.objects.get(state="open", side="trust", event__school__urn=900001)
    settled = Proposal.objects.get(state="agreed", event__school__urn=900001)
    quiet = ours.filter(state="planned", step__kind="review", due_date__gt=date(2027, 1, 4), proposals=None)
    everywhere = Event.objects.filter(
        year__start_year=2026, state="planned", key="P10.visit#2", school__urn=900001
    )
    return {
        "everywhere": everywhere.get().pk,
        "asked_of_head": waits.event_id,
        "settled": settled.event_id,
        "to_move": quiet.order_by("due_date", "pk").values_list("pk", flat=True)[0],
    }
