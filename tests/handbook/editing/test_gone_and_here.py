"""The place is gone while somebody writes; and who else is there."""

from datetime import timedelta

import pytest
from django.test import Client

from adapters import clock
from handbook import actions
from handbook.models import Edition, Step, Writing
from people.models import User
from tests.conftest import NOW
from tests.handbook.writing_pages import Written, process_of, words
from writing.marks import Change, mark_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("draft_kept")]


# ------------------------------------------------------------------ the place is gone


def test_the_step_was_taken_out(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, f"{address}steps/visit/")
    page["why"] = "Because of this."
    Step.objects.get(process__edition=draft, code="visit").delete()
    for as_you_go in (True, False):
        answer = page.send(as_you_go=as_you_go)
        assert answer.status_code == 410
        assert "Somebody took it out of the draft while you were writing." in words(answer)
    assert "Because of this." in answer.content.decode()
    kept = Writing.objects.get().data
    assert kept is not None
    assert kept["why"] == ["Because of this."]


def test_the_draft_was_published(draft: Edition, of_ruth: Client, ruth: User, address: str) -> None:
    page = Written(of_ruth, address)
    page["why"] = "Because of this."
    page["guide-form"] = "html"
    page["guide"] = "<p>In <b>bold</b></p><ul><li><p>one</p></li></ul>"
    actions.publish(edition=draft, by=ruth, now=NOW, reason="Now")
    answer = page.send()
    assert answer.status_code == 410
    assert "a published edition never changes" in words(answer)
    assert "In **bold**\n\n- one" in answer.content.decode()
    assert "Walk to three" not in process_of(draft).why
    assert Writing.objects.get().data is not None


def test_the_draft_was_thrown_away(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, address)
    page["why"] = "Because of this."
    draft.delete()
    answer = page.send()
    assert answer.status_code == 410
    assert "Copy what you need: the portal does not keep it." in words(answer)
    assert "Because of this." in answer.content.decode()


def test_gone_between_opening_and_saving(draft: Edition, ruth: User) -> None:
    """The door saw it, and the lock comes a moment later."""
    step = Step.objects.get(process__edition=draft, code="visit")
    Step.objects.filter(pk=step.pk).delete()

    def save() -> str:
        return actions.save_writing(
            edition_id=draft.pk, place="P01/steps/visit", row=step, names=["why"], changes=[], unsaved=None,
            sent={"why": ["So."]}, by=ruth, now=NOW,
        ).gone  # fmt: skip

    assert save() == "removed"
    assert Writing.objects.get().data == {"why": ["So."]}
    Edition.objects.filter(pk=draft.pk).delete()
    assert save() == "discarded"


# ------------------------------------------------------------------ who is here


def test_who_else_is_writing(
    draft: Edition, of_ruth: Client, of_sam: Client, sam: User, address: str
) -> None:
    here = f"/handbook/drafts/{draft.pk}/here/"
    assert "is writing here too" not in words(of_ruth.get(address))
    assert of_sam.post(here, {"place": "P01/steps/visit"}).status_code == 200
    said = "Sam Okafor is writing here too (step: Partner visit), last seen "
    for page in ("", "study/", "steps/visit/"):
        assert said in words(of_ruth.get(f"{address}{page}"))
    assert said in words(of_ruth.post(here, {"place": "P01"}))
    assert "Ruth Ellison is writing here too, last seen" in words(of_sam.post(here, {"place": "P01"}))
    # Neither in another process, nor to Sam, nor three minutes later.
    assert "is writing here too" not in words(of_ruth.get(f"/handbook/drafts/{draft.pk}/P02/"))
    Writing.objects.update(seen_at=clock.now() - timedelta(minutes=3))
    assert "is writing here too" not in words(of_ruth.get(address))


def test_a_save_says_it_too(draft: Edition, of_ruth: Client, of_sam: Client, address: str) -> None:
    Written(of_sam, address).send()
    answer = Written(of_ruth, address).send(as_you_go=True)
    assert "Sam Okafor is writing here too, last seen" in words(answer)


@pytest.mark.parametrize(
    "place", ["", "nowhere", "P01/steps/", "P1", "P01/steps/" + "x" * 200, "\0", "P01\n"]
)
def test_no_place(place: str, draft: Edition, of_ruth: Client) -> None:
    answer = of_ruth.post(f"/handbook/drafts/{draft.pk}/here/", {"place": place})
    assert answer.status_code == 422
    assert not Writing.objects.exists()


def test_being_here_keeps_what_is_unsaved(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, address)
    page["title"] = "x" * 121
    page.send()
    of_ruth.post(f"/handbook/drafts/{draft.pk}/here/", {"place": "P01"})
    kept = Writing.objects.get().data
    assert kept is not None
    assert kept["title"] == ["x" * 121]


def test_a_nul_is_refused_and_not_kept(draft: Edition, of_ruth: Client, address: str) -> None:
    """PostgreSQL takes none, in JSON neither."""
    page = Written(of_ruth, address)
    page["purpose"] = "a\0b"
    assert page.send().status_code == 422
    kept = Writing.objects.get().data
    assert kept is not None
    assert kept["purpose"] == ["ab"]


@pytest.mark.parametrize("rest", ["P01/steps/{}/", "P01/documents/{}/", "chapters/{}/"])
def test_a_place_of_a_name_that_no_place_has_is_not_found(draft: Edition, of_ruth: Client, rest: str) -> None:
    answer = of_ruth.post(
        f"/handbook/drafts/{draft.pk}/{rest.format('a' * 300)}", {"start": "{}", "title": "x"}
    )
    assert (answer.status_code, Writing.objects.count()) == (404, 0)


@pytest.mark.parametrize("start", ["[" * 100_000, '{"title": 1e999}', "null", "1", '{"\\ud800": "\\ud800"}'])
def test_a_start_that_is_none_saves_nothing(
    draft: Edition, of_ruth: Client, address: str, start: str
) -> None:
    before = process_of(draft).title
    answer = of_ruth.post(address, {"start": start, "title": "Something else"})
    assert (answer.status_code in (409, 422), process_of(draft).title) == (True, before)


def test_what_was_published_between_the_door_and_the_lock_is_not_written_in(
    draft: Edition, ruth: User
) -> None:
    process = process_of(draft)
    before = process.purpose
    Edition.objects.filter(pk=draft.pk).update(status="replaced", number=9, published_at=NOW)
    change = Change("purpose", mark_of(before), "Late words", mark_of)
    saved = actions.save_writing(
        edition_id=draft.pk, place="P01", row=process, names=["purpose"], changes=[change], unsaved=None,
        sent={"purpose": ["Late words"]}, by=ruth, now=NOW,
    )  # fmt: skip
    assert (saved.gone, process_of(draft).purpose) == ("published", before)
    assert Writing.objects.get().data == {"purpose": ["Late words"]}
