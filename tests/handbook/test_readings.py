"""Confirming that a process was read, being asked to, and what changed since."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handbook.actions import amend
from handbook.models import Edition, Process, Reading, ReadingRequest
from people.models import AuditEntry, User
from tests.conftest import NOW
from tests.handbook.editions import NEW_GUIDANCE, ONE, OTHER_PROCESS, VISITS, ask, confirm, publish, titles
from tests.handbook.packs import PROCESS_TWO
from tests.handbook.test_pages import text_of

pytestmark = pytest.mark.usefixtures("edition_kept")


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


# ------------------------------------------------------------------ how many questions it takes


def count(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_more_readings_take_no_more_questions(
    edition: Edition, reader: Client, head: User, lead: User
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
        counts.append(
            {
                page: count(reader, page)
                for page in ("/handbook/", "/next/", VISITS, "/handbook/chapters/visits/")
            }
        )
    assert Process.objects.filter(edition__status="published").count() == 3
    assert counts[0] == counts[1]


def test_a_draft_is_no_edition_that_anybody_read(edition: Edition, reader: Client) -> None:
    """The same words or not, the answer would tell a reader what stands in a draft."""
    draft = amend(edition=edition, title="", reason="", by=None, now=NOW)
    process = edition.processes.get(code="P01")
    reader.post(f"/handbook/{process.slug}/read/", {"edition": str(draft.pk)})
    assert Reading.objects.count() == 0
