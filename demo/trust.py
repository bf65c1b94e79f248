"""The fictional trust: its schools, their years, its people. Made once; a second run finds it and changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from allauth.account.models import EmailAddress
from django.db import transaction

from demo.calendars import year_of
from people.models import User
from schools.models import Appointment, NonPupilDay, Period, School, SchoolYear, Trust
from schools.terms import start_year_of

PASSWORD = "demo"  # noqa: S105 -- printed on the sign-in page; works in demo settings only
DEFAULT_PATTERN = "county"


@dataclass(frozen=True)
class Made:
    trust: Trust
    years: tuple[SchoolYear, ...]  # last year, this year, next year


def read_trust() -> dict[str, Any]:
    text = (Path(__file__).parent / "trust.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def standing() -> Trust | None:
    return Trust.objects.filter(uid=read_trust()["uid"]).first()


@transaction.atomic
def make_trust(*, today: date, now: datetime) -> Made:
    data = read_trust()
    trust = Trust.objects.create(
        name=data["name"], uid=data["uid"], accent=data["accent"], minutes_a_week=data["minutes_a_week"]
    )
    this_year = start_year_of(today)
    schools = {row["urn"]: _school(trust, row, this_year, today) for row in data["schools"]}
    years = tuple(
        _year(start, data["schools"], schools) for start in (this_year - 1, this_year, this_year + 1)
    )
    since = date(this_year - 2, 9, 1)
    for row in data["trust_people"]:
        person = _person(row["email"], row["name"], demo=True)
        for urn in row.get("schools", [None]):
            _appoint(person, row["role"], "", schools.get(urn), since)
    for row in data["schools"]:
        for one in row["people"]:
            person = _person(one["email"], one["name"], demo=one.get("demo", False))
            for job in one.get("jobs", [""]):
                _appoint(person, one["role"], job, schools[row["urn"]], since)
    _signed_in(now)
    return Made(trust, years)


def _school(trust: Trust, row: dict[str, Any], this_year: int, today: date) -> School:
    low, high = row["ages"]
    return School.objects.create(
        trust=trust,
        urn=row["urn"],
        laestab=f"999{row['urn'] - 898000}",
        name=row["name"],
        short_name=row["short_name"],
        phase=row["phase"],
        type_name="Academy special converter" if row["phase"] == "special" else "Academy converter",
        low_age=low,
        high_age=high,
        roll=row["roll"],
        capacity=row["capacity"],
        fsm_percent=Decimal(row["fsm"]),
        has_sixth_form=row.get("sixth_form", False),
        local_authority="Fenshire",
        town=row["town"],
        tier=row["tier"],
        joined_date=date(this_year, 11, 1) if "joined" in row else None,
        details_date=today,
    )


def _year(start: int, rows: list[dict[str, Any]], schools: dict[int, School]) -> SchoolYear:
    """The trust's own dates, and those of the schools whose pattern differs."""
    year = SchoolYear.objects.create(start_year=start)
    _dates(year, None, DEFAULT_PATTERN)
    for row in rows:
        if row["terms"] != DEFAULT_PATTERN:
            _dates(year, schools[row["urn"]], row["terms"])
    return year


def _dates(year: SchoolYear, school: School | None, pattern: str) -> None:
    made = year_of(pattern, year.start_year)
    Period.objects.bulk_create(
        Period(year=year, school=school, code=one.code, first_date=one.first, last_date=one.last)
        for one in made.periods
    )
    NonPupilDay.objects.bulk_create(
        NonPupilDay(
            year=year, school=school, kind=day.kind, first_date=day.date, last_date=day.date, label=day.label
        )
        for day in made.closed
    )


def _person(email: str, name: str, *, demo: bool) -> User:
    """Somebody who can sign in when `demo`, otherwise only a name on the pages."""
    person = User.objects.filter(email=email).first()
    if person:
        return person
    person = User.objects.create_user(email, PASSWORD if demo else None, name=name)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _appoint(person: User, role: str, job: str, school: School | None, since: date) -> None:
    Appointment.objects.create(person=person, role=role, job=job, school=school, from_date=since)


def _signed_in(now: datetime) -> None:
    """Most looked in during the last two weeks; one head has not for a month, and the lead's page shows it."""
    for number, person in enumerate(User.objects.order_by("pk")):
        days = 33 if person.email.startswith("head.larch@") else number * 5 % 12
        person.last_login = now - timedelta(days=days, hours=number % 7)
        person.save(update_fields=["last_login"])
