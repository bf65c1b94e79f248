"""Copies of the handbook: who gets which, when one is made, and what becomes of it."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django import DjangoCaptureOnCommitCallbacks

from copies import actions
from copies.models import Copy
from copies.queries import Wanted, find, wanted_of
from copies.queries.wanted import key_of
from copies.tasks import sweep as sweep_task
from handbook.models import Edition, Step
from people.access import Access, Holding
from people.models import AuditEntry, User
from schedule.models import Event
from schools.models import School
from tests.adapters.test_pdf import without_pango
from tests.conftest import NOW, TODAY, ClientOf, MakePerson
from tests.messages import said as told
from tests.schedule.conftest import SMALL, publish

PDF = "/handbook/handbook.pdf"
MAKE = "/handbook/copies/make/"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


@pytest.fixture
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of when a copy is made: none of its pages is set."""
    monkeypatch.setattr("copies.tasks.pdf_of", without_pages)


def without_pages(*_: object) -> tuple[bytes, int]:
    return b"%PDF-1.7", 1


def text_of(answer: Any) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    return "\n".join(page.extract_text() for page in reader.pages)


def wish(edition: Edition, school: School | None = None, *, tiers: bool = False) -> Wanted:
    return Wanted(edition, "P10", "Process P10", school, tiers)


def test_it_is_offered_then_made_then_served(built: Any, head: User, client_of: ClientOf, made: Any) -> None:
    client = client_of(head)
    answer = client.get(f"{PDF}?part=P10")
    assert (answer.status_code, answer.context["copy"]) == (202, None)
    copy = made(client, "P10")
    assert (copy.state, copy.school, copy.sees_tiers, copy.size) == ("ready", None, False, copy.file.size)
    said = text_of(client.get(f"{PDF}?part=P10"))
    assert "P10 visit" in said
    assert "P06 data" not in said  # only this part
    assert "2026/27" not in said
    assert AuditEntry.objects.filter(action="copy.ask").count() == 1
    page = client.get(copy.get_absolute_url()).content.decode()
    assert "Open the PDF" in page
    assert 'hx-trigger="every' not in page


def test_your_copy_has_your_dates(
    built: Any, head: User, alder: School, client_of: ClientOf, made: Any
) -> None:
    client = client_of(head)
    copy = made(client, "P10", alder)
    said = text_of(client.get(f"{PDF}?part=P10&school={alder.urn}"))
    assert "Tuesday 1 December 2026" in said
    assert "Alder Primary School 2026/27" in said
    assert copy.sees_tiers is True
    assert client.get(f"{PDF}?part=P10").status_code == 202  # the one without dates is another


def test_a_chapter_is_a_part_too(small: Edition, head: User, client_of: ClientOf) -> None:
    client_of(head).post(MAKE, {"part": "the-year"})
    assert Copy.objects.get().part_title == "The year"


def test_what_there_is_not(small: Edition, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    for query in (
        "?part=nothing", "?school=x", "?school=999999", "?school=-1", "?part=P99&school=", "?school=9999999999999",
    ):  # fmt: skip
        assert (query, client.get(PDF + query).status_code) == (query, 404)


def test_another_school_is_hidden_and_an_administrator_sees_no_dates(
    built: Any, head: User, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    assert client_of(head).get(f"{PDF}?school={birch.urn}").status_code == 404
    assert client_of(head).post(MAKE, {"school": birch.urn}).status_code == 404
    admin = client_of(make_person("portal_admin"))
    assert admin.get(f"{PDF}?school={birch.urn}").status_code == 403
    assert admin.get(PDF).status_code == 202
    assert Copy.objects.count() == 0


def test_dates_that_tell_a_tier_stand_in_no_copy_of_somebody_who_may_not_see_it(
    built: Any, alder: School, make_person: MakePerson, client_of: ClientOf, made: Any, year: Any
) -> None:
    """The step of P20 is asked of tiers 3 and 4 only."""
    step = built_step("P20", "review")
    Event.objects.create(
        school=alder, year=year, key="P20.review", step=step, title="P20 review", opens_date="2027-01-20",
        scheduled_date="2027-01-20", due_date="2027-01-20", owner_role="improvement_lead", changed_at=NOW,
    )  # fmt: skip
    head, governor = (
        client_of(make_person("headteacher", alder)),
        client_of(make_person("local_governor", alder)),
    )
    told, untold = made(head, "P20", alder), made(governor, "P20", alder)
    assert (told.sees_tiers, untold.sees_tiers) == (True, False)
    assert "20 January 2027" in text_of(head.get(f"{PDF}?part=P20&school={alder.urn}"))
    said = text_of(governor.get(f"{PDF}?part=P20&school={alder.urn}"))
    assert "20 January 2027" not in said
    assert said.count("No date at Alder") == 0
    assert governor.get(told.get_absolute_url()).status_code == 404
    assert governor.get(f"{told.get_absolute_url()}file.pdf").status_code == 404
    listed = governor.get("/handbook/copies/").context["copies"]
    assert [copy.pk for copy in listed] == [untold.pk]


def built_step(process: str, code: str) -> Any:
    return Step.objects.get(process__code=process, code=code, process__edition__status="published")


def test_one_copy_however_many_ask(small: Edition, head: User) -> None:
    first, is_to_make = actions.ask(wanted=wish(small), by=head, now=NOW, today=TODAY)
    second, again = actions.ask(wanted=wish(small), by=head, now=NOW, today=TODAY)
    assert (first.pk, is_to_make, again) == (second.pk, True, False)
    assert [actions.claim(pk=first.pk, now=NOW) for _ in range(3)] == [True, False, False]


def test_a_date_that_moves_asks_for_a_new_copy_and_takes_the_old_away(
    built: Any, head: User, alder: School, event_of: Any, client_of: ClientOf, made: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    client = client_of(head)
    with monkeypatch.context() as patch:
        patch.setattr("copies.tasks.pdf_of", without_pages)
        plain, old = made(client, "P10"), made(client, "P10", alder)
    event = event_of(alder, "P10.visit")
    event.opens_date = event.due_date = event.due_date + timedelta(days=1)
    event.save()
    assert client.get(f"{PDF}?part=P10&school={alder.urn}").status_code == 202
    assert client.get(old.get_absolute_url()).context["is_old"] is True
    new = made(client, "P10", alder)
    assert set(Copy.objects.values_list("pk", flat=True)) == {plain.pk, new.pk}
    assert "Wednesday 2 December 2026" in text_of(client.get(new.get_absolute_url() + "file.pdf"))
    assert not Path(old.file.path).exists()


def test_marking_a_step_done_changes_no_copy(built: Any, head: User, alder: School, event_of: Any) -> None:
    wanted = wish(Edition.objects.get(), alder, tiers=True)
    copy, _ = actions.ask(wanted=wanted, by=head, now=NOW, today=TODAY)
    Event.objects.filter(pk=event_of(alder, "P10.visit").pk).update(state="done", done_date=TODAY)
    assert find(wanted, TODAY) == copy


@pytest.mark.usefixtures("plain_pages")
def test_a_new_edition_asks_for_a_new_copy_and_the_sweep_takes_the_old_away(
    small: Edition, head: User, client_of: ClientOf, made: Any,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    client = client_of(head)
    old = made(client, "P10")
    publish(SMALL, number=2)
    assert client.get(f"{PDF}?part=P10").status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        swept = actions.sweep(today=TODAY, now=NOW)
    assert (swept.taken_away, Copy.objects.count(), Path(old.file.path).exists()) == (1, 0, False)


def test_a_copy_that_a_crash_left_is_begun_again_three_times_and_then_given_up(
    small: Edition, head: User
) -> None:
    copy, _ = actions.ask(wanted=wish(small), by=head, now=NOW, today=TODAY)
    for round_ in range(3):
        begun = NOW + timedelta(hours=round_)
        assert actions.claim(pk=copy.pk, now=begun) is True
        assert actions.sweep(today=TODAY, now=begun + timedelta(minutes=19)).freed == 0
        actions.sweep(today=TODAY, now=begun + timedelta(minutes=21))
    copy.refresh_from_db()
    assert (copy.state, copy.error) == ("failed", "It was begun three times and never finished.")
    again, is_to_make = actions.ask(wanted=wish(small), by=head, now=NOW, today=TODAY)
    assert (again.pk, again.state, again.attempts, is_to_make) == (copy.pk, "waiting", 0, True)


@pytest.mark.usefixtures("plain_pages")
def test_the_sweep_hands_on_what_nobody_began(
    small: Edition, head: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    copy, _ = actions.ask(wanted=wish(small), by=head, now=NOW - timedelta(days=1), today=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_task()
    copy.refresh_from_db()
    assert copy.state == "ready"


def test_a_machine_without_pango_says_why_and_it_can_be_tried_again(
    small: Edition,
    head: User,
    client_of: ClientOf,
    made: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    client = client_of(head)
    with monkeypatch.context() as patch:
        without_pango(patch, tmp_path)
        copy = made(client, "P10")
    assert (copy.state, "libpangoft2" in copy.error) == ("failed", True)
    answer = client.get(f"{PDF}?part=P10")
    assert (answer.status_code, "Try again" in answer.content.decode()) == (202, True)
    assert made(client, "P10").state == "ready"


def test_how_far_it_is_is_shown_with_and_without_javascript(
    small: Edition, head: User, client_of: ClientOf
) -> None:
    copy, _ = actions.ask(wanted=wish(small), by=head, now=NOW, today=TODAY)
    actions.claim(pk=copy.pk, now=NOW)
    copy.refresh_from_db()
    actions.note_progress(copy=copy, doing="Setting the pages", done=3, total=8)
    client = client_of(head)
    whole = client.get(copy.get_absolute_url()).content.decode()
    part = client.get(copy.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert ("<h1>" in whole, "<h1>" in part) == (True, False)
    for page in (whole, part):
        assert "Setting the pages: 3 of about 8" in page
        assert 'hx-trigger="every 2s"' in page
        assert "See how far it is" in page
    assert client.get(f"{copy.get_absolute_url()}file.pdf")["Location"] == copy.get_absolute_url()


def test_a_trustee_gets_a_schools_dates_without_what_tells_its_tier(
    small: Edition, alder: School, head: User
) -> None:
    trustee = Access(head, TODAY, (Holding("trustee", None),))
    wanted = wanted_of(trustee, small, "", alder)
    assert wanted is not None
    assert wanted.sees_tiers is False


def test_before_the_first_edition_there_is_nothing_to_take(head: User, client_of: ClientOf) -> None:
    Edition.objects.update(status="draft", number=None, published_at=None)
    client = client_of(head)
    for address in (PDF, "/handbook/copies/"):
        assert "There is no handbook yet" in client.get(address).content.decode()
    assert client.post(MAKE).status_code == 302


def test_one_person_waits_for_ten_copies_at_most(
    built: Any, head: User, client_of: ClientOf, make_person: MakePerson
) -> None:
    for number in range(10):
        Copy.objects.create(
            key=f"{number}", edition=built_edition(), part="P10", part_title="x", asked_at=NOW, asked_by=head
        )
    client = client_of(head)
    answer = client.post(MAKE, {"part": ""})
    assert "You wait for 10 copies already, so this was not begun." in " ".join(told(answer))
    assert Copy.objects.count() == 10
    # Whoever asks for one that there is gets it, and anybody else may ask.
    Copy.objects.filter(key="9").update(key=key_of(Wanted(built_edition(), "P10", "x", None, False), TODAY))
    assert client.post(MAKE, {"part": "P10"})["Location"].startswith("/handbook/copies/")
    client_of(make_person("improvement_lead")).post(MAKE, {"part": ""})
    assert Copy.objects.count() == 11
    Copy.objects.filter(asked_by=head).update(state="failed")
    client.post(MAKE, {"part": "P10"})
    assert Copy.objects.filter(asked_by=head, state="waiting").count() == 1


def built_edition() -> Edition:
    return Edition.objects.get(status="published")


def test_a_part_that_there_is_not_is_not_found(built: Any, head: User, client_of: ClientOf) -> None:
    client = client_of(head)
    for part in ("../../etc/passwd", "P10\0", "%2e%2e", "P99", "p10 "):
        assert (part, client.post(MAKE, {"part": part}).status_code) == (part, 404)
        assert (part, client.post(MAKE, {"part": "", "school": part}).status_code) == (part, 404)
        if "\0" not in part:  # in an address it never comes as far as this
            assert (part, client.get(PDF, {"part": part}).status_code) == (part, 404)
    assert Copy.objects.count() == 0
