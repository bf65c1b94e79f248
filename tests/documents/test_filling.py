"""Filling in a document: what is there already, saving, submitting, versions, and two people at once."""

import json
from datetime import date

import pytest
from django.test import Client

from people.models import AuditEntry
from schedule.actions.answers import merge
from schedule.models import Event, Paper
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.documents.conftest import FULL, EventOf, Fill, address, base_of, saved, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("laid_out_kept")]


@pytest.fixture
def head(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("headteacher", alder, name="Ruth Ellison"))


@pytest.fixture
def deputy(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("senior_leader", alder, name="Tom Okoro"))


def test_what_the_portal_knows_stands_there_and_facts_are_not_asked(head: Client, report: Event) -> None:
    page = head.get(address(report))
    shown = {one.code: (one.value, one.fact) for one in page.context["controls"]}
    assert shown["headteacher"] == ("Ruth Ellison", "")
    assert shown["held"] == (report.due_date.isoformat(), "")
    assert shown["pupils"] == ("210", "")
    assert {one.code: one.fact for one in page.context["known"]} == {"school": "Alder Primary School"}
    assert 'name="f-school"' not in page.content.decode()
    assert Paper.objects.count() == 0  # to look is not to begin


def test_saved_and_open_again(head: Client, report: Event, fill: Fill) -> None:
    assert fill(head, report).status_code == 302
    paper = Paper.objects.get()
    assert (paper.version, paper.submitted_at, paper.answers["reasons"]) == (
        1,
        None,
        "First <b>line</b>\nSecond & last",
    )
    assert paper.answers["school"] == "Alder Primary School"
    assert paper.answers["actions"] == [["Ring home", "Friday"]]
    page = head.get(address(report)).content.decode()
    assert "First &lt;b&gt;line&lt;/b&gt;" in page
    assert "Go on writing" in head.get(f"/events/{report.pk}/").content.decode()


def test_autosave_answers_with_the_moment_and_what_it_kept(head: Client, report: Event) -> None:
    sent = FULL | {"base": base_of(head, report), "f-reasons": "Half a sen"}
    answer = head.post(address(report, rest="save/"), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Saved at" in answer.content.decode()
    again = sent | {"base": answer.context["base"], "f-reasons": "Half a sentence, and the rest"}
    head.post(address(report, rest="save/"), again, headers={"HX-Request": "true"})
    assert Paper.objects.get().answers["reasons"] == "Half a sentence, and the rest"


def test_an_answer_of_autosave_that_got_lost_is_no_quarrel_with_oneself(head: Client, report: Event) -> None:
    sent = FULL | {"base": base_of(head, report), "f-reasons": "Half"}
    head.post(address(report, rest="save/"), sent, headers={"HX-Request": "true"})
    later = head.post(address(report, rest="save/"), sent | {"f-reasons": "Half and half"})
    assert (later.status_code, Paper.objects.get().answers["reasons"]) == (302, "Half and half")


def test_submitting_makes_a_version_and_completes_the_step(head: Client, report: Event, fill: Fill) -> None:
    answer = fill(head, report, "submit/")
    assert answer["Location"] == address(report, rest="versions/1/")
    paper = Paper.objects.get()
    assert (paper.answers["pupils"], paper.answers["agreed"]) == (210, True)
    assert paper.answers["rates"] == [["Attendance", "95%", "94%"], ["Lateness", "", ""]]
    report.refresh_from_db()
    assert (report.state, report.done_date) == ("done", date(2026, 11, 23))
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-3:] == [
        "paper.start", "paper.submit", "event.complete",
    ]  # fmt: skip
    page = head.get(answer["Location"]).content.decode()
    assert "version 1. That was all this step asks for" in page
    assert "First &lt;b&gt;line&lt;/b&gt;<br>Second &amp; last" in page
    assert "Version 1</a> submitted by Ruth Ellison" in head.get(f"/events/{report.pk}/").content.decode()


@pytest.mark.once  # the form is judged before anything is written
def test_what_is_missing_or_wrong_is_said_and_what_was_written_kept(
    head: Client, report: Event, fill: Fill
) -> None:
    wrong = {"reasons": "", "held": "soon", "pupils": "many", "agreed": "Perhaps", "tone": "Loud", "actions__0__0": "",
             "actions__0__1": ""}  # fmt: skip
    answer = fill(head, report, "submit/", **wrong)
    assert answer.status_code == 422
    assert {one.code: one.error for one in answer.context["wrong"]} == {
        "reasons": "Write an answer.",
        "held": "“soon” is no date. Write it as 2026-11-23.",
        "pupils": "“many” is no number. Write figures only, such as 210 or 4.5.",
        "agreed": "Choose Yes or No.",
        "tone": "Choose one of the answers given.",
        "actions": "Fill in at least one row.",
    }
    paper = Paper.objects.get()
    assert (paper.submitted_at, paper.answers["pupils"]) == (None, "many")


def test_what_is_too_long_is_shown_again_and_the_rest_saved(head: Client, report: Event, fill: Fill) -> None:
    answer = fill(head, report, headteacher="x" * 2001)
    assert answer.status_code == 422
    assert {one.code: one.error for one in answer.context["wrong"]} == {
        "headteacher": "At most 2,000 letters fit here. Shorten it."
    }
    assert "x" * 2001 in answer.content.decode()
    assert Paper.objects.get().answers["tone"] == "Calm"


def test_a_submitted_version_never_changes_and_the_next_begins_with_it(
    head: Client, report: Event, fill: Fill
) -> None:
    submitted(report)
    before = Paper.objects.get()
    assert head.get(address(report))["Location"] == address(report, rest="versions/1/")
    head.post(address(report, rest="start/"))
    assert 'value="210"' in head.get(address(report)).content.decode()
    answer = fill(head, report, "submit/", reasons="Another")
    assert answer["Location"] == address(report, rest="versions/2/")
    first, second = Paper.objects.order_by("version")
    assert (first.answers, first.saved_at, first.submitted_at) == (
        before.answers,
        before.saved_at,
        before.submitted_at,
    )
    assert (second.version, second.answers["reasons"]) == (2, "Another")
    page = head.get(answer["Location"]).content.decode()
    assert "The step was done already and stays so." in page
    assert "there is a later version" in head.get(address(report, rest="versions/1/")).content.decode()
    assert head.post(address(report, rest="versions/1/")).status_code == 405


def test_the_next_version_is_begun_once(head: Client, report: Event, fill: Fill) -> None:
    submitted(report)
    head.post(address(report, rest="start/"))
    fill(head, report, reasons="Kept")
    head.post(address(report, rest="start/"))
    assert list(Paper.objects.order_by("version").values_list("version", "answers__reasons")) == [
        (1, "First <b>line</b>\nSecond & last"), (2, "Kept"),
    ]  # fmt: skip


def test_two_people_fill_in_different_fields(head: Client, deputy: Client, report: Event) -> None:
    base = base_of(head, report)
    head.post(address(report, rest="save/"), FULL | {"base": base, "f-reasons": "By Ruth"})
    mine = {"base": base_of(deputy, report), "f-reasons": "By Ruth"}
    deputy.post(address(report, rest="save/"), FULL | mine | {"f-tone": "Tense", "f-actions-1-0": "Second"})
    answer = head.post(
        address(report, rest="save/"), FULL | mine | {"f-headteacher": "R. Ellison", "f-rates-1-1": "3%"}
    )
    assert answer.status_code == 302
    found = Paper.objects.get().answers
    assert (found["headteacher"], found["tone"]) == ("R. Ellison", "Tense")
    assert found["actions"] == [["Ring home", "Friday"], ["Second", ""]]
    assert found["rates"][1] == ["Lateness", "3%", ""]


def test_both_changed_the_same_and_choose(head: Client, deputy: Client, report: Event) -> None:
    saved(report)
    base = base_of(head, report)
    deputy.post(
        address(report, rest="save/"), FULL | {"base": base, "f-reasons": "Tom's", "f-actions-0-1": "Monday"}
    )
    mine = FULL | {"base": base, "f-reasons": "Ruth's", "f-actions-0-1": "Tuesday", "f-tone": "Tense"}
    both = head.post(address(report, rest="save/"), mine)
    assert both.status_code == 409
    page = both.content.decode()
    assert "Tom Okoro changed this too" in page
    assert "Ruth&#x27;s" in page
    assert "Tom&#x27;s" in page
    kept = Paper.objects.get().answers
    assert (kept["reasons"], kept["actions"][0][1], kept["tone"]) == ("Tom's", "Monday", "Tense")
    chosen = mine | {"base": both.context["base"], "take-reasons-0-0": "theirs", "take-actions-0-1": "mine"}
    assert head.post(address(report, rest="save/"), chosen).status_code == 302
    kept = Paper.objects.get().answers
    assert (kept["reasons"], kept["actions"][0][1]) == ("Tom's", "Tuesday")


def test_autosave_says_that_somebody_else_writes_here(head: Client, deputy: Client, report: Event) -> None:
    saved(report)
    base = base_of(head, report)
    deputy.post(address(report, rest="save/"), FULL | {"base": base, "f-reasons": "Tom's"})
    answer = head.post(
        address(report, rest="save/"),
        FULL | {"base": base, "f-reasons": "Ruth's"},
        headers={"HX-Request": "true"},
    )
    assert "Reasons: you and Tom Okoro both changed this" in answer.content.decode()
    # The field stays in dispute until it is decided.
    assert json.loads(answer.context["base"])["reasons"] == json.loads(base)["reasons"]
    assert Paper.objects.get().answers["reasons"] == "Tom's"


def test_submitted_while_somebody_else_was_writing(head: Client, deputy: Client, report: Event) -> None:
    saved(report)
    base = base_of(head, report)
    submitted(report, by="Tom Okoro")
    late = FULL | {"base": base, "f-reasons": "Ruth's later thought"}
    answer = head.post(address(report, rest="save/"), late)
    assert answer.status_code == 409
    assert "Ruth&#x27;s later thought" in answer.content.decode()
    assert Paper.objects.count() == 1
    assert head.post(address(report, rest="save/"), late | {"afresh": "1"}).status_code == 302
    assert list(Paper.objects.order_by("version").values_list("version", "answers__reasons")) == [
        (1, "First <b>line</b>\nSecond & last"), (2, "Ruth's later thought"),
    ]  # fmt: skip


def test_last_time_stands_beside_and_can_be_begun_from(
    head: Client, report: Event, event_of: EventOf, alder: School
) -> None:
    submitted(report)
    spring = event_of(alder, "P15.report#2")
    page = head.get(address(spring))
    assert {one.code: one.last for one in page.context["controls"] if one.last} == {
        "held": "3 December 2026", "reasons": "First <b>line</b>\nSecond & last", "agreed": "Yes", "tone": "Calm",
    }  # fmt: skip
    assert "First &lt;b&gt;line&lt;/b&gt;<br>Second &amp; last" in page.content.decode()
    empty = {"base": page.context["base"], "f-headteacher": "Ruth Ellison", "f-held": "2027-02-05",
             "f-reasons": "", "from": "last"}  # fmt: skip
    assert head.post(address(spring, rest="save/"), empty).status_code == 302
    found = Paper.objects.get(event=spring).answers
    assert found["reasons"] == "First <b>line</b>\nSecond & last"
    assert (found["held"], found["agreed"], found["tone"]) == ("2027-02-05", "Yes", "Calm")
    assert found["actions"] == [["Ring home", "Friday"]]
    assert found["rates"][0] == ["Attendance", "95%", "94%"]


def test_last_time_is_of_this_school(
    client_of: ClientOf, make_person: MakePerson, head: Client, report: Event, event_of: EventOf, birch: School,
) -> None:  # fmt: skip
    submitted(report)
    other = client_of(make_person("headteacher", birch))
    assert other.get(address(event_of(birch, "P15.report#2"))).context["last"] is None


def test_more_rows(head: Client, report: Event, fill: Fill) -> None:
    answer = head.post(
        address(report, rest="save/"), FULL | {"base": base_of(head, report), "more": "actions"}
    )
    assert answer["Location"] == address(report, rest="?more=actions#f-actions")
    page = head.get(answer["Location"]).content.decode()
    assert 'name="f-actions-7-1"' in page
    assert 'name="f-actions-8-1"' not in page


def test_nonsense_in_the_form_does_no_harm(head: Client, report: Event) -> None:
    strange = {
        "base": '{"reasons": {"a": 1}, "actions": [1, [null]], "pupils": 7', "f-actions-999-9": "x",
        "f-actions-0-7": "x", "f-actions-101-0": "x", "f-nothing": "x", "f-reasons": "a\x00b\u202ec",
        "take-reasons-0-0": "theirs", "more": "../x", "f-rates-0-0": "Renamed",
    }  # fmt: skip
    assert head.post(address(report, rest="save/"), strange).status_code == 302
    found = Paper.objects.get().answers
    assert (found["reasons"], found["actions"], found["rates"][0][0]) == ("abc", [], "Attendance")
    assert set(found) == {"school", "reasons", "actions", "rates"}
    for base in ("[" * 5000, "[]", "null", '{"reasons": "x", "actions": [["x"]]}'):
        assert head.post(address(report, rest="save/"), {"base": base, "f-reasons": "again"}).status_code in (
            302,
            409,
        )


def test_merging_by_the_cell() -> None:
    base = {"a": "1", "t": [["x", "y"]]}
    merged = merge(
        mine={"a": "1", "t": [["x", "mine"]]},
        base=base,
        theirs={"a": "2", "t": [["theirs", "y"], ["new", ""]]},
    )
    assert merged.answers == {"a": "2", "t": [["theirs", "mine"], ["new", ""]]}
    assert merged.clashes == {}
    clash = merge(mine={"a": "3"}, base=base, theirs={"a": "2", "t": []})
    assert (clash.answers["a"], clash.clashes) == ("2", {("a", 0, 0): "2"})


def test_what_a_form_says_stood_there_is_cleaned_as_what_is_written(head: Client, report: Event) -> None:
    """The hidden field is as open to anybody as any other, and may become an answer."""
    saved(report)
    base = '{"reasons": "a\\u0000b\\u202ec\\ud800d", "actions": [["\\ud800x", ""]]}'
    data = FULL | {"base": base, "take-reasons-0-0": "theirs"}
    answer = head.post(address(report, rest="save/"), data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert head.post(address(report, rest="save/"), data).status_code in (302, 409)
    assert not set("\0\u202e\ud800") & set(Paper.objects.get().answers["reasons"])
