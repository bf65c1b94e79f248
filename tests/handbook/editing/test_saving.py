"""Writing in a draft: what is saved, what is refused, and that a page sent back as it came changes nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handbook import actions
from handbook.actions import load_pack
from handbook.models import Edition, Step
from handbook.pack import digest_of, pack_of
from people.models import AuditEntry, User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.writing_pages import Written, process_of, step_of, words
from tests.schedule.starter import the_starter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("draft_kept")]


@pytest.mark.parametrize("part", ["", "study/", "steps/visit/"])
def test_a_page_sent_back_as_it_came_changes_nothing(
    part: str, draft: Edition, of_ruth: Client, address: str
) -> None:
    before = digest_of(pack_of(draft))
    page = Written(of_ruth, f"{address}{part}")
    answer = of_ruth.post(page.address, page.fields, follow=True)
    assert "Everything was saved already." in answer.content.decode()
    assert digest_of(pack_of(draft)) == before
    assert process_of(draft).changed_at is None
    assert list(AuditEntry.objects.filter(action="draft.write")) == []


@pytest.mark.once
def test_so_do_pages_of_the_starter_handbook(of_ruth: Client) -> None:
    draft = load_pack(pack=the_starter(), by=None, now=NOW, reason="")
    before = digest_of(pack_of(draft))
    for process in draft.processes.order_by("code")[::5]:
        start = f"/handbook/drafts/{draft.pk}/{process.code}/"
        for part in ("", "study/", *(f"steps/{step.code}/" for step in process.steps.all())):
            page = Written(of_ruth, f"{start}{part}")
            assert page.send().status_code == 302
    assert digest_of(pack_of(draft)) == before
    assert not draft.processes.exclude(changed_at=None).exists()


def test_a_process(draft: Edition, of_ruth: Client, ruth: User, address: str) -> None:
    page = Written(of_ruth, address)
    page["title"] = "  Visits by\tour partner "
    page["why"] = "You hear it\r\nin time."
    page["guide"] = "## What it is\r\n\r\nA **visit**."
    page["owner"] = "ceo"
    page["lead"] = ""
    page["takes_part"] = ["headteacher", "improvement_partner"]
    page["phases"] = ["special", "primary"]
    page["tiers"] = ["2", "3"]
    page["notice"] = "15"
    page["review_date"] = "2027-09-01"
    page["related"] = []
    page["success-1-text"] = "Nobody waits for a note."
    page["success-1-place"] = "0"
    page["statutory-0-rule"] = ""
    page["statutory-0-source"] = ""
    assert page.send().status_code == 302
    found = process_of(draft)
    assert (found.title, found.why, found.guide) == (
        "Visits by our partner",
        "You hear it in time.",
        "## What it is\n\nA **visit**.",
    )
    assert (found.owner, found.lead, found.takes_part) == ("ceo", "", ["improvement_partner", "headteacher"])
    assert (found.phases, found.tiers, found.notice) == (["primary", "special"], [2, 3], 15)
    assert (found.review_date, found.related, found.statutory) == (date(2027, 9, 1), [], None)
    assert found.success == ["Nobody waits for a note.", "Every note is out within twelve working days."]
    assert found.changed_by == ruth
    assert [entry.target_label for entry in AuditEntry.objects.filter(action="draft.write")] == [
        "P01 Visits by our partner"
    ]


def test_the_words_to_read_are_counted_again(draft: Edition, of_ruth: Client, address: str) -> None:
    before = process_of(draft).words
    page = Written(of_ruth, address)
    page["purpose"] = "See the whole school together."
    page.send()
    assert process_of(draft).words == before + 1


def test_a_step(draft: Edition, of_ruth: Client, ruth: User, address: str) -> None:
    page = Written(of_ruth, f"{address}steps/visit/")
    page["timing"] = "aut2 w3 tuesday"
    page["minutes-0-minutes"] = "90"
    page["minutes-2-role"] = "senco"
    page["minutes-2-minutes"] = "15"
    page["prepare-0-text"] = ""
    page["prepare-0-minutes"] = ""
    page["prepare-1-text"] = "Choose two classes"
    page["prepare-1-minutes"] = "5"
    page["documents"] = []
    page["notice"] = "0"
    assert page.send().status_code == 302
    found = step_of(draft)
    assert found.timing == "AUT2 W3 Tue"
    assert found.minutes == {"headteacher": 90, "senco": 15, "improvement_partner": 240}
    assert found.prepare == [{"text": "Choose two classes", "minutes": 5}]
    assert (list(found.documents.all()), found.notice) == ([], 0)
    assert process_of(draft).changed_by == ruth
    # And again with the document
    page = Written(of_ruth, f"{address}steps/visit/")
    page["documents"] = ["visit-note"]
    page.send()
    assert [document.code for document in step_of(draft).documents.all()] == ["visit-note"]


def test_a_study_page(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, f"{address}study/")
    page["questions-1-text"] = "What will you look for?"
    page["questions-1-place"] = "1"
    page["questions-0-place"] = "2"
    page.send()
    assert process_of(draft).questions == ["What will you look for?", "What did you see?"]


def test_what_is_empty_is_named_and_saved(draft: Edition, of_ruth: Client, address: str) -> None:
    page = Written(of_ruth, address)
    assert "Still to write" not in words(of_ruth.get(address))
    page["why"] = ""
    assert page.send().status_code == 302
    assert process_of(draft).why == ""
    assert "Still to write Why it matters You can leave it for later." in words(of_ruth.get(address))


def test_a_page_that_came_in_part_changes_nothing(draft: Edition, of_ruth: Client, address: str) -> None:
    before = digest_of(pack_of(draft))
    for sent in ({}, {"title": "Gone"}, {"title": "Gone", "start": "{"}, {"title": "Gone", "start": "[1]"}):
        answer = of_ruth.post(address, sent)
        assert answer.status_code == 422
        assert "Your browser sent only a part of this page." in words(answer)
    assert digest_of(pack_of(draft)) == before


def test_a_field_that_the_page_did_not_have_is_left_alone(
    draft: Edition, of_ruth: Client, address: str
) -> None:
    page = Written(of_ruth, address)
    page["start"] = '{"title":"' + "0" * 16 + '"}'
    page["who_sees"] = "Everybody."
    assert page.send().status_code == 302
    assert process_of(draft).who_sees == "You, your partner and the school improvement lead."


def test_the_trail_has_one_entry_an_hour(draft: Edition, of_ruth: Client, address: str) -> None:
    for purpose in ("One.", "Two.", "Three."):
        page = Written(of_ruth, address)
        page["purpose"] = purpose
        page.send()
    assert AuditEntry.objects.filter(action="draft.write").count() == 1
    AuditEntry.objects.filter(action="draft.write").update(at=NOW)
    actions.save_writing(
        edition_id=draft.pk, place="P01", row=process_of(draft), names=["why"], changes=[], unsaved=None, sent={},
        by=User.objects.get(name="Ruth Ellison"), now=NOW,
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="draft.write").count() == 1


@pytest.mark.parametrize("part", ["", "study/", "steps/visit/"])
def test_only_those_who_write_the_handbook_and_only_drafts(
    part: str, draft: Edition, make_person: MakePerson, client_of: ClientOf, of_ruth: Client, address: str
) -> None:
    reader = client_of(make_person("trustee"))
    assert [reader.get(f"{address}{part}").status_code, reader.post(f"{address}{part}").status_code] == [
        403,
        403,
    ]
    actions.publish(edition=draft, by=None, now=NOW, reason="Now")
    assert [of_ruth.get(f"{address}{part}").status_code, of_ruth.post(f"{address}{part}").status_code] == [
        404,
        404,
    ]


@pytest.mark.parametrize("where", ["P77/", "P77/study/", "P01/steps/nowhere/"])
def test_nothing_there(where: str, draft: Edition, of_ruth: Client) -> None:
    assert of_ruth.get(f"/handbook/drafts/{draft.pk}/{where}").status_code == 404


def test_the_number_of_queries_does_not_grow(draft: Edition, of_ruth: Client, address: str) -> None:
    def count(where: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert of_ruth.get(where).status_code == 200
        return len(caught)

    pages = (address, f"{address}steps/visit/")
    of_ruth.get(address)
    before = [count(page) for page in pages]
    process = process_of(draft)
    for number in range(3):
        Step.objects.create(
            process=process, code=f"more-{number}", title="More", position=10 + number, kind="task",
            timing="AUT1 W1", owner="ceo",
        )  # fmt: skip
    assert [count(page) for page in pages] == before
