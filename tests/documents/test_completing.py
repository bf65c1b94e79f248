"""What submitting a document does to its step."""

import pytest
from django.test import Client

from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.documents.conftest import EventOf, Fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("laid_out_kept")]


@pytest.fixture
def head(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("headteacher", alder, name="Ruth Ellison"))


def test_a_step_waits_for_all_its_documents(
    head: Client, event_of: EventOf, alder: School, fill: Fill
) -> None:
    event = event_of(alder, "P15.two")
    answer = fill(head, event, "submit/", "one")
    event.refresh_from_db()
    assert event.state == "planned"
    assert "The step is done once this is in too: Other." in head.get(answer["Location"]).content.decode()
    fill(head, event, "submit/", "other")
    event.refresh_from_db()
    assert event.state == "done"


def test_a_meeting_that_lies_ahead_is_not_done_by_its_papers(
    head: Client, event_of: EventOf, alder: School, fill: Fill
) -> None:
    event = event_of(alder, "P15.meeting")
    answer = fill(head, event, "submit/", "minutes")
    event.refresh_from_db()
    assert event.state == "planned"
    assert "its day, 11 December, lies ahead" in head.get(answer["Location"]).content.decode()


def test_somebody_elses_step_stays_open(client_of: ClientOf, make_person: MakePerson, event_of: EventOf, alder: School,
                                         fill: Fill) -> None:  # fmt: skip
    event = event_of(alder, "P15.moderate")
    fill(client_of(make_person("middle_leader", alder)), event, "submit/", "record")
    event.refresh_from_db()
    assert event.state == "planned"
