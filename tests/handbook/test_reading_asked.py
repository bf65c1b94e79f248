"""Being asked to read a process: by role or job, until it is confirmed, and again when its words change."""

from typing import Any

import pytest
from django.test import Client

from handbook.actions import AskedAlreadyError, end_reading_request
from handbook.models import Edition, ReadingRequest
from people.models import AuditEntry, User
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.editions import NEW_GUIDANCE, ONE, VISITS, ask, confirm, publish, titles
from tests.handbook.test_pages import text_of

pytestmark = pytest.mark.usefixtures("edition_kept")


def test_the_lead_asks_on_a_page(edition: Edition, client_of: ClientOf, lead: User, reader: Client) -> None:
    office = client_of(lead)
    assert '<a href="/handbook/partner-visits/ask/">' in office.get(VISITS).content.decode()
    assert "partner-visits/ask/" not in reader.get(VISITS).content.decode()
    answer = office.post(f"{VISITS}ask/", {"roles": ["headteacher", "senco"], "note": "Before you plan."})
    asked = ReadingRequest.objects.get()
    assert answer.headers["Location"] == f"/handbook/reading/{asked.pk}/"
    assert (asked.process_code, asked.roles, asked.note, asked.asked_by) == (
        "P01", ["headteacher", "senco"], "Before you plan.", lead,
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="reading.ask")
    assert (entry.after, entry.reason) == ("Headteacher, SENCO", "Before you plan.")
    text = text_of(reader.get(VISITS).content.decode())
    assert "Please read this and confirm Lena Lead asks you to read it" in text
    assert "“Before you plan.”" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose at least one role or job."),
        ({"roles": ["wizard"]}, "There is no role or job “wizard”."),
        ({"roles": ["headteacher"], "note": "x" * 501}, "The note has 501 characters: at most 500."),
    ],
)
def test_a_request_that_says_too_little_or_too_much(
    sent: dict[str, Any], said: str, edition: Edition, client_of: ClientOf, lead: User
) -> None:
    answer = client_of(lead).post(f"{VISITS}ask/", sent)
    text = text_of(answer.content.decode())
    assert (said in text, "Nobody was asked." in text, ReadingRequest.objects.count()) == (True, True, 0)


def test_one_request_at_a_time(edition: Edition, client_of: ClientOf, lead: User) -> None:
    first = ask(lead, "headteacher")
    with pytest.raises(AskedAlreadyError):
        ask(lead, "senco")
    office = client_of(lead)
    assert "that request is still open" in text_of(office.get(f"{VISITS}ask/").content.decode())
    answer = office.post(f"{VISITS}ask/", {"roles": ["senco"]})
    assert "Somebody has asked for this already." in text_of(answer.content.decode())
    end_reading_request(request=first, by=lead, now=NOW)
    ask(lead, "senco")
    assert [row.roles for row in ReadingRequest.objects.order_by("pk")] == [["headteacher"], ["senco"]]


def test_who_is_asked_sees_it_until_it_is_read(
    edition: Edition, reader: Client, head: User, lead: User, make_person: MakePerson, alder: School
) -> None:
    deputy = make_person("senior_leader", alder, job="senco")
    ask(lead, "headteacher")
    assert (titles(head), titles(deputy), titles(lead)) == ([("P01", "1 minute")], [], [])
    text = text_of(reader.get("/next/").content.decode())
    assert "To read Partner visits 1 minute" in text
    confirm(reader, edition)
    assert titles(head) == []
    assert "To read Partner visits" not in text_of(reader.get("/next/").content.decode())


@pytest.mark.parametrize(
    ("job", "asked", "waits"),
    [
        ("", "senior_leader", True),
        ("senco", "senior_leader", True),
        ("senco", "senco", True),
        ("data_lead", "senco", False),
        ("", "senco", True),  # the role answers for the job until somebody is named
        ("", "headteacher", False),
    ],
)
def test_asked_by_role_or_job(
    job: str, asked: str, waits: bool, edition: Edition, lead: User, make_person: MakePerson, alder: School
) -> None:
    person = make_person("senior_leader", alder, job=job)
    ask(lead, asked)
    assert bool(titles(person)) == waits


def test_only_changed_words_ask_again(edition: Edition, reader: Client, head: User, lead: User) -> None:
    ask(lead, "headteacher")
    ask(lead, "headteacher", code="P02")
    confirm(reader, edition)
    reader.post("/handbook/results-review/read/", {"edition": edition.pk})
    assert titles(head) == []
    publish(
        NEW_GUIDANCE, (ONE, "guidance: |\n    Walk round **together** first.", "guidance: |\n    Walk first."),
        days=1,
    )  # fmt: skip
    assert titles(head) == [("P01", "1 minute, two steps changed")]
    text = text_of(reader.get(VISITS).content.decode())
    assert "Please read what changed" in text
    assert (
        "You read it on 23 November 2026. Since then two steps changed: Partner visit , Send the note ."
        in text
    )
    assert "Partner visits 1 minute, two steps changed" in text_of(reader.get("/next/").content.decode())


@pytest.mark.parametrize("role", ["ceo", "trustee", "portal_admin"])
def test_the_first_page_of_the_trust_says_it_too(
    role: str, edition: Edition, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    ask(lead, role)
    text = text_of(client_of(make_person(role)).get("/").content.decode())
    assert "To read Partner visits" in text


def test_an_ended_request_asks_nobody(edition: Edition, head: User, lead: User, client_of: ClientOf) -> None:
    asked = ask(lead, "headteacher")
    office = client_of(lead)
    answer = office.post(f"/handbook/reading/{asked.pk}/end/", follow=True)
    assert "Ended. Nobody is asked to read it any more" in answer.content.decode()
    asked.refresh_from_db()
    assert (asked.ended_by, titles(head)) == (lead, [])
    again = office.post(f"/handbook/reading/{asked.pk}/end/", follow=True)
    assert "It was ended already." in again.content.decode()
    assert AuditEntry.objects.filter(action="reading.end").count() == 1


def test_a_process_that_is_gone_asks_nobody(edition: Edition, head: User, lead: User) -> None:
    asked = ask(lead, "headteacher")
    ReadingRequest.objects.filter(pk=asked.pk).update(process_code="P77")
    assert titles(head) == []
