"""All of the page on which somebody decides whether to publish a draft."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from handbook.actions import Checked
from handbook.models import Edition, Process, Writing
from handbook.queries import current_edition
from handbook.queries.drafts import places_in_words
from handbook.queries.words import ChangedPart, ChangedProcess, changed_frame, changed_words
from schedule.building import CannotBuild, half_term_names
from schedule.queries.calendar_diff import CalendarDiff, calendar_diff
from schedule.queries.changes import ProcessChanges
from schedule.queries.check import Check, check_edition
from schedule.queries.overloads import Overload, overloads_of_edition

STILL_THERE = timedelta(minutes=10)
_PROCESS = re.compile(r"\bP[0-9]{2}\b")
_STEP = re.compile(r"\bstep ([a-z][a-z0-9-]*)|\bP[0-9]{2}\.([a-z][a-z0-9-]*)")


@dataclass(frozen=True)
class Missing:
    """Something that stands against publishing, and where to mend it."""

    where: str
    reason: str
    url: str


@dataclass(frozen=True)
class Busy:
    """Somebody else is writing in the draft, or somebody has writing that is not saved into it."""

    name: str
    where: str
    is_unsaved: bool
    at: datetime


@dataclass(frozen=True)
class Both:
    """One process: its words on one side, its dates on the other."""

    code: str
    title: str
    words: ChangedProcess | None
    dates: ProcessChanges | None


@dataclass(frozen=True)
class BeforePublishing:
    draft: Edition
    standing: Edition | None
    missing: tuple[Missing, ...]
    busy: tuple[Busy, ...]
    frame: tuple[ChangedPart, ...]
    processes: tuple[Both, ...]
    words_changed: int
    diff: CalendarDiff | None  # None: the draft gives no dates yet
    check: Check
    overloads: tuple[Overload, ...]  # weeks that this would push over the limit, or further over it

    @property
    def may_publish(self) -> bool:
        return self.diff is not None and not self.missing and not self.check.must


def before_publishing(
    *,
    draft: Edition,
    checked: Checked,
    now: datetime,
    today: date,
    urn: int | None = None,
    reader: int | None = None,
) -> BeforePublishing:
    standing = current_edition()
    codes = set(Process.objects.filter(edition=draft).values_list("code", flat=True))
    missing = [_missing(draft, one.where, one.reason, codes) for one in checked.problems]
    diff = None
    try:
        diff = calendar_diff(draft=draft, digest=checked.digest, now=now, today=today, urn=urn)
    except CannotBuild as error:
        if not missing:
            missing.append(_missing(draft, "", str(error), codes))
    words = changed_words(standing, draft, periods=half_term_names())
    return BeforePublishing(
        draft=draft,
        standing=standing,
        missing=tuple(missing),
        busy=_busy(draft, now, reader),
        frame=changed_frame(standing, draft),
        processes=_side_by_side(words, diff.processes if diff else (), only_dates=urn is not None),
        words_changed=len(words),
        diff=diff,
        check=check_edition(draft, today),
        overloads=overloads_of_edition(draft, diff.differences, today) if diff else (),
    )


def _side_by_side(
    words: tuple[ChangedProcess, ...], dates: tuple[ProcessChanges, ...], *, only_dates: bool
) -> tuple[Both, ...]:
    """`only_dates`: one school is looked at, so what does not reach it is left out."""
    said = {one.code: one for one in words}
    dated = {one.code: one for one in dates}
    codes = dated.keys() if only_dates else said.keys() | dated.keys()
    return tuple(
        Both(
            code,
            said[code].title if code in said else dated[code].title,
            said.get(code),
            dated.get(code),
        )
        for code in sorted(codes)
    )


def _missing(draft: Edition, where: str, reason: str, codes: set[str]) -> Missing:
    """The place as a person names it, with the page where it is mended."""
    text = f"{where} {reason}"
    process = _PROCESS.search(where) or _PROCESS.search(text)
    code = process[0] if process else ""
    step = _STEP.search(where) or _STEP.search(text)
    url = ""
    if code in codes:
        args = [draft.pk, code]
        url = reverse("handbook:edit_process", args=args)
        named = (step[1] or step[2]) if step else ""
        if named and draft.processes.filter(code=code, steps__code=named).exists():
            url = reverse("handbook:edit_step", args=[*args, named])
    place = re.sub(r"^edition draft, |^processes/(P[0-9]{2})/(?:process\.yaml|guide\.md)", r"\1", where)
    return Missing(place.replace("pack.yaml", "The handbook"), reason, url)


def _busy(draft: Edition, now: datetime, reader: int | None) -> tuple[Busy, ...]:
    """A page that the reader has open says nothing: only what they have not saved is named."""
    others_here = Q(seen_at__gte=now - STILL_THERE) & ~Q(person=reader)
    rows = list(
        Writing.objects.filter(others_here | Q(data__isnull=False), edition=draft)
        .order_by("-seen_at", "pk")
        .values_list("person", "person__name", "place", "data", "seen_at")
    )
    words = places_in_words(draft, (row[2] for row in rows))
    return tuple(
        Busy("You" if person == reader else name, words[place], bool(data), at)
        for person, name, place, data, at in rows
    )
