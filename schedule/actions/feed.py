"""The address of a person's calendar feed."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from people.audit import record
from people.models import User
from schedule.models import FeedToken

RANDOM_BYTES = 32  # 43 characters


@transaction.atomic
def renew_feed_token(*, by: User, now: datetime) -> FeedToken:
    """A new secret address; the old one, if there was one, stops at once. The audit trail never holds the secret."""
    FeedToken.objects.filter(person=by, school=None, process_code="", revoked_at=None).update(revoked_at=now)
    feed = FeedToken.objects.create(person=by, token=token_urlsafe(RANDOM_BYTES), made_at=now)
    record(by=by, now=now, action="feed.renew", target=feed, label=f"Calendar feed of {by.name}")
    return feed
