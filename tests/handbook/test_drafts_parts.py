"""Parts of a draft: added, taken out, put in another order."""

import pytest
from django.test import Client

from handbook.actions import amend, publish
from handbook.models import Chapter, Document, Edition, Process, Step
from handbook.pack import pack_of
from people.models import AuditEntry, User
from tests.conftest import NOW, ClientOf, MakePerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


@pytest.fixture
def draft(edition: Edition, lead: User) -> Edition:
    return amend(edition=edition, title="", reason="", by=lead, now=NOW)


def _order(draft: Edition) -> list[tuple[str, str]]:
    return list(draft.processes.order_by("position").values_list("chapter__code", "code"))


def _steps(draft: Edition) -> list[str]:
    steps = Step.objects.filter(process__edition=draft, process__code="P01").order_by("position")
    return list(steps.values_list("code", flat=True))


def _messages(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


# ------------------------------------------------------------------ added


def test_a_chapter_is_added_last(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/add/chapter/"
    assert client.get(address).status_code == 200
    for _ in range(2):
        assert (
            client.post(address, {"title": "Visits"})["Location"] == f"/handbook/drafts/{draft.pk}/?arrange"
        )
    codes = Chapter.objects.filter(edition=draft).order_by("position").values_list("code", flat=True)
    assert list(codes) == ["visits", "results", "visits-2", "visits-3"]


@pytest.mark.parametrize("title", ["", "   ", "x" * 121, "a\u202eb"])
def test_a_title_that_no_pack_could_hold_adds_nothing(draft: Edition, client: Client, title: str) -> None:
    for what in ("chapter", "process"):
        data = {"title": title, "chapter": "visits"}
        answer = client.post(f"/handbook/drafts/{draft.pk}/add/{what}/", data)
        assert answer.status_code == 422
        assert "Nothing was added. Nothing you typed is lost." in answer.content.decode()
    assert (draft.chapters.count(), draft.processes.count()) == (2, 2)


def test_a_process_gets_the_next_code_that_no_edition_had_and_an_address_of_its_own(
    draft: Edition, client: Client, lead: User
) -> None:
    Process.objects.filter(edition=draft.made_from, code="P02").update(code="P07")
    address = f"/handbook/drafts/{draft.pk}/add/process/"
    assert '<option value="results" selected>' in client.get(f"{address}?chapter=results").content.decode()
    answer = client.post(address, {"title": "Reading", "chapter": "results"})
    assert answer["Location"] == f"/handbook/drafts/{draft.pk}/P08/"
    process = draft.processes.get(code="P08")
    assert (process.slug, process.chapter.code, process.position, process.changed_by) == (
        "reading-2",
        "results",
        3,
        lead,
    )
    client.post(address, {"title": "Partner visits", "chapter": "visits"})
    assert draft.processes.get(code="P09").slug == "partner-visits-2"


def test_when_every_code_is_taken_nothing_is_added(draft: Edition, client: Client) -> None:
    chapter = draft.chapters.get(code="visits")
    Process.objects.bulk_create(
        Process(
            edition=draft, chapter=chapter, code=f"P{n:02}", slug=f"p{n}", title=str(n), position=n, notice=1
        )
        for n in range(3, 100)
    )
    answer = client.post(
        f"/handbook/drafts/{draft.pk}/add/process/", {"title": "One more", "chapter": "visits"}
    )
    assert answer.status_code == 409
    assert "A handbook has at most 99 processes." in answer.content.decode()


def test_a_step_is_added_with_a_timing_that_means_something(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/add/step/"
    for timing, why in (
        ("AUT9 W1", "cannot be read"),
        ("5wd after nothing", "There is no step nothing to count from."),
        ("5wd after P02.visit", "There is no step P02.visit to count from."),
        ("", "required"),
    ):
        answer = client.post(address, {"title": "Talk", "kind": "task", "timing": timing})
        assert (answer.status_code, why in answer.content.decode()) == (422, True)
    answer = client.post(
        address, {"title": "Talk it  through", "kind": "meeting", "timing": "5WD after visit"}
    )
    assert answer["Location"] == f"/handbook/drafts/{draft.pk}/P01/steps/talk-it-through/"
    step = Step.objects.get(process__edition=draft, code="talk-it-through")
    assert (step.title, step.timing, step.owner, step.position) == (
        "Talk it through",
        "5wd after visit",
        "headteacher",
        3,
    )


def test_a_new_step_may_have_a_code_of_your_choice(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/add/step/"
    data = {"title": "Talk", "kind": "task", "timing": "AUT1 W1"}
    for code in ("visit", "vacancy", "No Good", "x" * 41):
        assert client.post(address, data | {"code": code}).status_code == 422
    assert _steps(draft) == ["visit", "note"]
    client.post(address, data | {"code": "talk-2"})
    client.post(address, data | {"title": "Vacancy"})
    assert _steps(draft) == ["visit", "note", "talk-2", "vacancy-2"]


def test_a_document_has_a_code_that_no_other_process_uses(draft: Edition, client: Client) -> None:
    answer = client.post(f"/handbook/drafts/{draft.pk}/P02/add/document/", {"title": "Visit note"})
    assert answer["Location"] == f"/handbook/drafts/{draft.pk}/P02/documents/visit-note-2/"
    assert Document.objects.get(code="visit-note-2").filled_by == "ceo"


# ------------------------------------------------------------------ taken out


def test_a_step_that_a_timing_counts_from_stays(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/steps/visit/remove/"
    page = client.get(address).content.decode()
    assert "these timings count from it" in page
    assert "12wd after visit" in page
    assert client.post(address, {"remove": "1"}).status_code == 409
    assert _steps(draft) == ["visit", "note"]


def test_taking_a_step_out_asks_first(draft: Edition, client: Client, lead: User) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/steps/note/remove/"
    assert "Take the step out" in client.get(address).content.decode()
    assert client.post(address).status_code == 200
    assert _steps(draft) == ["visit", "note"]
    assert client.post(address, {"remove": "1"})["Location"] == f"/handbook/drafts/{draft.pk}/P01/"
    assert _steps(draft) == ["visit"]
    assert Step.objects.filter(process__edition=draft.made_from, code="note").exists()
    assert draft.processes.get(code="P01").changed_by == lead
    assert AuditEntry.objects.get(action="draft.remove").target_label == "P01 Send the note"


def test_a_process_that_a_timing_elsewhere_counts_from_stays(draft: Edition, client: Client) -> None:
    Step.objects.filter(process__edition=draft, code="read").update(timing="2w after P01.visit")
    address = f"/handbook/drafts/{draft.pk}/P01/remove/"
    assert "2w after P01.visit" in client.get(address).content.decode()
    assert client.post(address, {"remove": "1"}).status_code == 409
    assert draft.processes.count() == 2


def test_what_names_a_process_no_longer_does_when_it_goes(draft: Edition, client: Client) -> None:
    one, read = draft.processes.get(code="P01"), Step.objects.get(process__edition=draft, code="read")
    own = Document.objects.create(
        process=one, code="own", title="Own", position=2, purpose="x", filled_by="ceo"
    )
    read.documents.add(own)
    page = client.get(f"/handbook/drafts/{draft.pk}/P02/remove/").content.decode()
    assert "P01 Partner visits" in page
    assert (
        "Own: P02, Read the results"
        in client.get(f"/handbook/drafts/{draft.pk}/P01/remove/").content.decode()
    )
    client.post(f"/handbook/drafts/{draft.pk}/P02/remove/", {"remove": "1"})
    assert list(draft.processes.values_list("code", "related")) == [("P01", [])]
    answer = client.post(f"/handbook/drafts/{draft.pk}/P01/remove/", {"remove": "1"})
    assert (answer.status_code, "at least one process" in answer.content.decode()) == (409, True)


def test_a_document_goes_from_the_steps_that_use_it(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/documents/visit-note/remove/"
    page = client.get(address).content.decode()
    assert "P01: Partner visit" in page
    assert "P01: Send the note" in page
    client.post(address, {"remove": "1"})
    assert Step.documents.through.objects.filter(step__process__edition=draft).count() == 0
    assert Step.documents.through.objects.filter(step__process__edition=draft.made_from).count() == 2


def test_a_chapter_goes_when_it_is_empty_and_not_the_last(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/chapters/results/remove/"
    assert client.post(address, {"remove": "1"}).status_code == 409
    draft.processes.update(chapter=draft.chapters.get(code="visits"))
    assert client.post(address, {"remove": "1"}).status_code == 302
    assert list(draft.chapters.values_list("code", flat=True)) == ["visits"]
    draft.processes.all().delete()
    answer = client.post(f"/handbook/drafts/{draft.pk}/chapters/visits/remove/", {"remove": "1"})
    assert (answer.status_code, "at least one chapter" in answer.content.decode()) == (409, True)


# ------------------------------------------------------------------ order


def test_steps_move_up_and_down_and_the_focus_stays(draft: Edition, client: Client) -> None:
    address = f"/handbook/drafts/{draft.pk}/P01/order/steps/"
    answer = client.post(address, {"start": "visit note", "move": "note up"})
    assert answer["Location"] == f"/handbook/drafts/{draft.pk}/P01/?moved=order-steps-note-up"
    assert _steps(draft) == ["note", "visit"]
    page = _messages(client, answer["Location"])
    assert "“Send the note” is 1 of 2 steps now." in page
    assert 'id="order-steps-note-up" autofocus aria-disabled="true"' in page
    client.post(address, {"start": "note visit", "move": "note up"})
    assert _steps(draft) == ["note", "visit"]
    client.post(address, {"start": "note visit", "order": "visit note", "moved": "visit"})
    assert _steps(draft) == ["visit", "note"]
    assert pack_of(draft) == pack_of(Edition.objects.get(pk=draft.made_from_id))


@pytest.mark.parametrize(
    "data",
    [
        {"start": "note visit", "move": "note down"},
        {"start": "visit note", "order": "visit"},
        {"start": "visit note", "order": "visit note read"},
        {"start": "visit note", "order": "visit visit"},
        {"start": "", "move": "visit down"},
        {},
    ],
)
def test_an_order_that_started_from_another_changes_nothing(
    draft: Edition, client: Client, data: dict[str, str]
) -> None:
    answer = client.post(f"/handbook/drafts/{draft.pk}/P01/order/steps/", data)
    assert answer.status_code == 302
    assert _steps(draft) == ["visit", "note"]
    assert "Somebody else changed this list since you opened it." in _messages(client, answer["Location"])


def test_processes_move_within_a_chapter_and_into_the_next(
    draft: Edition, client: Client, lead: User
) -> None:
    address = f"/handbook/drafts/{draft.pk}/order/processes/"
    answer = client.post(address, {"start": "visits:P01 results:P02", "move": "P01 down"})
    assert answer["Location"] == f"/handbook/drafts/{draft.pk}/?arrange&moved=order-processes-P01-down"
    assert _order(draft) == [("results", "P01"), ("results", "P02")]
    assert "“Partner visits” is 1 of 2 in “Results” now." in _messages(client, answer["Location"])
    assert list(draft.processes.order_by("code").values_list("changed_by", flat=True)) == [lead.pk, None]
    client.post(address, {"start": "visits: results:P01,P02", "move": "P01 down"})
    assert _order(draft) == [("results", "P02"), ("results", "P01")]
    client.post(
        address, {"start": "visits: results:P02,P01", "order": "visits:P01 results:P02", "moved": "P01"}
    )
    assert _order(draft) == [("visits", "P01"), ("results", "P02")]
    assert AuditEntry.objects.filter(action="draft.order").count() == 3


@pytest.mark.parametrize(
    "data",
    [
        {"start": "visits:P02 results:P01", "move": "P01 up"},
        {"start": "visits:P01 results:P02", "order": "visits:P01 results:P01"},
        {"start": "visits:P01 results:P02", "order": "visits:P01,P02"},
        {"start": "visits:P01 results:P02", "order": "visits:P01 nowhere:P02"},
        {"start": "nonsense"},
    ],
)
def test_processes_stay_when_the_page_was_old_or_made_up(
    draft: Edition, client: Client, data: dict[str, str]
) -> None:
    answer = client.post(f"/handbook/drafts/{draft.pk}/order/processes/", data)
    assert _order(draft) == [("visits", "P01"), ("results", "P02")]
    assert "Somebody else changed this list since you opened it." in _messages(client, answer["Location"])


def test_chapters_move(draft: Edition, client: Client) -> None:
    client.post(
        f"/handbook/drafts/{draft.pk}/order/chapters/", {"start": "visits results", "move": "visits down"}
    )
    assert list(draft.chapters.order_by("position").values_list("code", flat=True)) == ["results", "visits"]


def test_nothing_of_a_published_edition_is_added_moved_or_taken_out(
    draft: Edition, client: Client, lead: User
) -> None:
    publish(edition=draft, by=lead, now=NOW, reason="x")
    base = f"/handbook/drafts/{draft.pk}"
    before = pack_of(draft)
    for address in (
        "/add/chapter/", "/add/process/", "/P01/add/step/", "/P01/add/document/", "/order/chapters/",
        "/order/processes/", "/P01/order/steps/", "/P01/order/documents/", "/P01/remove/", "/P01/steps/note/remove/",
        "/P01/documents/visit-note/remove/", "/chapters/visits/remove/", "/chapters/visits/", "/title/", "/discard/",
        "/P01/documents/visit-note/",
    ):  # fmt: skip
        answer = client.post(base + address, {"title": "x", "remove": "1", "discard": "1"})
        assert (address, answer.status_code) == (address, 404)
    assert pack_of(draft) == before
