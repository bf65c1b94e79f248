"""The small handbook, in force, and those who read it."""

import pytest
from django.test import Client

from handbook.actions import load_and_publish
from handbook.models import Edition
from handbook.pack import pack_of_files
from people.models import User
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_files


@pytest.fixture
def edition(db: None) -> Edition:
    pack = pack_of_files(small_files())
    return load_and_publish(pack=pack, by=None, now=NOW, reason="The first edition").edition


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder, name="Hana Head")


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Lena Lead")


@pytest.fixture
def reader(head: User, client_of: ClientOf) -> Client:
    return client_of(head)
