"""The one place that reads the clock. Views, tasks and commands call it and pass the answer on.

In the demo and in the tests PORTAL_TODAY fixes the date; the time of day stays real.
"""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    moment = timezone.now()
    if settings.PORTAL_TODAY is None:
        return moment
    local = timezone.localtime(moment)
    return local.replace(
        year=settings.PORTAL_TODAY.year, month=settings.PORTAL_TODAY.month, day=settings.PORTAL_TODAY.day
    )


def today() -> date:
    return timezone.localtime(now()).date()
