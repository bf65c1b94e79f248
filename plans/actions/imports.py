"""Bringing a plan in from a file: read, told what is what, and added to the draft in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction

from adapters.docx_tables import read_docx
from adapters.grids import NotAccepted, Read
from adapters.sheet_tables import read_xlsx
from people.models import User
from plans.actions.import_rows import write_rows
from plans.actions.opening import lock, lock_open, touch, write_down
from plans.importing import mapping_from, said_of
from plans.models import Plan, PlanImport
from plans.queries.imports import Brought, brought
from plans.queries.standing import is_open, why_closed
from schedule.actions import Refused

READERS: Mapping[str, Callable[[bytes], Read]] = {".docx": read_docx, ".xlsx": read_xlsx}
MACROS = (
    "It may have macros in it, by its name. Save it as a Word document (.docx) or an Excel workbook (.xlsx)."
)
OLD = "It is in the form that Office used before 2007. Save it as a Word document (.docx) or an Excel workbook (.xlsx)."
OTHER = (
    "A plan is brought in from a Word document (.docx) or an Excel workbook (.xlsx). Save it as one of them."
)
ENDINGS = {".docm": MACROS, ".xlsm": MACROS, ".dotm": MACROS, ".xlsb": MACROS, ".doc": OLD, ".xls": OLD}
MOST_WAITING = 5


class NotRead(ValueError):
    """Why the file is not read, a sentence each. Nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class LookAgain(ValueError):
    """The plan, the people or what was said of the file changed since the page was made."""


class AppliedAlready(ValueError):
    pass


@transaction.atomic
def read_plan_file(*, plan: Plan, name: str, content: bytes, by: User, now: datetime) -> PlanImport:
    """Kept as tables of text, and the file itself is not kept. The plan stays as it is."""
    plan = lock_open(plan, now)
    ending = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if ending not in READERS:
        raise NotRead(ENDINGS.get(ending, OTHER))
    try:
        read = READERS[ending](content)
    except NotAccepted as error:
        raise NotRead(*error.problems) from error
    if not read.grids:
        raise NotRead(
            "It has no table in it. A plan is read from its tables: put it into the empty template."
        )
    clean = "".join(letter for letter in name if letter.isprintable())[-160:]
    tables = {"grids": [asdict(grid) for grid in read.grids], "notes": list(read.notes)}
    waiting = PlanImport.objects.filter(plan=plan, applied_at=None).order_by("-read_at", "-pk")
    PlanImport.objects.filter(pk__in=list(waiting.values_list("pk", flat=True)[MOST_WAITING - 1 :])).delete()
    return PlanImport.objects.create(plan=plan, file_name=clean, tables=tables, read_at=now, read_by=by)


@transaction.atomic
def say_what_is_what(*, kept: PlanImport, said: dict[str, str], today: date) -> bool:
    """Whether a table has other columns now, so that one must look at it again."""
    plan, kept = _open(kept, today)
    before = brought(kept, plan, today)
    mapping, again = said_of(before.grids, before.mapping, said)
    _keep(kept, replace(before, mapping=mapping))
    return again


@transaction.atomic
def answer(
    *,
    kept: PlanImport,
    people: Mapping[str, int],
    settled: frozenset[str],
    why_so_many: str,
    today: date,
) -> None:
    """Who is meant by a name, which problems are put up with, and why there are so many priorities."""
    plan, kept = _open(kept, today)
    found = brought(kept, plan, today)
    known = {person.pk for person in found.people.here} | {0}
    names = {line.name for line in found.draft.names}
    chosen = {name: pk for name, pk in found.mapping.people if name not in names}
    chosen |= {name: pk for name, pk in people.items() if name in names and pk in known}
    can_be = {fault.key for fault in found.draft.faults if fault.answer}
    mapping = replace(
        found.mapping,
        people=tuple(sorted(chosen.items())),
        settled=settled & can_be,
        why_so_many=why_so_many,
    )
    _keep(kept, replace(found, mapping=mapping))


@transaction.atomic
def apply_import(*, kept: PlanImport, seen: str, by: User, now: datetime, today: date) -> int:
    """Adds what the page showed to the draft, or nothing at all; how many priorities came. `seen`: the page's mark."""
    plan, kept = _open(kept, today)
    found = brought(kept, plan, today)
    if found.mark != seen:
        raise LookAgain
    if not found.draft.is_ready:
        raise Refused("There are problems to answer first. Nothing was changed.")
    write_rows(plan=plan, draft=found.draft, file_name=kept.file_name, by=by, now=now)
    PlanImport.objects.filter(pk=kept.pk).update(applied_at=now)
    touch(plan, by=by, now=now)
    many = len(found.draft.sheet.priorities)
    actions = sum(len(priority.actions) for priority in found.draft.sheet.priorities)
    after = f"{kept.file_name}: {many} priorities, {actions} actions"
    write_down(plan, "plan.import", by=by, now=now, after=after)
    return many


@transaction.atomic
def throw_away(*, kept: PlanImport) -> None:
    """What was read and not brought in. What was brought in stays on record."""
    _, kept = _open(kept, None)
    kept.delete()


def _open(kept: PlanImport, today: date | None) -> tuple[Plan, PlanImport]:
    """`today` None: also at a school that has left, for what is only thrown away."""
    plan = lock(kept.plan)
    if not is_open(plan, today):
        raise Refused(why_closed(plan, today))
    fresh = PlanImport.objects.select_for_update(of=("self",)).filter(pk=kept.pk).first()
    if fresh is None:
        raise Refused("Somebody threw this file away meanwhile.")
    if fresh.applied_at is not None:
        raise AppliedAlready
    return plan, fresh


def _keep(kept: PlanImport, found: Brought) -> None:
    kept.mapping = mapping_from(found.mapping)
    kept.save(update_fields=["mapping"])
