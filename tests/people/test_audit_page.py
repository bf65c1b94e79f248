"""The record of who did what."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from people import queries
from people.audit import record
from people.models import User
from schools.models import School
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "/audit/"


def write(count: int, *, by: User | None, action: str = "school.edit", **words: Any) -> None:
    for number in range(count):
        record(
            by=by,
            now=NOW + timedelta(minutes=number),
            action=action,
            target=User(pk=number + 1),
            label=f"n{number}",
            **words,
        )


def test_newest_first_with_who_and_what(make_person: Any, client_of: Any) -> None:
    lead = make_person("improvement_lead", name="Priya Raman")
    write(2, by=lead)
    write(1, by=None, action="import.apply", reason="A new school")
    page = client_of(lead).get(PAGE)
    assert [(entry.actor_name, entry.target_label) for entry in page.context["page"]] == [
        ("Priya Raman", "n1"),
        ("The portal", "n0"),
        ("Priya Raman", "n0"),
    ]
    assert "A new school" in page.content.decode()


def test_one_kind_alone_and_its_second_page(make_person: Any, client_of: Any) -> None:
    lead = make_person("improvement_lead")
    write(51, by=lead)
    write(1, by=lead, action="import.apply")
    client = client_of(lead)
    first = client.get(PAGE, {"action": "school.edit"})
    assert first.context["actions"] == ["import.apply", "school.edit"]
    assert (len(first.context["page"]), first.context["page"].paginator.count) == (50, 51)
    second = client.get(PAGE, {"action": "school.edit", "page": "2"})
    assert [entry.target_label for entry in second.context["page"]] == ["n0"]
    assert "action=school.edit" in first.content.decode()


def test_what_was_done_is_said_in_words(make_person: Any, client_of: Any) -> None:
    lead = make_person("improvement_lead")
    write(1, by=lead)
    page = client_of(lead).get(PAGE).content.decode()
    assert (page.count("Changed a school’s details"), page.count(">school.edit<")) == (2, 0)


def test_what_has_no_words_is_not_recorded(make_person: Any) -> None:
    with pytest.raises(ValueError, match=r"school\.paint has no words"):
        write(1, by=make_person("improvement_lead"), action="school.paint")


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "abc"}, {"page": "99"}, {"action": "no such"}])
def test_an_address_that_means_nothing_still_answers(
    make_person: Any, client_of: Any, query: dict[str, str]
) -> None:
    lead = make_person("improvement_lead")
    write(1, by=lead)
    assert client_of(lead).get(PAGE, query).status_code == 200


@pytest.mark.parametrize(("role", "shown"), [("improvement_lead", True), ("portal_admin", False)])
def test_a_tier_is_not_told_by_the_record_of_its_change(
    make_person: Any, client_of: Any, role: str, shown: bool
) -> None:
    write(1, by=None, before="tier: 3", after="tier: 2")
    html = client_of(make_person(role)).get(PAGE).content.decode()
    assert ("tier: 3" in html, "tier: 2" in html) == (shown, shown)


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_few_questions_of_one_and_three_entries(
    make_person: Any, client_of: Any, django_assert_num_queries: Any, count: int
) -> None:
    lead = make_person("improvement_lead")
    write(count, by=lead)
    client = client_of(lead)
    # session, person, appointments, kinds of entry, how many, entries, trust
    with django_assert_num_queries(7):
        assert len(client.get(PAGE).context["page"]) == count


def test_an_entry_outlives_what_it_describes(make_person: Any, alder: School) -> None:
    gone = User.objects.create_user("gone@example.org", name="Gone")
    entry = record(by=gone, now=NOW, action="person.weekly-mail", target=gone, school_urn=alder.urn)
    gone.delete()
    entry.refresh_from_db()
    assert (entry.actor_name, entry.target, entry.target_label, entry.school_urn) == (
        "Gone",
        "people.user",
        "Gone <gone@example.org>",
        900001,
    )
    assert list(queries.audit_entries(school_urn=900001)) == [entry]
    assert list(queries.audit_entries(school_urn=900002)) == []


def test_a_long_label_is_cut_and_not_refused() -> None:
    entry = record(by=None, now=NOW, action="school.edit", target=User(pk=1), label="x" * 500)
    assert len(entry.target_label) == 240


def test_others_are_refused(make_person: Any, client_of: Any, alder: School) -> None:
    assert client_of(make_person("trustee")).get(PAGE).status_code == 403
    assert client_of(make_person("headteacher", alder)).get(PAGE).status_code == 403


def test_needs_signing_in_and_takes_no_post(make_person: Any, client_of: Any, client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert client_of(make_person("ceo")).post(PAGE).status_code == 405
