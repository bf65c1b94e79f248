"""Who may open which address: writing a process, a step and a study page of a draft."""

from typing import Any

from handbook.models import Chapter, Edition, Process, Step
from people.models import User
from schedule.models import Event
from tests.conftest import NOW
from tests.rows import ACTION, FORM, LEADERS, Row, thing

# An empty POST has nothing of the page in it.
ROWS: dict[str, Row] = {
    "handbook:edit_process": thing(FORM, LEADERS, "written_draft", "written_process", post=422),
    "handbook:edit_study": thing(FORM, LEADERS, "written_draft", "written_process", post=422),
    "handbook:edit_step": thing(FORM, LEADERS, "written_draft", "written_process", "written_step", post=422),
    "handbook:here": thing(ACTION, LEADERS, "written_draft", post=422),
}
NOWHERE: dict[str, Any] = {"written_draft": 999999, "written_process": "P99", "written_step": "nothing"}


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    draft = Edition.objects.create(title="Next year", made_at=NOW)
    chapter = Chapter.objects.create(edition=draft, code="the-year", title="The year", position=1)
    process = Process.objects.create(
        edition=draft, chapter=chapter, code="P01", slug="visits", title="Visits", position=1, notice=20
    )
    Step.objects.create(process=process, code="read", title="Read", position=1, kind="task")
    return {"written_draft": draft.pk, "written_process": "P01", "written_step": "read"}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    return {}
