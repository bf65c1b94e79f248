"""Confirming that a process was read, being asked to, and what changed since."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handbook.actions import AskedAlreadyError, ask_for_reading, end_reading_request
from handbook.models import Edition, Process, Reading, ReadingRequest
from handbook.queries import processes_in_force, to_read
from people.models import AuditEntry, User
from schools.access import access_of
from schools.models import School
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.handbook.editions import ONE, TWO, publish
from tests.handbook.packs import PROCESS_TWO
from tests.handbook.test_pages import text_of

VISITS = "/handbook/partner-visits/"
NEW_GUIDANCE = (ONE, "guidance: Two pages.", "guidance: Three pages.")
OTHER_PROCESS = (TWO, "why: ", "why: Indeed, ")


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Hana Head")


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Lena Lead")


@pytest.fixture
def reader(head: User, client_of: ClientOf) -> Client:
    return client_of(head)


def confirm(client: Client, edition: Edition, **more: Any) -> Any:
    return client.post(f"{VISITS}read/", {"edition": edition.pk, **more}, follow=True)


def ask(lead: User, *roles: str, code: str = "P01", note: str = "") -> ReadingRequest:
    process = processes_in_force().get(code=code)
    return ask_for_reading(process=process, roles=roles, note=note, by=lead, now=NOW)


def titles(head: User) -> list[tuple[str, str]]:
    return [(one.process.code, one.about) for one in to_read(access_of(head, TODAY))]


def test_whoever_reads_may_say_so(edition: Edition, reader: Client, head: User) -> None:
    assert "Confirm that you have read it" in text_of(reader.get(VISITS).content.decode())
    assert Reading.objects.count() == 0
    text = text_of(confirm(reader, edition).content.decode())
    assert "You read this as it stands in edition 1, on 23 November 2026." in text
    assert "I have read this" not in text
    assert list(Reading.objects.values_list("person", "process_code", "edition")) == [
        (head.pk, "P01", edition.pk)
    ]


def test_the_school_of_the_page_is_kept(edition: Edition, reader: Client) -> None:
    answer = confirm(reader, edition, school="900001")
    assert answer.redirect_chain == [(f"{VISITS}?school=900001", 302)]
    assert confirm(reader, edition, school="//evil").redirect_chain == [(VISITS, 302)]


def test_what_was_read_before_it_changed_is_no_reading(edition: Edition, reader: Client) -> None:
    publish(NEW_GUIDANCE, days=1)
    html = confirm(reader, edition).content.decode()
    assert "Nothing was recorded: the words changed while this page was open." in html
    assert Reading.objects.count() == 0


def test_the_same_words_in_a_later_edition_are_read(edition: Edition, reader: Client) -> None:
    later = publish(OTHER_PROCESS, days=1)
    text = text_of(confirm(reader, edition).content.decode())
    assert "You read this as it stands in edition 2" in text
    assert Reading.objects.get().edition == later


@pytest.mark.parametrize("said", ["", "0", "999999", "x", "9" * 40, "-1"])
def test_a_forged_edition_records_nothing(said: str, edition: Edition, reader: Client) -> None:
    answer = reader.post(f"{VISITS}read/", {"edition": said})
    assert (answer.status_code, Reading.objects.count()) == (302, 0)


def test_nothing_is_confirmed_by_looking(edition: Edition, reader: Client) -> None:
    assert reader.get(f"{VISITS}read/").status_code == 405


def test_reading_again_keeps_one_row(edition: Edition, reader: Client) -> None:
    confirm(reader, edition)
    later = publish(NEW_GUIDANCE, days=1)
    confirm(reader, later)
    assert [row.edition_id for row in Reading.objects.all()] == [later.pk]


def test_the_trail_says_nothing_of_what_people_read(edition: Edition, reader: Client) -> None:
    before = AuditEntry.objects.count()
    confirm(reader, edition)
    assert AuditEntry.objects.count() == before


# ------------------------------------------------------------------ what changed since


def test_a_process_says_what_changed_since_it_was_read(edition: Edition, reader: Client) -> None:
    confirm(reader, edition)
    publish(NEW_GUIDANCE, OTHER_PROCESS, days=1)
    html = reader.get(VISITS).content.decode()
    text = text_of(html)
    assert "You read it on 23 November 2026. Since then one step changed: Send the note ." in text
    assert '<a href="#step-note">Send the note</a>' in html
    assert '<a href="#step-visit">' not in html
    assert text.count("Changed since you read it") == 2  # at the top, and at the step
    assert ("Two" in html, "<ins>" in html, "<del>" in html) == (True, True, True)


def test_new_and_withdrawn_steps_are_named(edition: Edition, reader: Client) -> None:
    confirm(reader, edition)
    publish((ONE, "- code: note\n  title: Send the note", "- code: letter\n  title: Send a letter"), days=1)
    text = text_of(reader.get(VISITS).content.decode())
    assert "one step changed, one step taken out: Send a letter . Taken out: Send the note." in text


def test_only_a_review_date_changes_no_words(edition: Edition, reader: Client) -> None:
    confirm(reader, edition)
    publish((ONE, "review_date: 2027-07-02", "review_date: 2028-07-02"), days=1)
    text = text_of(reader.get(VISITS).content.decode())
    assert "You read this as it stands in edition 2" in text
    assert "That was in edition 1, in the same words." in text


def test_contents_mark_what_changed(edition: Edition, reader: Client) -> None:
    confirm(reader, edition)
    publish(OTHER_PROCESS, days=1)
    assert "Changed since you read it" not in text_of(reader.get("/handbook/").content.decode())
    publish(NEW_GUIDANCE, days=2)
    for page in ("/handbook/", "/handbook/chapters/visits/"):
        assert text_of(reader.get(page).content.decode()).count("Changed since you read it") == 1


def test_the_page_of_changes(edition: Edition, reader: Client) -> None:
    page = "/handbook/changes/"
    assert "You have confirmed no reading yet" in text_of(reader.get(page).content.decode())
    confirm(reader, edition)
    first = text_of(reader.get(page).content.decode())
    assert "Nothing that you have read says anything else now." in first
    assert "It is the first edition: there was nothing before it." in first
    publish(NEW_GUIDANCE, days=1)
    later = publish(NEW_GUIDANCE, OTHER_PROCESS, days=2)
    html = reader.get(page).content.decode()
    text = text_of(html)
    since, _, last = text.partition(f"What edition {later.number} changed")
    assert (
        "You read it on 23 November 2026, in edition 1. Since then one step changed: Send the note ." in since
    )
    assert ("Results review" in since, "Results review" in last, "Partner visits" in last) == (
        False,
        True,
        False,
    )
    assert f'<a href="{VISITS}#step-note">Send the note</a>' in html


def test_only_what_came_after_the_first_edition_is_new(edition: Edition, reader: Client) -> None:
    third = PROCESS_TWO.replace("code: P02", "code: P03").replace("slug: results-review", "slug: third")
    third = third.replace("title: Results review", "title: A third way")
    files = {"processes/P03/process.yaml": third, "processes/P03/guide.md": "Words.\n"}
    publish(days=1, **files)
    text = text_of(reader.get("/handbook/changes/").content.decode())
    new = text[text.index("New to you") : text.index("What edition 2 changed")]
    assert ("A third way" in new, "Results review" in new) == (True, False)


def test_a_roll_back_asks_nobody_again(edition: Edition, reader: Client, head: User, lead: User) -> None:
    ask(lead, "headteacher")
    confirm(reader, edition)
    publish(NEW_GUIDANCE, days=1)
    assert titles(head) == [("P01", "1 minute, one step changed")]
    publish(days=2)
    assert titles(head) == []


# ------------------------------------------------------------------ being asked


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
    assert "To read Read: Partner visits 1 minute" in text
    confirm(reader, edition)
    assert titles(head) == []
    assert "Read: Partner visits" not in text_of(reader.get("/next/").content.decode())


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
    assert "You read it on 23 November 2026. Since then two steps changed: Partner visit , Send the note ." in text
    assert "Read: Partner visits 1 minute, two steps changed" in text_of(
        reader.get("/next/").content.decode()
    )


@pytest.mark.parametrize("role", ["ceo", "trustee", "portal_admin"])
def test_the_first_page_of_the_trust_says_it_too(
    role: str, edition: Edition, lead: User, make_person: MakePerson, client_of: ClientOf
) -> None:
    ask(lead, role)
    text = text_of(client_of(make_person(role)).get("/").content.decode())
    assert "Read: Partner visits" in text


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


# ------------------------------------------------------------------ how many questions it takes


def count(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["/handbook/", "/next/", VISITS, "/handbook/chapters/visits/"])
def test_more_readings_take_no_more_questions(
    page: str, edition: Edition, reader: Client, head: User, lead: User
) -> None:
    third = PROCESS_TWO.replace("code: P02", "code: P03").replace("slug: results-review", "slug: third")
    files = {"processes/P03/process.yaml": third, "processes/P03/guide.md": "Words.\n"}
    both = publish(days=1, **files)
    publish(NEW_GUIDANCE, OTHER_PROCESS, days=2, **files)
    counts = []
    for codes in (["P01"], ["P01", "P02", "P03"]):
        for code in codes:
            Reading.objects.update_or_create(
                person=head, process_code=code, defaults={"edition": both, "at": NOW + timedelta(days=1)}
            )
            if not ReadingRequest.objects.filter(process_code=code).exists():
                ask(lead, "headteacher", code=code)
        counts.append(count(reader, page))
    assert Process.objects.filter(edition__status="published").count() == 3
    assert counts[0] == counts[1]
