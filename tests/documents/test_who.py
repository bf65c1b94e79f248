"""Who fills in, who reads, and who is not told that there is anything; and what is confidential."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schedule.models import Event, Paper
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.documents.conftest import FULL, EventOf, Fill, address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("laid_out_kept")]


@pytest.fixture
def submitted(
    client_of: ClientOf, make_person: MakePerson, alder: School, report: Event, fill: Fill
) -> Event:
    fill(client_of(make_person("headteacher", alder, name="Ruth Ellison")), report, "submit/")
    return report


@pytest.mark.once  # decided by the role
def test_who_reads_no_documents_is_told_nothing(
    client_of: ClientOf, make_person: MakePerson, alder: School, submitted: Event
) -> None:
    for role in ("trustee", "local_governor", "governance_professional", "middle_leader"):
        school = alder if role in ("local_governor", "middle_leader") else None
        client = client_of(make_person(role, school))
        page = client.get(f"/events/{submitted.pk}/").content.decode()
        assert ("Version 1" in page, "Submitted" in page) == (False, False)
        for path in (
            address(submitted, rest="versions/1/"),
            address(submitted, rest="versions/7/"),  # that is not there
            address(submitted),
            address(submitted, "no-such-document"),
            address(submitted, rest="filled.docx"),
        ):
            assert (role, path, client.get(path).status_code) == (role, path, 403)


def test_the_partner_reads_what_was_submitted_and_does_not_write_in_it(
    client_of: ClientOf, make_person: MakePerson, alder: School, submitted: Event
) -> None:
    partner = client_of(make_person("improvement_partner", alder))
    assert partner.get(address(submitted, rest="versions/1/")).status_code == 200
    assert partner.post(address(submitted, rest="start/")).status_code == 403
    assert "Change it" not in partner.get(address(submitted, rest="versions/1/")).content.decode()


def test_another_school_gets_the_same_as_for_nothing(
    client_of: ClientOf, make_person: MakePerson, birch: School, submitted: Event
) -> None:
    stranger = client_of(make_person("headteacher", birch))
    assert stranger.get(address(submitted, rest="versions/1/")).status_code == 404
    assert stranger.post(address(submitted, rest="save/"), FULL).status_code == 404


def test_a_subject_leader_fills_what_subject_leaders_write_and_nothing_else(
    client_of: ClientOf, make_person: MakePerson, alder: School, event_of: EventOf, fill: Fill
) -> None:
    middle = client_of(make_person("middle_leader", alder))
    assert fill(middle, event_of(alder, "P15.moderate"), code="record").status_code == 302
    # This step names them too, but its document is the headteacher's.
    assert middle.get(address(event_of(alder, "P15.reply"), "note")).status_code == 403


def test_a_confidential_document_has_no_form_and_can_be_taken_away(
    client_of: ClientOf, make_person: MakePerson, alder: School, event_of: EventOf
) -> None:
    head = client_of(make_person("headteacher", alder, name="Ruth Ellison"))
    event = event_of(alder, "P15.statement")
    page = head.get(address(event, "appraisal")).content.decode()
    assert "not filled in or kept in the portal" in page
    assert "<textarea" not in page
    for to in ("save/", "submit/", "start/"):
        assert head.post(address(event, "appraisal", to), FULL).status_code == 302
    assert Paper.objects.count() == 0
    assert (
        "is confidential, so it is not filled in here"
        in head.get(address(event, "appraisal")).content.decode()
    )
    assert head.get(address(event, "appraisal", "filled.docx")).status_code == 200


def test_for_which_school_and_event(
    client_of: ClientOf,
    make_person: MakePerson,
    alder: School,
    event_of: EventOf,
    django_assert_num_queries: object,
) -> None:
    event = event_of(alder, "P15.report#1")
    url = "/handbook/process-p15/documents/note/fill/"
    head = client_of(make_person("headteacher", alder))
    assert [one.pk for one in head.get(url).context["occasions"]][:1] == [event.pk]
    assert {one.place for one in head.get(url).context["occasions"]} == {"Alder"}
    lead = client_of(make_person("improvement_lead"))
    assert {one.place for one in lead.get(url).context["occasions"]} == {"Alder", "Birch"}
    trustee = client_of(make_person("trustee"))
    assert trustee.get(url).context["occasions"] == []


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_pages_ask_the_same_number_of_questions(
    client_of: ClientOf,
    make_person: MakePerson,
    alder: School,
    event_of: EventOf,
    submitted: Event,
    fill: Fill,
) -> None:
    lead = client_of(make_person("improvement_lead"))
    version = address(submitted, rest="versions/1/")
    one = (_queries(lead, version), _queries(lead, f"/events/{submitted.pk}/"))
    for _ in range(2):
        lead.post(address(submitted, rest="start/"))
        fill(lead, submitted, "submit/")
    lead.get(version)  # the messages are shown once
    assert (_queries(lead, version), _queries(lead, f"/events/{submitted.pk}/")) == one
