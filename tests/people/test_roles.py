"""The table of roles, and the page that shows it."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from people import queries
from people.roles import JOBS, ROLES, Permission, answers_for, is_known, title_of
from schools.models import School

TRUST_WIDE = {"improvement_lead", "ceo", "trustee", "governance_professional", "portal_admin"}


def test_there_are_ten_roles_each_under_its_own_code() -> None:
    assert len(ROLES) == 10
    assert [code for code, role in ROLES.items() if role.code != code] == []


@pytest.mark.parametrize("code", ROLES)
def test_every_role_has_a_sentence_a_governor_can_read(code: str) -> None:
    sentence = ROLES[code].sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "_" not in sentence


def test_every_permission_has_words_and_somebody_who_holds_it() -> None:
    assert set(queries.SENTENCES) == set(Permission)
    held = {permission for role in ROLES.values() for permission in role.permissions}
    assert held == set(Permission)


def test_roles_held_for_the_whole_trust() -> None:
    assert {role.code for role in ROLES.values() if role.trust_wide} == TRUST_WIDE


def test_who_may_let_people_in() -> None:
    for permission in (Permission.PERSON_INVITE, Permission.APPOINTMENT_EDIT, Permission.AUDIT_READ):
        holders = {role.code for role in ROLES.values() if permission in role.permissions}
        assert holders == {"improvement_lead", "ceo", "portal_admin"}


def test_who_reads_attached_documents() -> None:
    readers = {role.code for role in ROLES.values() if Permission.DOCUMENT_READ in role.permissions}
    assert readers == {"headteacher", "senior_leader", "improvement_partner", "improvement_lead", "ceo"}


def test_every_job_is_answered_by_a_role() -> None:
    assert {job.code: job.answers for job in JOBS.values() if job.answers not in ROLES} == {}
    assert set(JOBS) & set(ROLES) == set()


def test_titles_and_who_answers() -> None:
    assert (title_of("senco"), answers_for("senco")) == ("SENCO", "senior_leader")
    assert (title_of("ceo"), answers_for("ceo")) == ("Chief executive", "ceo")
    assert (is_known("senco"), is_known("ceo"), is_known("caretaker")) == (True, True, False)
    with pytest.raises(KeyError):
        title_of("caretaker")


@pytest.mark.django_db
def test_page_shows_the_table_that_the_doors_ask(make_person: Any, client_of: Any, alder: School) -> None:
    page = client_of(make_person("local_governor", alder)).get(reverse("people:roles"))
    shown = {(row.permission, role.code): held for row in page.context["matrix"] for role, held in row.held}
    assert shown == {
        (permission, role.code): permission in role.permissions
        for permission in Permission
        for role in ROLES.values()
    }
    html = unescape(page.content.decode())
    assert [role.title for role in ROLES.values() if role.sentence not in html] == []


@pytest.mark.django_db
def test_page_asks_the_database_nothing_about_roles(
    make_person: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(make_person("trustee"))
    # session, person, appointments, trust
    with django_assert_num_queries(4):
        client.get(reverse("people:roles"))


@pytest.mark.django_db
def test_page_needs_signing_in(client: Any) -> None:
    answer = client.get(reverse("people:roles"))
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/who-can-see-what/")


@pytest.mark.django_db
def test_page_takes_no_post(make_person: Any, client_of: Any) -> None:
    assert client_of(make_person("trustee")).post(reverse("people:roles")).status_code == 405
