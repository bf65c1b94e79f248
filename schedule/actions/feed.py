"""The secret addresses of calendar feeds. The audit trail never holds the secret."""

from datetime import date, datetime
from secrets import token_urlsafe

from django.db import transaction

from people.audit import record
from people.models import User
from schedule.models import FeedToken
from schedule.queries.feeds import feeds_not_opened
from schools.models import School

RANDOM_BYTES = 32  # 43 characters


@transaction.atomic
def make_feed(
    *, by: User, now: datetime, school: School | None = None, process_code: str = ""
) -> FeedToken | None:
    """None when there is one already: calendars go on asking at its address."""
    _one_after_the_other(by)
    if FeedToken.objects.filter(
        person=by, school=school, process_code=process_code, revoked_at=None
    ).exists():
        return None
    return _make(by, now, school, process_code)


@transaction.atomic
def renew_feed_token(
    *, by: User, now: datetime, school: School | None = None, process_code: str = ""
) -> FeedToken:
    """A new secret address; the old one, if there was one, stops at once."""
    _one_after_the_other(by)
    FeedToken.objects.filter(person=by, school=school, process_code=process_code, revoked_at=None).update(
        revoked_at=now
    )
    return _make(by, now, school, process_code)


@transaction.atomic
def stop_feed(*, feed: FeedToken, by: User, now: datetime) -> bool:
    return _revoke(feed, by, now, "")


@transaction.atomic
def close_feed(*, pk: int, now: datetime) -> bool:
    """By the portal, for good: an address does not come back with a new appointment. False if somebody was quicker."""
    feed = FeedToken.objects.select_related("person", "school").get(pk=pk)
    return _revoke(feed, None, now, "Their appointments no longer open it.")


def close_feeds(*, today: date, now: datetime) -> int:
    """Each in a transaction of its own: one that fails keeps none of the others open."""
    return sum(close_feed(pk=feed.pk, now=now) for feed in feeds_not_opened(today))


def _one_after_the_other(by: User) -> None:
    """Two presses at once would both find no address and make one each."""
    User.objects.select_for_update().get(pk=by.pk)


def _make(by: User, now: datetime, school: School | None, process_code: str) -> FeedToken:
    feed = FeedToken.objects.create(
        person=by, school=school, process_code=process_code, token=token_urlsafe(RANDOM_BYTES), made_at=now
    )
    record(
        by=by, now=now, action="feed.renew", target=feed, label=_label(feed), school_urn=school.urn if school else None
    )  # fmt: skip
    return feed


def _revoke(feed: FeedToken, by: User | None, now: datetime, reason: str) -> bool:
    if not FeedToken.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=now):
        return False
    urn = feed.school.urn if feed.school else None
    record(
        by=by, now=now, action="feed.revoke", target=feed, label=_label(feed), school_urn=urn, reason=reason
    )
    return True


def _label(feed: FeedToken) -> str:
    what = f", {feed.process_code}" if feed.process_code else ""
    where = f" at {feed.school.known_as}" if feed.school else ""
    return f"Calendar feed of {feed.person.name}{what}{where}"
