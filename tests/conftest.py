"""One small trust that every test may lean on: two schools, one year, and people made to order.

The functions make it; the fixtures make it for one test. A file whose world is dear makes it once: tests/keeping.py.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.crypto import get_random_string

from people.models import User
from people.roles import ROLES
from schools.models import Appointment, NonPupilDay, Period, School, SchoolYear, Trust
from tests.keeping import standing

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

# A plain 2026/27: the trust's default half-terms.
PERIODS_2026 = {
    "AUT1": (date(2026, 9, 2), date(2026, 10, 23)),
    "AUT2": (date(2026, 11, 2), date(2026, 12, 18)),
    "SPR1": (date(2027, 1, 4), date(2027, 2, 12)),
    "SPR2": (date(2027, 2, 22), date(2027, 3, 25)),
    "SUM1": (date(2027, 4, 12), date(2027, 5, 28)),
    "SUM2": (date(2027, 6, 7), date(2027, 7, 21)),
}

MakePerson = Callable[..., User]
ClientOf = Callable[[User], Client]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database gives the same answer on each: it is run once, like what says so itself."""
    for item in items:
        asks = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
        if not asks and not item.get_closest_marker("django_db"):
            item.add_marker("once")


def pytest_collection_finish() -> None:
    """What was imported stays to the end: going through it again and again for rubbish takes a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def a_trust() -> Trust:
    return Trust.objects.create(name="Fenmoor Academies Trust", uid="90001")


def the_alder(trust: Trust) -> School:
    return School.objects.create(
        trust=trust, urn=900001, name="Alder Primary School", short_name="Alder", phase="primary", roll=210
    )


def the_birch(trust: Trust) -> School:
    return School.objects.create(
        trust=trust, urn=900002, name="Birch Academy", short_name="Birch", phase="secondary", roll=980
    )


def a_year() -> SchoolYear:
    """2026/27 with the trust's default half-terms and one INSET day."""
    year = SchoolYear.objects.create(start_year=2026)
    Period.objects.bulk_create(
        Period(year=year, code=code, first_date=first, last_date=last)
        for code, (first, last) in PERIODS_2026.items()
    )
    NonPupilDay.objects.create(
        year=year, kind="inset", first_date=date(2026, 9, 1), last_date=date(2026, 9, 1), label="INSET"
    )
    return year


def people() -> MakePerson:
    """`make("headteacher", alder)`; the school is left out for trust-wide roles."""
    numbers = count(1)

    def make(
        role: str, school: School | None = None, *, job: str = "", name: str = "", to: date | None = None
    ) -> User:
        number = next(numbers)
        assert (school is None) == ROLES[role].trust_wide
        person = User.objects.create_user(
            f"{role}{number}@example.org", "pass", name=name or f"Person {number}"
        )
        Appointment.objects.create(
            person=person, role=role, job=job, school=school, from_date=date(2026, 9, 1), to_date=to
        )
        return person

    return make


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and nothing in it: to copy, for a portal in a process of its own."""
    folder = tmp_path_factory.mktemp("migrated")
    environment = os.environ | {"PORTAL_TEST": "1", "PORTAL_VAR": str(folder), "REDIS_URL": ""}
    environment |= {
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return folder / "portal.sqlite3"


@pytest.fixture
def trust(db: None) -> Trust:
    return standing(Trust) or a_trust()


@pytest.fixture
def alder(trust: Trust) -> School:
    return standing(School, urn=900001) or the_alder(trust)


@pytest.fixture
def birch(trust: Trust) -> School:
    return standing(School, urn=900002) or the_birch(trust)


@pytest.fixture
def year(trust: Trust) -> SchoolYear:
    return standing(SchoolYear, start_year=2026) or a_year()


@pytest.fixture
def make_person(trust: Trust) -> MakePerson:
    return people()


@pytest.fixture
def client_of() -> ClientOf:
    def sign_in(person: User) -> Client:
        """As `force_login` does it, without the ten questions on the way: the session is the same."""
        said = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        session = Session.objects.create(
            session_key=get_random_string(32),
            session_data=SessionStore().encode(said),
            expire_date=datetime(2100, 1, 1, tzinfo=UTC),
        )
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return sign_in
