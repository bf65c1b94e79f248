"""The POSTs of an event: done, not needed, undo, attach, remove. Each with the same handful of cases."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from people.models import User
from schedule.actions import attach_file, complete_event
from schedule.models import Attachment, Event, StateChange
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf, pdf

pytestmark = pytest.mark.usefixtures("built_kept")

POSTS = ("done", "not-needed", "undo", "attach")


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


@pytest.fixture
def visit(built: object, alder: School, event_of: EventOf) -> Event:
    return event_of(alder, "P10.visit")


@pytest.fixture
def client(head: User, client_of: ClientOf) -> Client:
    return client_of(head)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def read(client: Client, attachment: Attachment) -> tuple[int, Any]:
    """The status of a download and its headers. Read to its end, so that the file is closed again."""
    response: Any = client.get(f"/attachments/{attachment.pk}/")
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response.status_code, (content, response.headers)


def form(verb: str) -> dict[str, Any]:
    forms: dict[str, dict[str, Any]] = {
        "done": {"done_date": "2026-11-20"},
        "not-needed": {"reason": "No pupils yet."},
        "undo": {},
        "attach": {"document": "briefing", "file": SimpleUploadedFile("agenda.pdf", b"%PDF-1.7 x")},
    }
    return forms[verb]


def state(event: Event) -> tuple[str, date | None, str]:
    fresh = Event.objects.get(pk=event.pk)
    return fresh.state, fresh.done_date, fresh.state_reason


# --- it works


def test_done(visit: Event, client: Client) -> None:
    response = client.post(f"/events/{visit.pk}/done/", form("done"))
    assert (response.status_code, response["Location"]) == (302, f"/events/{visit.pk}/")
    assert state(visit) == ("done", date(2026, 11, 20), "")


def test_the_message_carries_an_undo_that_works(visit: Event, client: Client) -> None:
    page = client.post(f"/events/{visit.pk}/done/", form("done"), follow=True).content.decode()
    change = StateChange.objects.get()
    assert page.count(f'action="/events/{visit.pk}/undo/"') == 2  # in the message, and on the page
    assert page.count(f'name="change" value="{change.pk}"') == 2
    response = client.post(f"/events/{visit.pk}/undo/", {"change": change.pk})
    assert said(response) == ["“P10 visit” is as it was before."]
    assert state(visit) == ("planned", None, "")


def test_a_title_cannot_break_out_of_the_message(visit: Event, client: Client) -> None:
    Event.objects.filter(pk=visit.pk).update(title="<script>alert(1)</script>")
    page = client.post(f"/events/{visit.pk}/done/", form("done"), follow=True).content.decode()
    assert page.count("<script>alert(1)") == 0


def test_not_needed(visit: Event, client: Client) -> None:
    response = client.post(f"/events/{visit.pk}/not-needed/", form("not-needed"))
    assert (response.status_code, state(visit)) == (302, ("not_needed", None, "No pupils yet."))


def test_attach_and_read_again(visit: Event, client: Client) -> None:
    response = client.post(f"/events/{visit.pk}/attach/", form("attach"))
    assert (response.status_code, said(response)) == (302, ["“agenda.pdf” is attached."])
    stored = Attachment.objects.get()
    status, (content, headers) = read(client, stored)
    assert (status, content) == (200, b"%PDF-1.7 x")
    assert headers["Content-Disposition"] == 'attachment; filename="agenda.pdf"'
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


def test_remove(visit: Event, head: User, client: Client) -> None:
    kept = attach_file(event=visit, name="a.pdf", file=pdf(), document_code="", by=head, now=NOW)
    assert client.get(f"/attachments/{kept.pk}/remove/").status_code == 405
    response = client.post(f"/attachments/{kept.pk}/remove/")
    assert said(response) == ["“a.pdf” is removed, and the file deleted."]
    assert client.get(f"/attachments/{kept.pk}/").status_code == 404
    assert client.post(f"/attachments/{kept.pk}/remove/").status_code == 404


def test_it_leads_back_to_the_page_it_came_from_if_that_is_ours(visit: Event, client: Client) -> None:
    answers = []
    for back in (
        "/next/900001/",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:x",
        "",
    ):
        Event.objects.filter(pk=visit.pk).update(state="planned", done_date=None)
        answers.append(client.post(f"/events/{visit.pk}/done/", {**form("done"), "back": back})["Location"])
    assert answers == ["/next/900001/", *[f"/events/{visit.pk}/"] * 5]


# --- somebody else


@pytest.mark.parametrize("verb", POSTS)
def test_a_senior_leader_may_too(
    visit: Event, head: User, alder: School, make_person: MakePerson, client_of: ClientOf, verb: str
) -> None:
    if verb == "undo":
        complete_event(event=visit, done_date=TODAY, by=head, now=NOW, today=TODAY)
    deputy = client_of(make_person("senior_leader", alder))
    assert deputy.post(f"/events/{visit.pk}/{verb}/", form(verb)).status_code == 302
    assert (state(visit)[0], Attachment.objects.count()) == {
        "done": ("done", 0), "not-needed": ("not_needed", 0), "undo": ("planned", 0), "attach": ("planned", 1),
    }[verb]  # fmt: skip


@pytest.mark.parametrize("verb", POSTS)
def test_a_stranger_gets_404_and_a_reader_403(
    visit: Event,
    head: User,
    alder: School,
    birch: School,
    make_person: MakePerson,
    client_of: ClientOf,
    verb: str,
) -> None:
    if verb == "undo":
        complete_event(event=visit, done_date=TODAY, by=head, now=NOW, today=TODAY)
    before, url = state(visit), f"/events/{visit.pk}/{verb}/"
    statuses = [
        client_of(person).post(url, form(verb)).status_code
        for person in (
            make_person("headteacher", birch), make_person("local_governor", alder), make_person("trustee"),
            make_person("middle_leader", alder), make_person("portal_admin"),
        )
    ]  # fmt: skip
    assert statuses == [404, 403, 403, 403, 403]
    assert (state(visit), Attachment.objects.count()) == (before, 0)


@pytest.mark.parametrize("verb", POSTS)
def test_get_is_405_and_missing_404(visit: Event, client: Client, verb: str) -> None:
    assert client.get(f"/events/{visit.pk}/{verb}/").status_code == 405
    assert client.post(f"/events/999999/{verb}/", form(verb)).status_code == 404


@pytest.mark.parametrize("verb", POSTS)
def test_a_request_from_elsewhere_is_refused(visit: Event, head: User, verb: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(head)
    assert strict.post(f"/events/{visit.pk}/{verb}/", form(verb)).status_code == 403


def test_files_are_for_those_who_read_documents_and_for_who_added_them(
    visit: Event, head: User, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    kept = attach_file(event=visit, name="a.pdf", file=pdf(), document_code="", by=head, now=NOW)
    lead_of_reading = make_person("middle_leader", alder)
    own = attach_file(event=visit, name="b.pdf", file=pdf(), document_code="", by=lead_of_reading, now=NOW)
    roles = {
        "headteacher elsewhere": make_person("headteacher", birch), "governor": make_person("local_governor", alder),
        "trustee": make_person("trustee"), "middle leader": lead_of_reading,
        "partner": make_person("improvement_partner", alder), "lead": make_person("improvement_lead"),
    }  # fmt: skip
    statuses = {name: read(client_of(person), kept)[0] for name, person in roles.items()}
    assert statuses == {
        "headteacher elsewhere": 404, "governor": 403, "trustee": 403, "middle leader": 403,
        "partner": 200, "lead": 200,
    }  # fmt: skip
    assert read(client_of(lead_of_reading), own)[0] == 200
    assert client_of(roles["governor"]).post(f"/attachments/{kept.pk}/remove/").status_code == 403
    assert client_of(head).get("/attachments/999999/").status_code == 404


def test_a_file_lost_from_the_disk_is_not_found(visit: Event, head: User, client: Client) -> None:
    kept = attach_file(event=visit, name="a.pdf", file=pdf(), document_code="", by=head, now=NOW)
    kept.file.storage.delete(str(kept.file.name))
    assert client.get(f"/attachments/{kept.pk}/").status_code == 404


# --- bad input


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("verb", "data", "field", "error"),
    [
        ("done", {}, "done_date", "Give the day it was done."),
        ("done", {"done_date": "yesterday"}, "done_date", "Write the day as 2026-11-23."),
        (
            "not-needed", {"reason": "  "}, "reason",
            "Say why it is not needed: whoever reads this later needs the reason.",
        ),
        ("attach", {}, "file", "Choose a file."),
        ("attach", {"file": SimpleUploadedFile("a.pdf", b"")}, "file", "The file is empty: choose another."),
        (
            "attach", {"file": SimpleUploadedFile("a.pdf", b"<html>")}, "file",
            "“a.pdf” is not a PDF file inside. Open it, save it again and attach that.",
        ),
        (
            "attach", {"file": SimpleUploadedFile("a.pdf", b"%PDF-"), "document": "other"}, "file",
            "That document does not belong to this step. Choose one from the list, or none.",
        ),
    ],
)  # fmt: skip
def test_the_form_comes_back_with_what_is_wrong(
    visit: Event, client: Client, verb: str, data: dict[str, Any], field: str, error: str
) -> None:
    for value in data.values():
        if isinstance(value, BytesIO | SimpleUploadedFile):
            value.seek(0)
    response = client.post(f"/events/{visit.pk}/{verb}/", data)
    assert response.status_code == 422
    assert response.context["refused"].errors == {field: [error]}
    assert (state(visit), Attachment.objects.count()) == (("planned", None, ""), 0)


def test_what_was_typed_is_not_lost(visit: Event, client: Client) -> None:
    page = client.post(f"/events/{visit.pk}/not-needed/", {"reason": "x" * 1001}).content.decode()
    assert page.count("x" * 1001) == 1


def test_a_day_ahead_is_refused_in_a_sentence(visit: Event, client: Client) -> None:
    response = client.post(f"/events/{visit.pk}/done/", {"done_date": "2026-11-24"})
    assert said(response) == ["The day it was done lies ahead. Mark it as done once it has happened."]
    assert state(visit)[0] == "planned"


def test_the_second_tab_is_told_and_nothing_is_lost(visit: Event, client: Client) -> None:
    client.post(f"/events/{visit.pk}/done/", form("done"))
    response = client.post(f"/events/{visit.pk}/not-needed/", form("not-needed"))
    assert said(response)[-1] == (
        "This was changed a moment ago. Nothing is lost: look at it as it is now, then decide."
    )
    assert state(visit) == ("done", date(2026, 11, 20), "")


def test_an_undo_of_another_change_is_told(visit: Event, client: Client) -> None:
    client.post(f"/events/{visit.pk}/done/", form("done"))
    response = client.post(f"/events/{visit.pk}/undo/", {"change": "999999"})
    assert said(response)[-1].startswith("This was changed a moment ago.")
    assert client.post(f"/events/{visit.pk}/undo/", {"change": "x"}).status_code == 302
    assert client.post(f"/events/{visit.pk}/undo/", {"change": "9" * 5000}).status_code == 302
    assert state(visit)[0] == "planned"


def test_a_confidential_step_takes_no_files(
    built: object, alder: School, client: Client, event_of: EventOf
) -> None:
    statement = event_of(alder, "P15.statement")
    assert client.get(f"/events/{statement.pk}/").context["card"].takes_files is False
    response = client.post(
        f"/events/{statement.pk}/attach/",
        {"file": SimpleUploadedFile("a.pdf", b"%PDF-"), "document": "appraisal"},
    )
    assert response.status_code == 422
    assert response.context["refused"].errors == {
        "file": [
            (
                "“Appraisal” is confidential, so it is kept outside the portal, where your trust keeps such papers. "
                "Here, only mark the step as done."
            )
        ]
    }
