"""A handbook with one document of every kind of field, and the year built from it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from handbook.models import Document, Edition
from people.models import User
from schedule.actions.papers import Written, save_paper, submit_paper
from schedule.building import build_year
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import NOW, TODAY, a_trust, a_year, the_alder, the_birch
from tests.keeping import kept, standing
from tests.schedule.conftest import publish

FIELDS: list[dict[str, Any]] = [
    {"code": "school", "label": "School", "kind": "text", "required": True, "prefill": "school.name"},
    {"code": "headteacher", "label": "Headteacher", "kind": "text", "required": True, "prefill": "headteacher.name"},
    {"code": "held", "label": "Held on", "kind": "date", "required": True, "prefill": "event.date"},
    {"code": "reasons", "label": "Reasons", "kind": "long_text", "required": True, "help": "In order."},
    {"code": "pupils", "label": "Pupils", "kind": "number", "required": False, "prefill": "school.roll"},
    {"code": "agreed", "label": "Agreed", "kind": "yes_no", "required": True},
    {"code": "tone", "label": "Tone", "kind": "choice", "required": False, "choices": ["Calm", "Tense"]},
    {"code": "actions", "label": "Actions", "kind": "table", "required": True, "columns": ["What", "By when"]},
    {"code": "rates", "label": "Rates", "kind": "table", "required": False, "columns": ["Measure", "Now", "Then"],
     "rows": ["Attendance", "Lateness"]},
]  # fmt: skip
FULL = {
    "f-headteacher": "Ruth Ellison", "f-held": "2026-12-03", "f-reasons": "First <b>line</b>\r\nSecond & last",
    "f-pupils": "210", "f-agreed": "Yes", "f-tone": "Calm", "f-actions-0-0": "Ring home", "f-actions-0-1": "Friday",
    "f-actions-1-0": "", "f-actions-1-1": "", "f-rates-0-1": "95%", "f-rates-0-2": "94%", "f-rates-1-1": "",
    "f-rates-1-2": "",
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "headteacher": "Ruth Ellison", "held": "2026-12-03", "reasons": "First <b>line</b>\nSecond & last",
    "pupils": "210", "agreed": "Yes", "tone": "Calm", "actions": [["Ring home", "Friday"]],
    "rates": [["Attendance", "95%", "94%"], ["Lateness", "", ""]],
}  # fmt: skip
SPEC = {
    "P15": [
        {"code": "statement", "timing": "AUT2 W5 Thu", "owner": "headteacher", "documents": ["appraisal"]},
        {"code": "report", "timing": "each AUT2 W5 Fri, SPR1 W5 Fri", "owner": "headteacher", "documents": ["note"]},
        {"code": "meeting", "timing": "AUT2 W6 Fri", "owner": "headteacher", "kind": "meeting",
         "documents": ["minutes"]},
        {"code": "two", "timing": "AUT2 W6 Thu", "owner": "headteacher", "documents": ["one", "other"]},
        {"code": "moderate", "timing": "AUT2 W6 Wed", "owner": "headteacher", "takes_part": ["subject_leader"],
         "documents": ["record"]},
        {"code": "reply", "timing": "AUT2 W6 Tue", "owner": "improvement_lead", "takes_part": ["middle_leader"],
         "documents": ["note"]},
    ],
}  # fmt: skip

EventOf = Callable[[School | None, str], Event]
Fill = Callable[..., Any]


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_the_test(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(scope="module")
def laid_out_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For `usefixtures` of a file: the year is laid out once for all its tests."""
    with kept(django_db_blocker):
        trust = a_trust()
        the_alder(trust)
        the_birch(trust)
        a_handbook()
        build_year(year=a_year(), by=None, now=NOW, today=TODAY)
        yield


@pytest.fixture
def handbook(db: None) -> None:
    if not standing(Edition, status="published"):
        a_handbook()


def a_handbook() -> None:
    publish(SPEC)
    Document.objects.update(fields=FIELDS, retention="Current year and three years")
    Document.objects.filter(code="record").update(filled_by="subject_leader")


@pytest.fixture
def event_of(handbook: None, alder: School, birch: School, year: SchoolYear) -> EventOf:
    if not standing(Event, year=year):
        build_year(year=year, by=None, now=NOW, today=TODAY)

    def get(school: School | None, key: str) -> Event:
        return Event.objects.get(year=year, school=school, key=key)

    return get


@pytest.fixture
def report(event_of: EventOf, alder: School) -> Event:
    return event_of(alder, "P15.report#1")


def address(event: Event, code: str = "note", rest: str = "") -> str:
    return f"/events/{event.pk}/documents/{code}/{rest}"


def base_of(client: Client, event: Event, code: str = "note") -> str:
    """What the form that is open now says it began with."""
    shown = client.get(address(event, code)).context["base"]
    assert isinstance(json.loads(shown), dict)
    return str(shown)


def written(event: Event, by: str) -> dict[str, Any]:
    """As `fill` would send it."""
    how = Written(mine=ANSWERS, base={}, facts={"school": "Alder Primary School"})
    document = Document.objects.get(code="note", process__code="P15")
    return {"event": event, "document": document, "written": how, "by": User.objects.get(name=by), "now": NOW}


def saved(event: Event, by: str = "Ruth Ellison") -> None:
    save_paper(**written(event, by))


def submitted(event: Event, by: str = "Ruth Ellison") -> None:
    submit_paper(**written(event, by), today=TODAY, may_complete=True)


@pytest.fixture
def fill() -> Fill:
    """Opens the form, changes it, and sends it."""

    def send(client: Client, event: Event, to: str = "save/", code: str = "note", **changed: str) -> Any:
        values = FULL | {f"f-{name.replace('__', '-')}": text for name, text in changed.items()}
        return client.post(address(event, code, to), values | {"base": base_of(client, event, code)})

    return send
