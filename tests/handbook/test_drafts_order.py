"""Parts of a draft put in another order, by buttons and by drag; and nothing of an edition is."""

import pytest
from django.test import Client

from handbook.actions import amend, publish
from handbook.models import Edition, Step
from handbook.pack import pack_of
from people.models import AuditEntry, User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.messages import said

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


def _order(draft: Edition) -> list[tuple[str, str]]:
    return list(draft.processes.order_by("position").values_list("chapter__code", "code"))


def _steps(draft: Edition) -> list[str]:
    steps = Step.objects.filter(process__edition=draft, process__code="P01").order_by("position")
    return list(steps.values_list("code", flat=True))


def _messages(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


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
    assert pack_of(draft) == pack_of(Edition.objects.get(number=1))


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
    assert "Somebody else changed this list since you opened it." in said(answer)[0]


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
    assert "Somebody else changed this list since you opened it." in said(answer)[0]


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
