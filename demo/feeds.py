"""A few addresses of calendar feeds, so that their page shows what one gives."""

from datetime import datetime

from people.models import User
from schedule.actions.feed import make_feed
from schools.models import School


def make_some(*, now: datetime) -> None:
    """The headteacher's own dates; for the lead a school and every visit."""
    head = User.objects.get(email="head.alder@demo.example")
    lead = User.objects.get(email="lead@demo.example")
    make_feed(by=head, now=now)
    make_feed(by=lead, now=now)
    make_feed(by=lead, now=now, school=School.objects.get(urn=900004))
    make_feed(by=lead, now=now, process_code="P10")
