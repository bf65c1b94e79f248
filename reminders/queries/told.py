"""What the weekly mail says to each of its readers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Q
from django.urls import reverse

from handbook.models import Step
from people.models import User
from reminders.digest import Digest, Item, Week, distance, own_minutes, title
from reminders.holders import Held, Holders
from reminders.queries.reach import (
    AHEAD,
    Place,
    Times,
    can_be_written_to,
    due_by,
    held_by,
    in_session,
    open_events,
    school_times,
    still_ours,
)
from schedule.models import Event
from schedule.queries.items import OCCASIONS
from schedule.words import SchoolTime
from schools.models import School, Trust
from schools.queries import the_trust


def digests(person_ids: Collection[int], today: date) -> dict[int, Digest]:
    """What each of them is told today. Whoever is left out has nothing to be told, or wants no mail."""
    people = User.objects.filter(can_be_written_to(), pk__in=person_ids).in_bulk()
    theirs = held_by(today, Q(person__in=set(people)))
    places = _school_ids(theirs)
    trust = the_trust()
    schools = _schools(today, places)
    times = school_times({None, *schools}, today, trust)
    readers = _readers(theirs, in_session(theirs, times, today))
    holders = Holders(held_by(today, Q() if places is None else Q(school=None) | Q(school__in=places)))
    items = _items(holders, readers, schools, times, trust, today, places)
    week = Week(today)
    found = {
        pk: Digest(
            person_id=pk,
            name=people[pk].name,
            email=people[pk].email,
            names_places=readers[pk].home is None,
            late=tuple(item for item in items[pk] if item.is_late),
            ahead=tuple(item for item in items[pk] if not item.is_late),
            week=week,
        )
        for pk in readers
    }
    return {pk: digest for pk, digest in found.items() if digest.is_worth_sending}


@dataclass(frozen=True)
class _Reader:
    held: tuple[Held, ...]

    @property
    def home(self) -> Place:
        """Their one school, by whose calendar they live; None when they work with several."""
        places = {one.school_id for one in self.held}
        return next(iter(places)) if len(places) == 1 else None

    def codes_at(self, school_id: Place) -> set[str]:
        here = [one for one in self.held if school_id is None or one.school_id in (None, school_id)]
        return {code for one in here for code in (one.role, one.job)}


def _readers(held: Iterable[Held], at_school: set[int]) -> dict[int, _Reader]:
    by_person: dict[int, list[Held]] = defaultdict(list)
    for one in held:
        if one.person_id in at_school:
            by_person[one.person_id].append(one)
    return {pk: _Reader(tuple(rows)) for pk, rows in by_person.items()}


def _items(
    holders: Holders,
    readers: Mapping[int, _Reader],
    schools: Mapping[int, School],
    times: Times,
    trust: Trust | None,
    today: date,
    places: Collection[int] | None,
) -> dict[int, list[Item]]:
    events = open_events(today).filter(due_by(today + AHEAD, Week(today)))
    if places is not None:
        events = events.filter(Q(school=None) | Q(school__in=places))
    rows = sorted(
        events, key=lambda event: (event.due_date, event.start_time or time.max, event.key, event.pk)
    )
    steps = _steps({event.step_id for event in rows if event.step_id})
    items: dict[int, list[Item]] = defaultdict(list)
    for event in rows:
        step = steps.get(event.step_id or 0)
        owners, others = holders.of(
            school_id=event.school_id,
            owner_id=event.owner_id,
            owner_role=event.owner_role,
            takes_part=step.takes_part if step else (),
        )
        told = owners if event.due_date < today else owners | others
        for pk in told & readers.keys():
            place = event.school_id or readers[pk].home
            where = (
                schools[event.school_id].known_as if event.school_id else trust.name if trust else "the trust"
            )
            codes = readers[pk].codes_at(event.school_id)
            items[pk].append(_item(event, step, where, times[place], today, codes, is_theirs=pk in owners))
    return items


def _item(
    event: Event,
    step: Step | None,
    place: str,
    school_time: SchoolTime,
    today: date,
    codes: Collection[str],
    *,
    is_theirs: bool,
) -> Item:
    process = step.process if step else None
    return Item(
        pk=event.pk,
        title=event.title,
        url=reverse("schedule:event", args=[event.pk]),
        place=place,
        opens=event.opens_date,
        due=event.due_date,
        starts=event.start_time,
        ends=event.end_time,
        last_school_date=event.last_school_date,
        school_words=school_time.place(event.due_date),
        distance=distance(event.due_date, today, school_time),
        is_late=Week(today).is_late(event.due_date),
        is_occasion=step is not None and step.kind in OCCASIONS,
        is_theirs=is_theirs,
        owner_title=title(event.owner_role),
        minutes=own_minutes(step.minutes if step else {}, codes),
        why=((step.why if step else "") or (process.why if process else "")),
        prepare=tuple(
            (one.get("text", ""), one.get("minutes") or 0) for one in (step.prepare if step else ())
        ),
        is_delicate=bool((step and step.tiers) or (process and process.tiers)),
    )


def _steps(pks: Collection[int]) -> dict[int, Step]:
    return (
        Step.objects.filter(pk__in=pks)
        .select_related("process")
        .only("kind", "takes_part", "minutes", "why", "prepare", "tiers", "process__why", "process__tiers")
        .in_bulk()
    )


def _school_ids(held: Iterable[Held]) -> set[int] | None:
    """None is every school."""
    found = {one.school_id for one in held}
    return None if None in found else {school_id for school_id in found if school_id is not None}


def _schools(today: date, places: Collection[int] | None) -> dict[int, School]:
    found = School.objects.filter(still_ours(today)).only("name", "short_name")
    return (found if places is None else found.filter(pk__in=places)).in_bulk()
