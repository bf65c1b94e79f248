"""Pages and who opens them: drafts."""

from datetime import date, datetime
from typing import Any

from handbook.actions import amend
from handbook.models import Edition, Step
from people.models import User
from tests.browser.rows import POST, Row, Without

DRAFT = "/handbook/drafts/{draft}/"
ZIP = "application/zip"
PAGES: list[Row] = [
    Row("handbook:drafts", "/handbook/drafts/", "lead"),
    Row("handbook:drafts", "/handbook/drafts/", "head.alder", 403),
    Row("handbook:import_pack", "/handbook/drafts/import/", "lead"),
    Row("handbook:draft", DRAFT, "lead"),
    Row("handbook:draft", f"{DRAFT}?arrange", "lead"),
    Row("handbook:discard", f"{DRAFT}discard/", "lead"),
    Row("handbook:edit_edition", f"{DRAFT}title/", "lead"),
    Row("handbook:edit_chapter", f"{DRAFT}chapters/starting-the-year/", "lead"),
    Row("handbook:edit_document", f"{DRAFT}P01/documents/autumn-meeting-record/", "lead"),
    Row("handbook:add_chapter", f"{DRAFT}add/chapter/", "lead"),
    Row("handbook:add_process", f"{DRAFT}add/process/", "lead"),
    Row("handbook:add_step", f"{DRAFT}P01/add/step/", "lead"),
    Row("handbook:add_document", f"{DRAFT}P01/add/document/", "lead"),
    Row("handbook:remove_chapter", f"{DRAFT}chapters/starting-the-year/remove/", "lead"),
    Row("handbook:remove_process", f"{DRAFT}P02/remove/", "lead"),
    Row("handbook:remove_step", f"{DRAFT}P01/steps/meeting/remove/", "lead"),
    Row("handbook:remove_document", f"{DRAFT}P01/documents/autumn-meeting-record/remove/", "lead"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "handbook:amend": Without("/handbook/drafts/amend/", POST, "an action", "lead"),
    "handbook:order_chapters": Without(f"{DRAFT}order/chapters/", POST, "an action", "lead"),
    "handbook:order_processes": Without(f"{DRAFT}order/processes/", POST, "an action", "lead"),
    "handbook:order_steps": Without(f"{DRAFT}P01/order/steps/", POST, "an action", "lead"),
    "handbook:order_documents": Without(f"{DRAFT}P01/order/documents/", POST, "an action", "lead"),
    "handbook:pack": Without("/handbook/packs/handbook.zip", ZIP, "a file", "lead"),
    "handbook:draft_pack": Without(f"{DRAFT}pack.zip", ZIP, "a file", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    lead = User.objects.get(email="lead@demo.example")
    in_force = Edition.objects.get(status=Edition.Status.PUBLISHED)
    draft = amend(edition=in_force, title="Handbook 2027/28", reason="", by=lead, now=now)
    Step.objects.filter(process__edition=draft, process__code="P01", code="meeting").update(
        timing="AUT1 W2-4"
    )
    return {"draft": draft.pk}
