"""Writes: accounts and the invitations that open them."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction

from people.audit import record
from people.models import Invitation, User

SALT = "people.invitation"


class InvitationSpent(Exception):
    """The invitation was used, withdrawn or has expired."""


@transaction.atomic
def invite(*, email: str, name: str, by: User, now: datetime) -> Invitation:
    """Makes the account, which nobody can sign in to yet, and its invitation. An earlier open one is withdrawn."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    user.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        user=user,
        invited_by=by,
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    record(by=by, now=now, action="invitation.send", target=invitation, label=user.email)
    return invitation


def token_of(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=SALT)


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """InvitationSpent when the link is forged, used, withdrawn or too old."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise InvitationSpent from error
    invitation = (
        Invitation.objects.select_related("user", "invited_by")
        .filter(pk=pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if invitation is None:
        raise InvitationSpent
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str, now: datetime) -> User:
    """Opens the account. Two clicks at once: the second finds the invitation spent."""
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if waiting.update(accepted_at=now) != 1:
        raise InvitationSpent
    user = invitation.user
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    record(by=user, now=now, action="invitation.accept", target=invitation, label=user.email)
    return user


@transaction.atomic
def set_weekly_mail(*, person: User, wanted: bool, now: datetime) -> None:
    person.wants_weekly_mail = wanted
    person.save(update_fields=["wants_weekly_mail"])
    record(by=person, now=now, action="person.weekly-mail", target=person, after="on" if wanted else "off")
