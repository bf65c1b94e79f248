"""Who may open which address: copies."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from copies.models import Copy
from handbook.models import Edition, Step
from people.models import User
from schedule.models import Event
from tests.conftest import NOW
from tests.rows import ACTION, PAGE, ROLES, SEE_EVENTS, Row, school

ROWS: dict[str, Row] = {
    "copies:handbook_pdf": Row(PAGE, ROLES, page=202),  # it is not made yet
    "copies:take": Row(PAGE, ROLES),
    "copies:make": Row(ACTION, ROLES),
    "copies:copy": school(PAGE, SEE_EVENTS, "copy"),
    "copies:file": school(PAGE, SEE_EVENTS, "copy"),
}
NOWHERE: dict[str, Any] = {"copy": 999999}  # an argument of an address to something that is not there


def of_trust(lead: User, step: Step) -> dict[str, Any]:
    """The arguments of the addresses, by name: things that there is one of for everybody."""
    return {}


def of_school(lead: User, event: Event) -> dict[str, Any]:
    """The same for things of the event's school."""
    edition = Edition.objects.get(status="published")
    copy = Copy.objects.create(
        key=f"{event.school_id:064}", edition=edition, part_title="The whole handbook", school=event.school,
        state="ready", file=default_storage.save("copies/one.pdf", ContentFile(b"%PDF-1.7")),
        pages=1, size=8, asked_at=NOW, asked_by=lead, made_at=NOW,
    )  # fmt: skip
    return {"copy": copy.pk}
