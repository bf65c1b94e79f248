"""Parts of a draft: added, taken out, put in another order."""

import pytest
from django.test import Client

from handbook.actions import add_chapter, add_document, add_process, add_step, amend, remove
from handbook.actions.parts import GoneError
from handbook.models import Chapter, Document, Edition, Process, Step
from people.models import AuditEntry, User
from tests.conftest import NOW, ClientOf, MakePerson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition_kept")]


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


@pytest.fixture
def draft(edition: Edition, lead: User) -> Edition:
    return amend(edition=edition, title="", reason="", by=lead, now=NOW)


def _steps(draft: Edition) -> list[str]:
    steps = Step.objects.filter(process__edition=draft, process__code="P01").order_by("position")
    return list(steps.values_list("code", flat=True))


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


# ------------------------------------------------------------------ taken out by somebody else meanwhile


def test_what_somebody_took_out_meanwhile_is_not_added_to_nor_taken_out_again(
    draft: Edition, lead: User
) -> None:
    """The page was made before, so the row is in hand and no longer there."""
    add_chapter(draft=draft, title="Empty", by=lead, now=NOW)
    chapter = draft.chapters.get(code="empty")
    process = draft.processes.get(code="P02")
    Chapter.objects.filter(pk=chapter.pk).delete()
    Process.objects.filter(pk=process.pk).delete()
    before = (AuditEntry.objects.count(), Step.objects.count(), Document.objects.count())
    told = f"Somebody took “{process.title}” out of this draft meanwhile. Nothing was changed."
    for act, arguments in (
        (add_process, {"draft": draft, "chapter": chapter, "title": "Late"}),
        (add_step, {"process": process, "title": "Late", "timing": "", "kind": "task", "code": ""}),
        (add_document, {"process": process, "title": "Late"}),
        (remove, {"draft": draft, "row": process}),
    ):
        with pytest.raises(GoneError) as refused:
            act(by=lead, now=NOW, **arguments)
        assert str(refused.value) == (
            told if act is not add_process else told.replace(process.title, "Empty")
        )
    assert (AuditEntry.objects.count(), Step.objects.count(), Document.objects.count()) == before


def test_an_order_is_saved_whatever_was_said_to_have_moved(draft: Edition, client: Client) -> None:
    rows = draft.chapters.order_by("position")
    start = " ".join(
        f"{one.code}:" + ",".join(one.processes.order_by("position").values_list("code", flat=True))
        for one in rows
    )
    answer = client.post(f"/handbook/drafts/{draft.pk}/order/processes/", {"start": start, "moved": "\0"})
    assert answer.status_code == 302
