"""Files handed in with an event: what is kept, what is refused, what goes again."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage

from people.models import AuditEntry, User
from schedule.actions import (
    ChangedMeanwhile,
    Refused,
    attach_file,
    remove_attachment,
)
from schedule.models import Attachment, Event
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import NOW, EventOf, office, pdf

pytestmark = pytest.mark.usefixtures("built_kept")


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    return event_of(alder, "P10.visit")


def entries() -> list[tuple[str, str, str, str]]:
    rows = AuditEntry.objects.exclude(action="year.build").order_by("pk")
    return list(rows.values_list("action", "before", "after", "reason"))


def attach(event: Event, by: User, file: BytesIO | None = None, code: str = "briefing") -> Attachment:
    file = file or pdf()
    return attach_file(event=event, name=file.name, file=file, document_code=code, by=by, now=NOW)


def test_attach(visit: Event, head: User) -> None:
    added = attach(visit, head)
    stored = Attachment.objects.get()
    assert (stored.name, stored.document_code, stored.content_type, stored.added_by) == (
        "agenda.pdf", "briefing", "application/pdf", head,
    )  # fmt: skip
    kept_as = str(stored.file.name)
    assert stored.size == len(pdf().getvalue()) == default_storage.size(kept_as)
    assert "agenda" not in kept_as
    assert len(kept_as.rpartition("/")[2]) == 32 + len(".pdf")
    assert entries() == [("attachment.add", "", "briefing", "")]
    assert added == stored


def test_a_file_that_is_not_what_it_says_leaves_nothing_behind(visit: Event, head: User) -> None:
    with pytest.raises(Refused, match="has macros in it"):
        attach(visit, head, office("x", "word/vbaProject.bin"))
    assert (Attachment.objects.count(), entries()) == (0, [])


def test_only_a_document_of_the_step(visit: Event, head: User) -> None:
    with pytest.raises(Refused, match="does not belong to this step"):
        attach(visit, head, code="appraisal")


@pytest.mark.parametrize("code", ["appraisal", ""])
def test_confidential_papers_stay_outside(
    visit: Event, alder: School, head: User, event_of: EventOf, code: str
) -> None:
    with pytest.raises(Refused, match="is confidential, so it is kept outside the portal"):
        attach(event_of(alder, "P15.statement"), head, code=code)
    assert Attachment.objects.count() == 0


def test_remove_deletes_the_file_and_keeps_the_line(
    visit: Event, head: User, django_capture_on_commit_callbacks: Any
) -> None:
    added = attach(visit, head)
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=added, by=head, now=NOW)
    kept = Attachment.objects.get()
    assert (kept.removed_at, kept.removed_by) == (NOW, head)
    assert default_storage.exists(str(kept.file.name)) is False
    assert entries()[-1] == ("attachment.remove", "", "briefing", "")
    with pytest.raises(ChangedMeanwhile):
        remove_attachment(attachment=added, by=head, now=NOW)
