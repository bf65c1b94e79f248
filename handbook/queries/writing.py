"""What the pages for writing a draft read: the values that stand there, who else is writing, what is kept unsaved."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from handbook.models import Chapter, Document, Edition, Process, Step, Writing
from people.models import User
from writing.presence import PRESENT_FOR, Present

Row = Edition | Chapter | Process | Step | Document


def fresh_row(row: Row) -> Row | None:
    """As it stands now; None when somebody took it out."""
    rows: QuerySet[Any] = type(row).objects.filter(pk=row.pk)
    found: Row | None = rows.first()
    return found


def values_of(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """By the names of the fields; a step's documents as codes, in the order in which it names them."""
    return {name: _value_of(row, name) for name in names}


def _value_of(row: Row, name: str) -> Any:  # noqa: ANN401 -- as a form takes it
    if isinstance(row, Step) and name == "documents":
        return document_codes(row)
    if isinstance(row, Edition) and name == "glossary":
        terms = row.terms.order_by("position").values_list("word", "meaning")
        return [{"term": word, "meaning": meaning} for word, meaning in terms]
    return getattr(row, name)


def document_codes(step: Step) -> list[str]:
    through = Step.documents.through.objects.filter(step_id=step.pk).order_by("pk")
    return list(through.values_list("document__code", flat=True))


def kept_writing(edition: Edition, place: str, person: User) -> Writing | None:
    """What they wrote here and could not save, if anything."""
    found = Writing.objects.filter(edition=edition, place=place, person=person).first()
    return found if found is not None and found.data else None


def last_other(row: Row, place: str, edition_id: int, person: User) -> tuple[User | None, datetime | None]:
    """Who, but this person, saved last here, as far as the portal knows."""
    process = row if isinstance(row, Process) else getattr(row, "process", None)
    if process is not None and process.changed_by_id not in (None, person.pk):
        return process.changed_by, process.changed_at
    others = Writing.objects.filter(edition_id=edition_id, place=place).exclude(person=person)
    other = others.select_related("person").order_by("-seen_at").first()
    return (other.person, other.seen_at) if other else (None, None)


def present(edition: Edition, place: str, person: User, now: datetime) -> tuple[Present, ...]:
    """Who else has a page of the same process (or the same chapter) open."""
    whole = place if place.startswith("chapters/") else place.partition("/")[0]
    rows = list(
        Writing.objects.filter(edition=edition, seen_at__gte=now - PRESENT_FOR)
        .filter(Q(place=whole) | Q(place__startswith=f"{whole}/"))
        .exclude(person=person)
        .select_related("person")
        .order_by("-seen_at")
    )
    titles = _titles(edition, whole) if any("/" in row.place for row in rows) else {}
    return tuple(
        Present(row.person.name, titles.get(row.place.removeprefix(f"{whole}/"), ""), row.seen_at)
        for row in rows
    )


def _titles(edition: Edition, process: str) -> dict[str, str]:
    found = {"study": "the study page"}
    steps = Step.objects.filter(process__edition=edition, process__code=process)
    documents = Document.objects.filter(process__edition=edition, process__code=process)
    found |= {f"steps/{code}": f"step: {title}" for code, title in steps.values_list("code", "title")}
    return found | {
        f"documents/{code}": f"document: {title}" for code, title in documents.values_list("code", "title")
    }
