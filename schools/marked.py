"""Days to keep free where that can be: festivals, tests, quiet weeks."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from schools.models import MarkedDays


def marked_days_between(first: date, last: date, school_ids: Collection[int]) -> list[MarkedDays]:
    """Of the whole trust and of these schools, in these days. One query."""
    found = MarkedDays.objects.filter(
        Q(school=None) | Q(school__in=school_ids), first_date__lte=last, last_date__gte=first
    )
    return list(found.order_by("first_date", "pk"))
