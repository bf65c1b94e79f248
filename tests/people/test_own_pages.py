"""Your own page: what you hold, your weekly mail, your ways in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import AuditEntry, User
from schools.models import School

pytestmark = pytest.mark.django_db
OWN = ("/me/", "/me/second-factor/", "/accounts/email/")


def test_shows_what_you_hold(make_person: Any, client_of: Any, alder: School) -> None:
    html = client_of(make_person("headteacher", alder, name="Ruth Ellison")).get("/me/").content.decode()
    assert "Ruth Ellison" in html
    assert "Headteacher" in html
    assert "None today" not in html


def test_somebody_without_an_appointment_sees_their_own_page_alone(client_of: Any, trust: Any) -> None:
    client = client_of(User.objects.create_user("ruth@example.org", "pass", name="Ruth Ellison"))
    assert [client.get(page).status_code for page in OWN] == [200, 200, 200]
    assert "None today" in client.get("/me/").content.decode()
    assert [client.get(page).status_code for page in ("/people/", "/audit/", "/schools/")] == [403, 403, 403]


@pytest.mark.parametrize(("wanted", "gets", "noted"), [("yes", True, "on"), ("no", False, "off")])
def test_weekly_mail_on_and_off(
    make_person: Any, client_of: Any, wanted: str, gets: bool, noted: str
) -> None:
    ceo = make_person("ceo")
    User.objects.filter(pk=ceo.pk).update(wants_weekly_mail=not gets)
    answer = client_of(ceo).post(reverse("people:weekly_mail"), {"wanted": wanted})
    ceo.refresh_from_db()
    assert (answer["Location"], ceo.wants_weekly_mail) == ("/me/", gets)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.after) == ("person.weekly-mail", ceo.pk, noted)


def test_weekly_mail_is_changed_by_a_post(make_person: Any, client_of: Any) -> None:
    assert client_of(make_person("ceo")).get(reverse("people:weekly_mail")).status_code == 405


@pytest.mark.parametrize("page", OWN)
def test_needs_signing_in_and_takes_no_post(
    make_person: Any, client_of: Any, client: Client, page: str
) -> None:
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    assert client_of(make_person("ceo")).post(page).status_code == 405


def test_a_form_without_its_token_is_refused(make_person: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    ceo = make_person("ceo")
    client.force_login(ceo)
    assert client.post(reverse("people:weekly_mail"), {"wanted": "no"}).status_code == 403
    ceo.refresh_from_db()
    assert ceo.wants_weekly_mail is True
