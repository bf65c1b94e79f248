"""The small handbook, and how a copy is asked for."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from copies.models import Copy
from people.models import User
from schools.models import School
from tests.conftest import MakePerson
from tests.schedule.conftest import (
    _files_in_a_folder_of_the_test,
    build,
    built,
    built_kept,
    event_of,
    small,
)

__all__ = ["_files_in_a_folder_of_the_test", "build", "built", "built_kept", "event_of", "small"]
MAKE = "/handbook/copies/make/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def head(make_person: MakePerson, alder: School) -> User:
    return make_person("headteacher", alder)


@pytest.fixture
def made(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    """Asks as a browser does, and lets whoever makes copies make it."""

    def run(client: Client, part: str = "", school: School | None = None) -> Copy:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(MAKE, {"part": part, "school": school.urn if school else ""})
        assert answer.status_code == 302
        return Copy.objects.get(pk=answer["Location"].strip("/").rpartition("/")[2])

    return run
