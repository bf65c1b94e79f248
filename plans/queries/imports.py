"""What a file that is brought in is laid onto: the plan, its calendar, and who can be named in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from adapters.grids import Grid, Line
from plans.importing import Draft, Mapping, Onto, People, Person, assemble, mapping_of
from plans.models import Plan, PlanImport, Priority
from plans.queries.people import nameable, names_of
from plans.sheet import as_content
from schools.models import Appointment, Trust
from schools.queries import calendar_of, the_trust
from schools.terms import period_names


@dataclass(frozen=True)
class Brought:
    """A file as it was read and told. `mark` is what the page shows of it: applying asks for the same again."""

    kept: PlanImport
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]
    mapping: Mapping
    people: People
    draft: Draft

    @property
    def mark(self) -> str:
        shown: Any = [
            as_content(self.draft.sheet),
            sorted((line, asdict(owners)) for line, owners in self.draft.owners.items()),
            sorted((line, list(said)) for line, said in self.draft.remarks.items()),
        ]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:20]


def brought(kept: PlanImport, plan: Plan, today: date) -> Brought:
    """`plan` comes with its school, trust and year. The same number of questions whatever is in the file."""
    grids = grids_of(kept.tables)
    mapping = mapping_of(grids, kept.mapping)
    people = people_of(plan, today)
    return Brought(
        kept, grids, tuple(kept.tables["notes"]), mapping, people,
        assemble(grids, mapping, people, onto(plan)),
    )  # fmt: skip


def grids_of(tables: dict[str, Any]) -> tuple[Grid, ...]:
    return tuple(
        Grid(
            one["place"],
            tuple(one["headings"]),
            tuple(Line(line["number"], tuple(line["cells"]), line["is_band"]) for line in one["lines"]),
            one["has_letters"],
        )
        for one in tables["grids"]
    )


def onto(plan: Plan) -> Onto:
    trust: Trust | None = plan.school.trust if plan.school else the_trust()
    return Onto(
        plan.pk,
        plan.school.name if plan.school else "The trust",
        plan.school.urn if plan.school else None,
        calendar_of(plan.year, plan.school),
        period_names(trust.period_scheme if trust else "half-terms"),
        tuple(Priority.objects.filter(plan=plan).order_by("position", "pk").values_list("title", flat=True)),
        bool(plan.why_so_many),
    )


def people_of(plan: Plan, today: date) -> People:
    here = nameable(plan, today)
    names = names_of({*here.lookers, *here.governors})
    persons = tuple(
        Person(pk, name, here.lookers[pk][len(name) + 2 :], pk in here.staff, pk in here.governors)
        for pk, name in sorted(names.items(), key=lambda pair: pair[1])
    )
    place = Q(school=plan.school_id) if plan.school_id else Q(school=None)
    gone = (
        Appointment.objects.filter(place, to_date__lt=today)
        .exclude(person__in=names)
        .values_list("person__name")
        .annotate(last=Max("to_date"))
    )
    return People(persons, dict(gone))


def waiting_imports(plan: Plan) -> list[PlanImport]:
    """Files that were read and not brought in, the newest first."""
    return list(
        PlanImport.objects.filter(plan=plan, applied_at=None)
        .select_related("read_by")
        .defer("tables", "mapping")
        .order_by("-read_at", "-pk")
    )
