"""Publishing a draft: what is shown before, what is done, what it leaves behind, and what it never touches."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from handbook.actions import load_pack
from handbook.models import Edition, Step, Writing
from handbook.pack import pack_of
from people.models import AuditEntry, User
from schedule.actions import NotAsShown, Refused, complete_event, move_event, publish_edition
from schedule.building import build_year
from schedule.models import Amendment, Event, Paper
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, TODAY, EventOf
from tests.schedule.starter import a_starter_year

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2026, 9, 2)


def clone(edition: Edition | None = None) -> Edition:
    pack = pack_of(edition or Edition.objects.get(status="published"))
    return load_pack(pack=pack, by=None, now=NOW, reason="")


def change(draft: Edition, ref: str, **values: Any) -> None:
    process, _, code = ref.partition(".")
    assert Step.objects.filter(process__edition=draft, process__code=process, code=code).update(**values) == 1


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture
def starter(year: SchoolYear, alder: School, birch: School) -> Edition:
    """The starter handbook in force and the year laid out from it."""
    return a_starter_year(year)


@pytest.fixture
def draft(starter: Edition) -> Edition:
    """The autumn headteacher meetings a week later."""
    made = clone()
    change(made, "P01.meeting", timing="AUT1 W2-4")
    return made


def publish(draft: Edition, by: User, today: date = TODAY, reason: str = "A quieter first week.") -> Edition:
    return publish_edition(edition=draft, reason=reason, by=by, now=NOW, today=today)


def dates() -> dict[tuple[int | None, str], tuple[date, date]]:
    rows = Event.objects.values_list("school_id", "key", "opens_date", "due_date")
    return {(school, key): (opens, due) for school, key, opens, due in rows}


def url(draft: Edition) -> str:
    return reverse("schedule:publish", args=[draft.pk])


def answer(client: Client, draft: Edition, **more: str) -> Any:
    page = client.get(url(draft))
    shown = page.context["form"].initial["shown"]
    return client.post(url(draft), {"reason": "A quieter first week.", "sure": "on", "shown": shown} | more)
