"""Days the trust keeps free: some of the festivals and tests of the year, the last week before Christmas, a play."""

from datetime import datetime, timedelta

from people.models import User
from schools.actions import mark_days, mark_offers
from schools.festivals import offers_of
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from schools.terms import monday_of

OFFERED = ("Diwali", "Ramadan", "Eid al-Fitr", "Eid al-Adha", "Key stage 2 tests", "Phonics screening check")
HAZEL = 900005


def keep_free(*, year: SchoolYear, lead: User, now: datetime) -> None:
    offers = [one for one in offers_of(year.start_year) if one.label in OFFERED]
    mark_offers(offers=offers, schools=list(School.objects.order_by("name")), by=lead, now=now)
    autumn = next((one for one in calendar_of(year, None).periods if one.code == "AUT2"), None)
    if autumn is None:
        return
    last = monday_of(autumn.last)
    mark_days(
        kind="quiet", first=last, last=last + timedelta(4), label="The last week before Christmas",
        school=None, by=lead, now=now,
    )  # fmt: skip
    day = last - timedelta(5)
    mark_days(
        kind="quiet", first=day, last=day + timedelta(1), label="The winter play",
        school=School.objects.get(urn=HAZEL), by=lead, now=now,
    )  # fmt: skip
