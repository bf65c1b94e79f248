"""A draft of the small handbook, and two people who write in it."""

import pytest
from django.test import Client

from handbook.actions import load_pack
from handbook.models import Edition
from handbook.pack import pack_of_files
from people.models import User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_files


@pytest.fixture
def draft(db: None) -> Edition:
    return load_pack(pack=pack_of_files(small_files()), by=None, now=NOW, reason="")


@pytest.fixture
def address(draft: Edition) -> str:
    return f"/handbook/drafts/{draft.pk}/P01/"


@pytest.fixture
def ruth(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Ruth Ellison")


@pytest.fixture
def sam(make_person: MakePerson) -> User:
    return make_person("ceo", name="Sam Okafor")


@pytest.fixture
def of_ruth(ruth: User, client_of: ClientOf) -> Client:
    return client_of(ruth)


@pytest.fixture
def of_sam(sam: User, client_of: ClientOf) -> Client:
    return client_of(sam)
