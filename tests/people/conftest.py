"""People on the doorstep: invited, opened, and signing in with a password."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people import actions
from people.models import Invitation, User
from tests.conftest import NOW

SignIn = Callable[..., Any]
INVITED = "ruth.ellison@example.org"


@pytest.fixture(autouse=True)
def _attempts_forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def invitation(make_person: Callable[..., User]) -> Invitation:
    """Ruth Ellison, invited by the school improvement lead, has not followed the mail yet."""
    person = actions.account_for(email=INVITED, name="Ruth Ellison")
    return actions.invite(person=person, by=make_person("improvement_lead"), now=NOW)


@pytest.fixture
def open_account() -> Callable[[User], User]:
    """As though the person had followed their invitation: the address is known to be theirs."""

    def opened(person: User) -> User:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person

    return opened


@pytest.fixture
def sign_in() -> SignIn:
    """`sign_in(client, email, password)`: the form of the sign-in page."""

    def post(client: Client, email: str, password: str = "pass") -> Any:
        return client.post(reverse("account_login"), {"login": email, "password": password})

    return post
