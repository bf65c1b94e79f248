"""The first person of an empty portal."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people import actions
from people.models import AuditEntry, Invitation, User
from schools.models import Appointment
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
RUTH = ("Ruth@Example.org", "Ruth Ellison")


def run(*words: str) -> str:
    out = StringIO()
    call_command("create_admin", *words, stdout=out)
    return out.getvalue()


def link_in(said: str) -> str:
    return said.strip().splitlines()[-1].removeprefix("http://127.0.0.1:8000")


def test_an_empty_portal_is_opened_by_the_link(client: Client) -> None:
    link = link_in(run(*RUTH))
    client.post(link, {"name": "Ruth Ellison", "password": "heron lantern walnut"})
    assert [client.get(page).status_code for page in ("/me/", "/people/", "/people/invite/", "/audit/")] == [
        200,
        200,
        200,
        200,
    ]
    [held] = Appointment.objects.all()
    assert (held.person.email, held.role, held.school, held.from_date) == (
        "ruth@example.org",
        "portal_admin",
        None,
        TODAY,
    )
    assert [entry.actor_name for entry in AuditEntry.objects.order_by("pk")] == [
        "The portal",
        "The portal",
        "Ruth Ellison",
    ]


def test_a_second_one_is_made_only_when_it_is_meant() -> None:
    run(*RUTH)
    with pytest.raises(
        CommandError, match=r"There is a portal administrator: ruth@example.org\. Use --again"
    ):
        run("tom@example.org", "Tom")
    assert User.objects.count() == 1
    run("tom@example.org", "Tom", "--again")
    assert Appointment.objects.filter(role="portal_admin").count() == 2


def test_a_lost_link_is_replaced(client: Client) -> None:
    first = link_in(run(*RUTH))
    second = link_in(run(*RUTH, "--again"))
    assert [client.get(first).status_code, client.get(second).status_code] == [410, 200]
    assert (User.objects.count(), Appointment.objects.count()) == (1, 1)


def test_an_open_administrator_gets_no_link() -> None:
    run(*RUTH)
    ruth = User.objects.get()
    ruth.set_password("heron lantern walnut")
    ruth.save()
    with pytest.raises(CommandError, match="Ruth Ellison has an account already and signs in with it"):
        run(*RUTH, "--again")
    assert Invitation.objects.count() == 1


def test_somebody_with_an_account_becomes_administrator_without_a_link(make_person: Any) -> None:
    ceo = make_person("ceo")
    assert (
        run(ceo.email, "Whoever") == f"{ceo.email} has an account already and is portal administrator now.\n"
    )
    assert sorted(held.role for held in ceo.appointments.all()) == ["ceo", "portal_admin"]


def test_an_administrator_who_has_left_is_none() -> None:
    run(*RUTH)
    Appointment.objects.update(from_date="2026-09-01", to_date="2026-11-22")
    run("tom@example.org", "Tom")
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("ruth at example", "Ruth"), "'ruth at example' is no e-mail address. Nothing was changed."),
        (("ruth@example.org", " "), "Give the name too, in 120 letters or fewer. Nothing was changed."),
        (
            ("ruth@example.org", "Ru\udcffth"),
            "The name holds letters that cannot be shown. Nothing was changed.",
        ),
        (("ruth@example.org", "x" * 121), "Give the name too, in 120 letters or fewer. Nothing was changed."),
    ],
)
def test_bad_words_are_named(words: tuple[str, str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*words)
    assert User.objects.count() == 0


def test_link_is_the_invitation_of_the_portal_itself() -> None:
    link = link_in(run(*RUTH))
    assert actions.link_of(Invitation.objects.get(invited_by=None)).endswith(link)
