"""A few things to find, some of them not for everybody."""

from collections.abc import Callable

import pytest

from people.roles import Permission
from schools.models import School
from search.actions import replace_entries
from search.models import Entry

Put = Callable[..., Entry]


def entry(key: str, title: str, text: str = "", **values: object) -> Entry:
    given = {"kind": "step", "place": "Visits", "url": f"/x/{key}", "permission": Permission.HANDBOOK_READ}
    return Entry(key=key, title=title, text=text, **(given | values))


def plan(key: str, title: str, school: School) -> Entry:
    return entry(
        key,
        title,
        "A plan about phonics.",
        kind="plan",
        place="Plans",
        school_id=school.pk,
        permission=Permission.EVENT_VIEW,
    )


@pytest.fixture
def few(db: None, alder: School, birch: School) -> list[Entry]:
    entries = [
        entry(
            "P01",
            "Improvement partner visits",
            "Leaders walk round first.",
            kind="process",
            place="P01 · Visits",
        ),
        entry(
            "P01.note",
            "Send the note",
            "After the visit the partner writes two pages for the leader.",
            place="Improvement partner visits",
        ),
        entry("P02.read", "Read the results", "Alone, before a visitor explains them.", place="Results"),
        plan("a-plan", "Alder's plan", alder),
        plan("b-plan", "Birch's plan", birch),
        entry(
            "audit", "Phonics in the record", "Who did what.", kind="visit", permission=Permission.AUDIT_READ
        ),
    ]
    replace_entries(kinds=["process", "step", "plan", "visit"], entries=entries)
    return entries
