"""What the portal knows already, by the names that documents ask for it with (docs/pack.md, `prefill`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from handbook.models import Document
from people.access import Access
from people.roles import is_known, title_of
from schedule.actions.answers import Answers
from schedule.models import Event, Paper
from schedule.queries.items import OPEN_STATES, seen_by
from schools.models import School, SchoolYear, Trust
from schools.queries import appointed_on, the_trust

# Shown as text and never asked for: nobody types a school's own number.
SETTLED = frozenset({
    "trust.name", "school.name", "school.urn", "school.laestab", "school.phase", "year.name", "event.title",
})  # fmt: skip
OPEN_ACTIONS = "actions.open"
MOST_OPEN_ACTIONS = 12


@dataclass(frozen=True)
class Facts:
    """`texts` by the name of the prefill: dates as 2026-11-23, what is not known as nothing."""

    trust: Trust | None
    school: School | None = None
    event: Event | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, list[list[str]]] = field(default_factory=dict)
    last: Paper | None = None

    def settled(self, one: Mapping[str, Any]) -> str:
        """The text of a field that is not asked for; nothing where it is asked."""
        name = one.get("prefill") or ""
        return self.texts.get(name, "") if name in SETTLED and one["kind"] != "table" else ""

    def answer(self, one: Mapping[str, Any]) -> object:
        name = one.get("prefill") or ""
        if one["kind"] == "table":
            return self._rows(one, name)
        return self.texts.get(name, "")

    def _rows(self, one: Mapping[str, Any], name: str) -> list[list[str]]:
        columns = one.get("columns", [])
        if one.get("rows"):
            return [[row, *("" for _ in columns[1:])] for row in one["rows"]]
        return [[*row, *("" for _ in columns)][: len(columns)] for row in self.tables.get(name, [])]


def facts_of(*, event: Event, today: date, last: Paper | None = None, access: Access | None = None,
             document: Document | None = None) -> Facts:  # fmt: skip
    """For a school and event. `access`, `document`: where the open steps of the school may be wanted."""
    school = event.school
    trust = school.trust if school else the_trust()
    texts = _of_school(trust, school, event.year, today)
    texts |= {
        "event.title": event.title,
        "event.date": event.due_date.isoformat(),
        "event.opens": event.opens_date.isoformat(),
    }
    wanted = document is not None and any(one.get("prefill") == OPEN_ACTIONS for one in document.fields)
    tables = {OPEN_ACTIONS: _open_actions(access, event, today)} if wanted and access else {}
    return Facts(trust, school, event, texts, tables, last)


def facts_of_school(*, school: School | None, today: date) -> Facts:
    """For a school without an event: a preview."""
    trust = school.trust if school else the_trust()
    return Facts(trust, school, None, _of_school(trust, school, None, today))


def blank() -> Facts:
    return Facts(the_trust())


def _of_school(
    trust: Trust | None, school: School | None, year: SchoolYear | None, today: date
) -> dict[str, str]:
    texts = {"today": today.isoformat(), "trust.name": trust.name if trust else ""}
    texts["year.name"] = str(year) if year else ""
    if school is not None:
        texts |= {
            "school.name": school.name,
            "school.urn": str(school.urn),
            "school.laestab": school.laestab,
            "school.phase": school.get_phase_display(),
            "school.roll": "" if school.roll is None else str(school.roll),
            **_people(school, today),
        }
    return texts


def _people(school: School, today: date) -> dict[str, str]:
    names: dict[str, list[str]] = {}
    held = school.appointments.filter(appointed_on(today), role__in=("headteacher", "improvement_partner"))
    for role, name in held.order_by("from_date", "pk").values_list("role", "person__name"):
        names.setdefault(role, []).append(name)
    return {
        "headteacher.name": " and ".join(names.get("headteacher", [])),
        "partner.name": " and ".join(names.get("improvement_partner", [])),
    }


def _open_actions(access: Access, event: Event, today: date) -> list[list[str]]:
    """What, who, by when: the school's steps that are late or due by then. One query."""
    until = max(today, event.due_date)
    rows = (
        Event.objects.filter(seen_by(access, event.school_id), school=event.school_id, state__in=OPEN_STATES)
        .filter(Q(due_date__lte=until), year__closed_at=None)
        .exclude(pk=event.pk)
        .order_by("due_date", "pk")
        .values_list("title", "owner_role", "owner__name", "due_date")[:MOST_OPEN_ACTIONS]
    )
    return [
        [title, name or (title_of(role) if is_known(role) else role), say(due.isoformat())]
        for title, role, name, due in rows
    ]


def prefilled(fields: list[dict[str, Any]], facts: Facts) -> Answers:
    return {one["code"]: facts.answer(one) for one in fields}


def say(text: str) -> str:
    """2026-11-23 as 23 November 2026; anything else as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def say_moment(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
