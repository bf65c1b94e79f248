"""Writes: accounts and the invitations that open them."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from adapters import mail
from people.audit import record
from people.models import Invitation, User

SALT = "people.invitation"


class InvitationSpent(Exception):
    """The invitation was used, withdrawn or has expired."""


class NotInvited(ValueError):
    """There is nobody to invite, or nothing to withdraw; the message is for a person."""


def account_for(*, email: str, name: str) -> User:
    """The account at this address. A new one cannot be signed in to before its invitation is followed."""
    email = email.strip().lower()
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name)
    except IntegrityError:  # invited twice at the same moment
        return User.objects.get(email=email)


@transaction.atomic
def invite(*, person: User, by: User | None, now: datetime) -> Invitation:
    """One way in for somebody whose account is not open yet. An earlier invitation is withdrawn."""
    User.objects.select_for_update().get(pk=person.pk)  # two at once: one waits for the other
    if not person.is_active:
        raise NotInvited(f"{person.name}'s account is switched off.")
    if person.is_open:
        raise NotInvited(f"{person.name} has an account already and signs in with it.")
    person.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        user=person,
        invited_by=by,
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    record(by=by, now=now, action="invitation.send", target=invitation, label=person.email)
    return invitation


@transaction.atomic
def withdraw_invitation(*, person: User, by: User, now: datetime) -> None:
    """The link in the mail stops working. Appointments stay until they are ended."""
    waiting = person.invitations.filter(accepted_at=None, withdrawn_at=None)
    if waiting.update(withdrawn_at=now) == 0:
        raise NotInvited(f"{person.name} has no invitation that could be withdrawn.")
    record(by=by, now=now, action="invitation.withdraw", target=person, label=person.email)


def token_of(invitation: Invitation) -> str:
    return signing.Signer(salt=SALT).sign_object(invitation.pk)


def link_of(invitation: Invitation) -> str:
    return f"{settings.PUBLIC_URL}{reverse('people:accept', args=[token_of(invitation)])}"


def mail_invitation(*, invitation_id: int, trust: str, now: datetime) -> None:
    """Safe to run twice: an invitation that can no longer be used is not sent. `trust` is its name, if it has one."""
    invitation = _waiting(now).filter(pk=invitation_id).first()
    if invitation is None:
        return
    context = {"invitation": invitation, "link": link_of(invitation), "trust": trust}
    mail.send(to=invitation.user.email, name="invitation", context=context)


def invitation_of(token: str, *, now: datetime) -> Invitation:
    """InvitationSpent when the link is forged, used, withdrawn or too old."""
    try:
        pk = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature as error:
        raise InvitationSpent from error
    invitation = _waiting(now).filter(pk=pk).first()
    if invitation is None or invitation.user.is_open:
        raise InvitationSpent
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str, now: datetime) -> User:
    """Opens the account. Two clicks at once: the second finds the invitation spent."""
    waiting = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    if waiting.update(accepted_at=now) != 1:
        raise InvitationSpent
    user = invitation.user
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    # The mail reached them, so the address is theirs: Microsoft and Google may vouch for it from now on.
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    record(by=user, now=now, action="invitation.accept", target=invitation, label=user.email)
    return user


def _waiting(now: datetime) -> models.QuerySet[Invitation]:
    return Invitation.objects.select_related("user", "invited_by").filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=now, user__is_active=True
    )


@transaction.atomic
def set_weekly_mail(*, person: User, wanted: bool, now: datetime) -> None:
    person.wants_weekly_mail = wanted
    person.save(update_fields=["wants_weekly_mail"])
    record(by=person, now=now, action="person.weekly-mail", target=person, after="on" if wanted else "off")
