"""Mails about accounts. Thin: an id in, one mail out."""

from celery import shared_task
from django.conf import settings
from django.urls import reverse

from adapters import mail
from people.actions import token_of
from people.models import Invitation


@shared_task(name="people.send_invitation")
def send_invitation(*, invitation_id: int, **_later: object) -> None:
    """Safe to run twice: a spent invitation is not sent again."""
    invitation = (
        Invitation.objects.select_related("user", "invited_by")
        .filter(pk=invitation_id, accepted_at=None, withdrawn_at=None)
        .first()
    )
    if invitation is None:
        return
    link = settings.PUBLIC_URL + reverse("people:accept", args=[token_of(invitation)])
    mail.send(to=invitation.user.email, name="invitation", context={"invitation": invitation, "link": link})
