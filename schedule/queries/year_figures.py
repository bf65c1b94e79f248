"""How a year ended, in figures: school by school, as far as the person may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from people.access import Access
from people.roles import Permission
from schedule.models import Event, Move, YearArchive
from schedule.queries.items import OPEN_STATES, TELLS_NO_TIER
from schools.models import School, SchoolYear

State = Event.State
ON_TIME = Q(state=State.DONE, done_date__lte=F("due_date"))
LATE = Q(state=State.DONE, done_date__gt=F("due_date"))
NOT_NEEDED = Q(state=State.NOT_NEEDED)
NOT_DONE = Q(state__in=OPEN_STATES)
MOVED = Q(is_moved=True)
# What the list can be narrowed to, in the order of the figures.
OUTCOMES: dict[str, tuple[str, Q]] = {
    "on-time": ("Done on time", ON_TIME),
    "late": ("Done late", LATE),
    "not-needed": ("Not needed", NOT_NEEDED),
    "not-done": ("Not done", NOT_DONE),
    "moved": ("Date moved", MOVED),
    "carried": ("Carried over", Q(carried_to__isnull=False)),
}
BROKEN = Q(asked_by_school=False, notice_given__lt=F("notice_promised"))


COUNTED = ("total", "on_time", "late", "not_needed", "not_done", "carried", "moved", "broken")


@dataclass(frozen=True)
class Figures:
    """How one school's year ended, or the trust's own."""

    school: School | None
    total: int = 0
    on_time: int = 0
    late: int = 0
    not_needed: int = 0
    not_done: int = 0
    carried: int = 0
    moved: int = 0
    broken: int = 0
    archive: YearArchive | None = None

    @property
    def name(self) -> str:
        return self.school.known_as if self.school else "The trust"

    @property
    def kept(self) -> int:
        """Dates moved with the notice that was promised, or because the school asked."""
        return self.moved - self.broken


def figures(year: SchoolYear, schools: Sequence[School], seen: Q, *, trust: bool = True) -> list[Figures]:
    """The trust's own last. Three queries however many schools. `seen`: what of it the reader may know."""
    here = Q(school__in=[school.pk for school in schools]) | (Q(school=None) if trust else Q(pk__in=()))
    rows: dict[int | None, dict[str, int]] = {
        row["school"]: {name: int(str(count)) for name, count in row.items() if name in COUNTED}
        for row in Event.objects.filter(here, seen, year=year)
        .order_by()
        .values("school")
        .annotate(
            total=Count("pk"),
            on_time=Count("pk", filter=ON_TIME),
            late=Count("pk", filter=LATE),
            not_needed=Count("pk", filter=NOT_NEEDED),
            not_done=Count("pk", filter=NOT_DONE),
            carried=Count("carried_to"),
        )
    }
    events = Event.objects.filter(here, seen, year=year)
    moves: dict[int | None, dict[str, int]] = {
        row["event__school"]: {"moved": row["moved"], "broken": row["broken"]}
        for row in Move.objects.filter(event__in=events, undone_at=None)
        .order_by()
        .values("event__school")
        .annotate(moved=Count("pk"), broken=Count("pk", filter=BROKEN))
    }
    archives = {one.school_id: one for one in YearArchive.objects.filter(year=year)}
    places: list[School | None] = [*schools, *([None] if trust else [])]
    found = []
    for place in places:
        pk = place.pk if place else None
        if pk in rows or place is None:
            counts = rows.get(pk, {}) | moves.get(pk, {})
            found.append(Figures(place, **counts, archive=archives.get(pk)))
    return found


def whole_of(rows: Iterable[Figures]) -> Figures:
    """All of them together."""
    every = list(rows)
    return Figures(None, *(sum(getattr(row, name) for row in every) for name in COUNTED))


def seen_of(access: Access) -> Q:
    """What gives a tier away is seen only where the person may see tiers."""
    reach = access.reach(Permission.TIER_VIEW)
    return Q() if reach is None else TELLS_NO_TIER | Q(school__in=reach)
