"""Being invited, and opening the account."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client
from django.urls import reverse

from adapters import clock
from people import actions
from people.models import AuditEntry, Invitation, User
from tests.conftest import NOW
from tests.people.conftest import INVITED

pytestmark = pytest.mark.django_db
ANSWERS = {"name": "Ruth M. Ellison", "password": "heron lantern walnut"}


def page_of(invitation: Invitation) -> str:
    return reverse("people:accept", args=[actions.token_of(invitation)])


def audited(action: str) -> list[tuple[str, str]]:
    return list(AuditEntry.objects.filter(action=action).values_list("actor_name", "target_label"))


def test_invited_person_opens_the_account_and_is_signed_in(client: Client, invitation: Invitation) -> None:
    assert client.get(page_of(invitation)).status_code == 200
    answer = client.post(page_of(invitation), ANSWERS)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    ruth = User.objects.get(email=INVITED)
    assert (ruth.name, ruth.is_open, ruth.check_password(ANSWERS["password"])) == (
        "Ruth M. Ellison",
        True,
        True,
    )
    assert client.session["_auth_user_id"] == str(ruth.pk)
    assert list(EmailAddress.objects.values_list("user", "email", "verified", "primary")) == [
        (ruth.pk, INVITED, True, True)
    ]
    invitation.refresh_from_db()
    assert invitation.accepted_at is not None
    assert audited("invitation.accept") == [("Ruth M. Ellison", INVITED)]


def test_looking_at_the_invitation_does_not_use_it_up(client: Client, invitation: Invitation) -> None:
    for _ in range(3):
        assert client.get(page_of(invitation)).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_opening_while_somebody_else_is_signed_in_changes_the_session(
    client_of: Any, make_person: Any, invitation: Invitation
) -> None:
    client = client_of(make_person("trustee"))
    before = client.session.session_key
    client.post(page_of(invitation), ANSWERS)
    assert client.session["_auth_user_id"] == str(invitation.user.pk)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, {"name": ["This field is required."], "password": ["This field is required."]}),
        (
            {"name": "Ruth", "password": "short"},
            {
                "password": [
                    "This password is too short. It must contain at least 12 characters.",
                ]
            },
        ),
        (
            {"name": "Ruth", "password": "ruth.ellison"},
            {"password": ["The password is too similar to the email."]},
        ),
    ],
)
def test_bad_answers_are_named_and_leave_the_invitation_open(
    client: Client, invitation: Invitation, values: dict[str, str], errors: dict[str, list[str]]
) -> None:
    page = client.post(page_of(invitation), values)
    assert (page.status_code, page.context["form"].errors) == (200, errors)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.user.is_open) == (None, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_expired(client: Client, invitation: Invitation, method: str) -> None:
    # The page reads the portal's own clock, whose time of day is the real one.
    Invitation.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert getattr(client, method)(page_of(invitation), ANSWERS).status_code == 410
    assert User.objects.get(email=INVITED).is_open is False


def test_lasts_fourteen_days(invitation: Invitation) -> None:
    token, day = actions.token_of(invitation), timedelta(days=1)
    assert actions.invitation_of(token, now=NOW + 14 * day - timedelta(seconds=1)) == invitation
    with pytest.raises(actions.InvitationSpent):
        actions.invitation_of(token, now=NOW + 14 * day)


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_twice(client: Client, invitation: Invitation, method: str) -> None:
    client.post(page_of(invitation), ANSWERS)
    second = getattr(Client(), method)(page_of(invitation), ANSWERS | {"password": "another one, later"})
    assert second.status_code == 410
    assert User.objects.get(email=INVITED).check_password(ANSWERS["password"])


def test_withdrawn(client: Client, invitation: Invitation, make_person: Any) -> None:
    actions.withdraw_invitation(person=invitation.user, by=make_person("ceo", name="Amara Boateng"), now=NOW)
    assert client.post(page_of(invitation), ANSWERS).status_code == 410
    assert User.objects.get(email=INVITED).is_open is False
    assert audited("invitation.withdraw") == [("Amara Boateng", INVITED)]


def test_withdrawing_twice_is_refused_in_words(invitation: Invitation, make_person: Any) -> None:
    lead = make_person("ceo")
    actions.withdraw_invitation(person=invitation.user, by=lead, now=NOW)
    with pytest.raises(actions.NotInvited, match="Ruth Ellison has no invitation that could be withdrawn"):
        actions.withdraw_invitation(person=invitation.user, by=lead, now=NOW)
    assert len(audited("invitation.withdraw")) == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("forge", ["nonsense", "other salt", "changed", "no such"])
def test_forged(client: Client, invitation: Invitation, forge: str, method: str) -> None:
    token = {
        "nonsense": "nonsense",
        "other salt": signing.Signer(salt="something.else").sign_object(invitation.pk),
        "changed": "x" + actions.token_of(invitation),
        "no such": signing.Signer(salt=actions.SALT).sign_object(invitation.pk + 1000),
    }[forge]
    answer = getattr(client, method)(reverse("people:accept", args=[token]), ANSWERS)
    assert answer.status_code == 410
    assert User.objects.get(email=INVITED).is_open is False


def test_second_invitation_withdraws_the_first(
    client: Client, invitation: Invitation, make_person: Any
) -> None:
    second = actions.invite(person=invitation.user, by=make_person("ceo"), now=NOW)
    assert client.get(page_of(invitation)).status_code == 410
    assert client.get(page_of(second)).status_code == 200


def test_two_who_follow_the_link_at_the_same_moment(invitation: Invitation) -> None:
    token = actions.token_of(invitation)
    one, other = (actions.invitation_of(token, now=NOW) for _ in range(2))
    actions.accept(invitation=one, name="First", password="heron lantern walnut", now=NOW)
    with pytest.raises(actions.InvitationSpent):
        actions.accept(invitation=other, name="Second", password="another one, later", now=NOW)
    ruth = User.objects.get(email=INVITED)
    assert (ruth.name, ruth.check_password("heron lantern walnut")) == ("First", True)


def test_account_switched_off_after_the_invitation(client: Client, invitation: Invitation) -> None:
    User.objects.filter(pk=invitation.user.pk).update(is_active=False)
    assert client.post(page_of(invitation), ANSWERS).status_code == 410


def test_nobody_is_invited_into_an_open_account(make_person: Any) -> None:
    head = make_person("ceo", name="Amara Boateng")
    with pytest.raises(actions.NotInvited, match="Amara Boateng has an account already and signs in with it"):
        actions.invite(person=head, by=head, now=NOW)
    User.objects.filter(pk=head.pk).update(is_active=False)
    head.refresh_from_db()
    with pytest.raises(actions.NotInvited, match="Amara Boateng's account is switched off"):
        actions.invite(person=head, by=head, now=NOW)
    assert Invitation.objects.count() == 0


def test_old_invitation_opens_no_account_that_is_open(client: Client, invitation: Invitation) -> None:
    """A password set in another way makes the link useless: it must not set a second one."""
    ruth = invitation.user
    ruth.set_password("set in another way")
    ruth.save()
    assert client.post(page_of(invitation), ANSWERS).status_code == 410


def test_one_account_however_the_address_is_written(db: None) -> None:
    one = actions.account_for(email="Ruth@Example.org ", name="Ruth")
    assert actions.account_for(email=" ruth@example.ORG", name="Somebody else") == one
    assert (one.email, one.name, one.is_open) == ("ruth@example.org", "Ruth", False)


def test_mail_carries_the_link_and_is_sent_while_it_works(
    client: Client, invitation: Invitation, mailoutbox: list[Any]
) -> None:
    actions.mail_invitation(invitation_id=invitation.pk, trust="Northern Lights Trust", now=NOW)
    [mail] = mailoutbox
    assert mail.subject.endswith(" invites you to the school improvement portal of Northern Lights Trust")
    assert "the school improvement portal of Northern Lights Trust." in mail.body
    assert mail.to == [INVITED]
    assert actions.link_of(invitation) in mail.body
    assert actions.link_of(invitation).endswith(page_of(invitation))
    actions.mail_invitation(invitation_id=invitation.pk, trust="", now=NOW + timedelta(days=15))
    Invitation.objects.update(withdrawn_at=NOW)
    actions.mail_invitation(invitation_id=invitation.pk, trust="", now=NOW)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods(client: Client, invitation: Invitation, method: str) -> None:
    assert getattr(client, method)(page_of(invitation)).status_code == 405


def test_link_is_kept_out_of_caches_and_other_sites(client: Client, invitation: Invitation) -> None:
    answer = client.get(page_of(invitation))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
