"""The small handbook, in force, and those who read it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from handbook.actions import load_and_publish
from handbook.models import Edition
from people.models import User
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_pack
from tests.keeping import kept, standing


def an_edition() -> Edition:
    return load_and_publish(pack=small_pack(), by=None, now=NOW, reason="The first edition").edition


@pytest.fixture(scope="module")
def edition_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For `usefixtures` of a file: the edition is made once for all its tests."""
    with kept(django_db_blocker):
        an_edition()
        yield


@pytest.fixture
def edition(db: None) -> Edition:
    return standing(Edition, status="published") or an_edition()


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Hana Head")


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Lena Lead")


@pytest.fixture
def reader(head: User, client_of: ClientOf) -> Client:
    return client_of(head)
