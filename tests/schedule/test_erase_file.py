"""A file that must go, also out of a closed year: `manage.py erase_file`."""

from datetime import date
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from people.models import AuditEntry, User
from people.roles import ROLES
from schedule.actions import attach_file
from schedule.models import Attachment
from schools.models import School, SchoolYear
from tests.conftest import NOW, MakePerson
from tests.schedule.conftest import EventOf, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


@pytest.fixture
def admin(make_person: MakePerson) -> User:
    return make_person("portal_admin")


@pytest.fixture
def file(
    built: object, alder: School, year: SchoolYear, event_of: EventOf, admin: User, make_person: MakePerson
) -> Attachment:
    """Handed in by the head, in a year that is closed since."""
    event, head = event_of(alder, "P10.visit"), make_person("headteacher", alder)
    made = attach_file(event=event, name="a.pdf", file=pdf(), document_code="", by=head, now=NOW)
    SchoolYear.objects.filter(pk=year.pk).update(closed_at=NOW, closed_by=admin)
    return made


def erase(number: int, by: str, because: str = "It names a child.") -> str:
    out = StringIO()
    call_command("erase_file", str(number), "--by", by, "--because", because, stdout=out)
    return out.getvalue()


def test_the_file_goes_and_its_line_stays(
    file: Attachment, admin: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    kept_as = str(file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(file.pk, admin.email) == "“a.pdf” is deleted.\n"
    assert not default_storage.exists(kept_as)
    file.refresh_from_db()
    assert (file.removed_by, file.removed_at is None) == (admin, False)
    said = AuditEntry.objects.get(action="attachment.remove")
    assert (said.actor_name, said.reason) == (admin.name, "It names a child.")


@pytest.mark.parametrize(
    ("number", "by", "because", "sentence"),
    [
        (0, "nobody@example.org", "Why.", "Nobody here has the address 'nobody@example.org'."),
        (1, "", "Why.", "There is no file"),
        (0, "", " ", "Say why it is deleted."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_goes(
    file: Attachment, admin: User, number: int, by: str, because: str, sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        erase(file.pk + number, by or admin.email, because)
    assert str(refused.value).endswith("Nothing was deleted.")
    assert Attachment.objects.get().removed_at is None


def test_twice_is_said(file: Attachment, admin: User) -> None:
    erase(file.pk, admin.email)
    with pytest.raises(CommandError, match="was taken off before"):
        erase(file.pk, admin.email)


def refused(file: Attachment, by: User) -> None:
    with pytest.raises(CommandError) as why:
        erase(file.pk, by.email)
    assert str(why.value) == f"{by.name} may not delete files here. Nothing was deleted."
    assert Attachment.objects.get().removed_at is None


@pytest.mark.parametrize("role", ["local_governor", "headteacher", "trustee", "governance_professional"])
def test_it_is_no_decision_of(file: Attachment, alder: School, make_person: MakePerson, role: str) -> None:
    refused(file, make_person(role, None if ROLES[role].trust_wide else alder))


def test_whose_role_has_ended_or_who_is_not_here_any_more_decides_nothing(
    file: Attachment, admin: User, make_person: MakePerson
) -> None:
    refused(file, make_person("improvement_lead", to=date(2026, 11, 22)))
    User.objects.filter(pk=admin.pk).update(is_active=False)
    refused(file, admin)


@pytest.mark.parametrize("role", ["improvement_lead", "ceo"])
def test_who_leads_the_trust_decides_it(file: Attachment, make_person: MakePerson, role: str) -> None:
    assert erase(file.pk, make_person(role).email) == "“a.pdf” is deleted.\n"
