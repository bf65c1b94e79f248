"""Mails about appointments. Thin: an id in, one mail out."""

from celery import shared_task

from adapters import clock
from people import actions as accounts
from schools.queries import the_trust


@shared_task(name="schools.send_invitation")
def send_invitation(*, invitation_id: int, **_later: object) -> None:
    trust = the_trust()
    accounts.mail_invitation(invitation_id=invitation_id, trust=trust.name if trust else "", now=clock.now())
