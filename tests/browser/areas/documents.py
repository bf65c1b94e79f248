"""Pages and who opens them: documents."""

from datetime import date, datetime
from typing import Any

from playwright.sync_api import Page

from people.models import User
from schedule.actions import start_paper, submit_paper
from schedule.actions.papers import Written
from schedule.models import Event
from tests.browser.rows import PDF, POST, Row, Without

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOTE = "/events/{of_note}/documents/plan-on-a-page/"
REPORT = "/events/{of_report}/documents/attendance-report/"
BLANK = "/handbook/targets/documents/target-sheet/"
TEMPLATE = "/documents/templates/target-sheet/"


def submitted_too_soon(page: Page) -> None:
    page.get_by_role("button", name="Submit", exact=True).click()


def without_a_template(page: Page) -> None:
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.get_by_role("button", name="Use this template", exact=True).click()


PAGES: list[Row] = [
    Row("documents:choose", f"{BLANK}fill/", "lead"),
    Row("documents:choose", f"{BLANK}fill/", "governor.alder"),
    Row("documents:paper", REPORT, "head.alder"),
    Row("documents:paper", REPORT, "head.alder", 422, submitted_too_soon),
    Row("documents:paper", "/events/{of_secret}/documents/pre-meeting-reflection/", "head.alder"),
    Row("documents:version", f"{NOTE}versions/1/", "head.alder"),
    Row("documents:version", f"{NOTE}versions/1/", "governor.alder", 403),
    Row("documents:templates", "/documents/templates/", "lead"),
    Row("documents:template", TEMPLATE, "lead"),
    Row("documents:template", TEMPLATE, "lead", 422, without_a_template),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "documents:blank_word": Without(f"{BLANK}blank.docx", WORD, "a file"),
    "documents:blank_pdf": Without(f"{BLANK}blank.pdf", PDF, "a file"),
    "documents:filled_word": Without(f"{REPORT}filled.docx", WORD, "a file"),
    "documents:filled_pdf": Without(f"{REPORT}filled.pdf", PDF, "a file"),
    "documents:version_word": Without(f"{NOTE}versions/1.docx", WORD, "a file"),
    "documents:version_pdf": Without(f"{NOTE}versions/1.pdf", PDF, "a file"),
    "documents:save": Without(f"{REPORT}save/", POST, "an action"),
    "documents:submit": Without(f"{REPORT}submit/", POST, "an action"),
    "documents:start": Without(f"{REPORT}start/", POST, "an action"),
    "documents:remove_template": Without(f"{TEMPLATE}remove/", POST, "an action", "lead"),
    "documents:kept_template": Without(
        f"{TEMPLATE}kept.docx", 404, "no template of its own: no file", "lead"
    ),
    "documents:template_to_start_from": Without(f"{TEMPLATE}start.docx", WORD, "a file", "lead"),
    "documents:template_preview": Without(f"{TEMPLATE}preview.docx", WORD, "a file", "lead"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    alder = Event.objects.filter(school__urn=900001, year__start_year=2026)
    head = User.objects.get(email="head.alder@demo.example")
    note = alder.filter(step__documents__code="plan-on-a-page").order_by("due_date").first()
    report = (
        alder.filter(step__documents__code="attendance-report", due_date__gte=today)
        .order_by("due_date")
        .first()
    )
    secret = alder.filter(step__documents__code="pre-meeting-reflection").first()
    assert note
    assert note.step
    assert report
    assert secret
    document = note.step.documents.get(code="plan-on-a-page")
    rows = {"priorities": [["Reading", "Gaps", "Daily phonics", "Checks", "Deputy"]]}
    answers = {one["code"]: "Written" for one in document.fields if one["kind"] != "table"} | rows
    start_paper(event=note, document=document, answers=answers, by=head, now=now)
    submit_paper(
        event=note,
        document=document,
        written=Written({}, {}, {}),
        by=head,
        now=now,
        today=today,
        may_complete=False,
    )
    return {"of_note": note.pk, "of_report": report.pk, "of_secret": secret.pk}
