"""Who else is writing in a plan just now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.text import Truncator

from people.models import User
from plans.models import Objective, Plan, PlanAction, Presence, Priority
from plans.queries.said import TERMS
from plans.queries.writing import Written
from writing.presence import PRESENT_FOR, Present

KINDS: Mapping[type, str] = {
    Plan: "opening",
    Priority: "priorities",
    Objective: "objectives",
    PlanAction: "actions",
}
LONGEST = 60  # characters of a title in the line that says who is there


def kind_of(part: Written) -> str:
    return KINDS[type(part)]


def place_of(part: Written) -> str:
    """As plans.models.Presence has it."""
    return kind_of(part) if isinstance(part, Plan) else f"{kind_of(part)}/{part.pk}"


def review_place(period: str) -> str:
    return f"reviews/{period}"


def present(plan: Plan, person: User, now: datetime) -> tuple[Present, ...]:
    """Everybody else who has a page of this plan open, each where they were last seen. One to four questions."""
    rows = (
        Presence.objects.filter(plan=plan, seen_at__gte=now - PRESENT_FOR)
        .exclude(person=person)
        .select_related("person")
        .order_by("seen_at", "pk")
    )
    last = {row.person_id: row for row in rows}
    titles = _titles(row.place for row in last.values()) if last else {}
    return tuple(
        Present(row.person.name, titles.get(row.place, ""), row.seen_at)
        for row in sorted(last.values(), key=lambda row: row.seen_at, reverse=True)
    )


def _titles(places: Iterable[str]) -> dict[str, str]:
    found = {"opening": "the opening"}
    found |= {review_place(period): f"the {term.lower()} review" for period, term in TERMS.items()}
    asked: dict[str, set[str]] = {}
    for place in places:
        kind, _, number = place.partition("/")
        asked.setdefault(kind, set()).add(number)
    for model, kind, word, column in (
        (Priority, "priorities", "priority", "title"),
        (Objective, "objectives", "objective", "text"),
        (PlanAction, "actions", "action", "text"),
    ):
        if kind in asked:
            rows = model.objects.filter(pk__in=asked[kind]).values_list("pk", column)
            found |= {f"{kind}/{pk}": f"{word}: {Truncator(text).chars(LONGEST)}" for pk, text in rows}
    return found
