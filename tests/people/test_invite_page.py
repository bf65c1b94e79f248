"""Inviting a person, sending it again, withdrawing it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people import actions
from people.models import AuditEntry, Invitation, User
from schools.models import Appointment, School
from tests.people.conftest import INVITED

pytestmark = pytest.mark.django_db
PAGE = "/people/invite/"


def filled(at: School | None, **other: str) -> dict[str, str]:
    return {
        "name": "Ruth Ellison",
        "email": INVITED,
        "role": "headteacher",
        "job": "",
        "school": str(at.pk) if at else "",
        "from_date": "2026-11-23",
    } | other


def notices(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def offer(school: School) -> str:
    """What fits a new headteacher is offered, and not started."""
    return (
        f"{school.known_as} has a new headteacher. "
        f'<a href="/openings/start/?school={school.urn}&amp;trigger=appointment&amp;day=2026-11-23">'
        "Start a process for that</a>."
    )


def test_invites_appoints_and_mails(
    make_person: Any, client_of: Any, alder: School, mailoutbox: list[Any]
) -> None:
    client = client_of(make_person("improvement_lead", name="Priya Raman"))
    answer = client.post(PAGE, filled(alder), follow=True)
    assert answer.redirect_chain == [("/people/", 302)]
    assert notices(answer) == [f"Ruth Ellison is invited by e-mail to {INVITED}.", offer(alder)]
    ruth = User.objects.get(email=INVITED)
    [held] = ruth.appointments.all()
    assert (held.role, held.school, held.from_date, held.to_date) == (
        "headteacher",
        alder,
        date(2026, 11, 23),
        None,
    )
    [invitation] = ruth.invitations.all()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (
        [INVITED],
        "Priya Raman invites you to the school improvement portal of Fenmoor Academies Trust",
    )
    assert actions.link_of(invitation) in mail.body
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "target_label", "school_urn")) == [
        ("appointment.start", "Ruth Ellison: Headteacher, Alder Primary School", 900001),
        ("invitation.send", INVITED, None),
    ]


def test_an_open_account_gets_the_role_and_no_second_invitation(
    make_person: Any, client_of: Any, alder: School, birch: School, mailoutbox: list[Any]
) -> None:
    head = make_person("headteacher", alder, name="Ruth Ellison")
    answer = client_of(make_person("improvement_lead")).post(
        PAGE, filled(birch, email=head.email.upper(), name="R. Ellison"), follow=True
    )
    said, offered = notices(answer)
    assert said == (
        f"Ruth Ellison has an account at {head.email} already and is headteacher at Birch Academy "
        "from 23 November 2026."
    )
    assert offered == offer(birch)
    assert [held.school for held in head.appointments.order_by("pk")] == [alder, birch]
    assert (Invitation.objects.count(), len(mailoutbox)) == (0, 0)
    head.refresh_from_db()
    assert head.name == "Ruth Ellison"


def test_an_account_not_opened_yet_is_appointed_and_invited_anew(
    make_person: Any, client_of: Any, alder: School, invitation: Invitation
) -> None:
    client_of(make_person("improvement_lead")).post(PAGE, filled(alder))
    assert User.objects.filter(email=INVITED).count() == 1
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert invitation.user.invitations.filter(withdrawn_at=None).count() == 1


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("role", "at_school", "job", "words"),
    [
        ("trustee", True, "", "A trustee is appointed to the whole trust."),
        ("headteacher", False, "", "A headteacher is appointed to a school: choose which."),
        ("headteacher", True, "senco", "SENCO goes with the role senior leader."),
    ],
)
def test_what_does_not_go_together_is_said_on_the_page_and_writes_nothing(
    make_person: Any,
    client_of: Any,
    alder: School,
    mailoutbox: list[Any],
    role: str,
    at_school: bool,
    job: str,
    words: str,
) -> None:
    client = client_of(make_person("improvement_lead"))
    page = client.post(PAGE, filled(alder if at_school else None, role=role, job=job))
    assert (page.status_code, page.context["form"].non_field_errors()) == (200, [words])
    assert words in page.content.decode()
    assert User.objects.filter(email=INVITED).count() == 0
    assert (AuditEntry.objects.count(), len(mailoutbox)) == (0, 0)


def test_the_same_role_twice_is_refused(
    make_person: Any, client_of: Any, alder: School, mailoutbox: list[Any]
) -> None:
    client = client_of(make_person("improvement_lead"))
    client.post(PAGE, filled(alder))
    page = client.post(PAGE, filled(alder))
    assert page.context["form"].non_field_errors() == ["Ruth Ellison holds this already."]
    assert (Appointment.objects.filter(role="headteacher").count(), len(mailoutbox)) == (1, 1)


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "ruth at example", "Enter a valid email address."),
        ("name", "", "This field is required."),
        ("role", "king", "Select a valid choice. king is not one of the available choices."),
        ("school", "999", "Select a valid choice. That choice is not one of the available choices."),
        ("from_date", "yesterday", "Enter a valid date."),
    ],
)
def test_bad_fields_are_named(
    make_person: Any, client_of: Any, alder: School, field: str, value: str, words: str
) -> None:
    page = client_of(make_person("improvement_lead")).post(PAGE, filled(alder, **{field: value}))
    assert (page.status_code, page.context["form"].errors) == (200, {field: [words]})


def test_a_mail_that_cannot_be_sent_is_said_and_can_be_sent_again(
    make_person: Any, client_of: Any, alder: School, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    from config.celery import app  # noqa: PLC0415 -- its settings are changed for this test only

    app.conf.task_eager_propagates = False
    try:
        answer = client_of(make_person("improvement_lead")).post(PAGE, filled(alder), follow=True)
    finally:
        app.conf.task_eager_propagates = True
    assert notices(answer) == [
        "Ruth Ellison is invited, but the mail could not be sent. Send the invitation again later.",
        offer(alder),
    ]
    assert Invitation.objects.filter(user__email=INVITED, withdrawn_at=None).count() == 1


@pytest.mark.parametrize("role", ["trustee", "governance_professional"])
def test_others_are_refused(make_person: Any, client_of: Any, role: str) -> None:
    client = client_of(make_person(role))
    assert [client.get(PAGE).status_code, client.post(PAGE, {}).status_code] == [403, 403]


def test_needs_signing_in(client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


def test_send_again(make_person: Any, client_of: Any, invitation: Invitation, mailoutbox: list[Any]) -> None:
    client = client_of(make_person("portal_admin"))
    answer = client.post(reverse("appointments:resend", args=[invitation.user.pk]), follow=True)
    assert notices(answer) == [f"Ruth Ellison is invited by e-mail to {INVITED}."]
    second = invitation.user.invitations.get(withdrawn_at=None)
    assert second.pk != invitation.pk
    assert actions.link_of(second) in mailoutbox[0].body


def test_withdraw(make_person: Any, client_of: Any, invitation: Invitation) -> None:
    client = client_of(make_person("portal_admin"))
    answer = client.post(reverse("appointments:withdraw", args=[invitation.user.pk]), follow=True)
    assert notices(answer) == [f"The invitation to {INVITED} can no longer be used."]
    assert invitation.user.invitations.filter(withdrawn_at=None).count() == 0
    again = client.post(reverse("appointments:withdraw", args=[invitation.user.pk]), follow=True)
    assert notices(again) == ["Ruth Ellison has no invitation that could be withdrawn."]


def test_an_open_account_is_sent_nothing(make_person: Any, client_of: Any, mailoutbox: list[Any]) -> None:
    ceo = make_person("ceo", name="Amara Boateng")
    answer = client_of(ceo).post(reverse("appointments:resend", args=[ceo.pk]), follow=True)
    assert notices(answer) == ["Amara Boateng has an account already and signs in with it."]
    assert (Invitation.objects.count(), len(mailoutbox)) == (0, 0)


@pytest.mark.parametrize("name", ["appointments:resend", "appointments:withdraw"])
def test_send_again_and_withdraw_have_their_door(
    make_person: Any, client_of: Any, alder: School, invitation: Invitation, name: str
) -> None:
    here, nowhere = reverse(name, args=[invitation.user.pk]), reverse(name, args=[999999])
    head, admin = client_of(make_person("headteacher", alder)), client_of(make_person("portal_admin"))
    assert [head.post(here).status_code, head.post(nowhere).status_code] == [403, 403]
    assert [admin.post(nowhere).status_code, admin.get(here).status_code] == [404, 405]
    assert invitation.user.invitations.filter(withdrawn_at=None).count() == 1
