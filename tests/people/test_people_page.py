"""The list of people: who is shown how, to whom, and at what cost."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from people.models import Invitation, User
from schools.models import Appointment, School
from tests.people.conftest import INVITED

pytestmark = pytest.mark.django_db
PAGE = "/people/"


def test_everybody_and_what_they_hold(make_person: Any, client_of: Any, alder: School) -> None:
    lead = make_person("improvement_lead", name="Priya Raman")
    head = make_person("headteacher", alder, name="Ruth Ellison")
    make_person("local_governor", alder, name="Gone Yesterday", to=date(2026, 11, 22))
    page = client_of(lead).get(PAGE)
    assert [(row.person, [held.role for held in row.held]) for row in page.context["rows"]] == [
        (lead, ["improvement_lead"]),
        (head, ["headteacher"]),
    ]


def test_one_role_alone(make_person: Any, client_of: Any, alder: School) -> None:
    head = make_person("headteacher", alder)
    page = client_of(make_person("improvement_lead")).get(PAGE, {"role": "headteacher"})
    assert [row.person for row in page.context["rows"]] == [head]


@pytest.mark.parametrize(
    ("state", "words", "buttons"),
    [
        ("waiting", "Invited, not opened yet", (True, True)),
        ("withdrawn", "Not invited", (True, False)),
        ("open", None, (False, False)),
        ("off", "Switched off", (False, False)),
    ],
)
def test_who_has_not_opened_their_account_can_be_sent_the_invitation_again(
    make_person: Any,
    client_of: Any,
    alder: School,
    invitation: Invitation,
    state: str,
    words: str | None,
    buttons: tuple[bool, bool],
) -> None:
    ruth = User.objects.get(email=INVITED)
    Appointment.objects.create(person=ruth, role="headteacher", school=alder, from_date=date(2026, 9, 1))
    if state == "withdrawn":
        Invitation.objects.update(withdrawn_at=invitation.created_at)
    if state == "open":
        ruth.set_password("heron lantern walnut")
    ruth.is_active = state != "off"
    ruth.save()
    html = client_of(make_person("improvement_lead")).get(PAGE).content.decode()
    tags = ("Invited, not opened yet", "Not invited", "Switched off")
    assert [tag for tag in tags if f">{tag}<" in html] == ([words] if words else [])
    shown = (f"/people/{ruth.pk}/resend/" in html, f"/people/{ruth.pk}/withdraw/" in html)
    assert shown == buttons


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_few_questions_of_one_and_three_people(
    make_person: Any, client_of: Any, alder: School, django_assert_num_queries: Any, count: int
) -> None:
    lead = make_person("improvement_lead")
    for _ in range(count - 1):
        make_person("headteacher", alder)
    client = client_of(lead)
    # session, person, appointments, people, invitations, trust
    with django_assert_num_queries(6):
        assert len(client.get(PAGE).context["rows"]) == count


def test_others_are_refused(make_person: Any, client_of: Any, alder: School) -> None:
    assert client_of(make_person("trustee")).get(PAGE).status_code == 403
    assert client_of(make_person("headteacher", alder)).get(PAGE).status_code == 403


def test_needs_signing_in_and_takes_no_post(make_person: Any, client_of: Any, client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert client_of(make_person("ceo")).post(PAGE).status_code == 405


def test_unknown_role_in_the_address_shows_everybody(make_person: Any, client_of: Any) -> None:
    lead = make_person("improvement_lead")
    page = client_of(lead).get(PAGE, {"role": "king'--"})
    assert [row.person for row in page.context["rows"]] == [lead]
