"""A draft of the small handbook, and two people who write in it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from handbook.actions import load_pack
from handbook.models import Edition
from people.models import User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_pack
from tests.keeping import kept, standing


def a_draft() -> Edition:
    return load_pack(pack=small_pack(), by=None, now=NOW, reason="")


@pytest.fixture(scope="module")
def draft_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For `usefixtures` of a file: the draft is made once for all its tests."""
    with kept(django_db_blocker):
        a_draft()
        yield


@pytest.fixture
def draft(db: None) -> Edition:
    return standing(Edition, status="draft") or a_draft()


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
