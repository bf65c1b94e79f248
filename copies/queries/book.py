"""The handbook as a book: every chapter and process in full, with one school's dates or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch
from django.utils.safestring import SafeString, mark_safe

from adapters.markup import to_html
from copies.queries.dates import SchoolDates, is_off, school_dates
from copies.queries.wanted import Wanted
from handbook.models import Chapter, Document, Edition, Process, Step, Term
from handbook.queries import reading_minutes
from handbook.timing import TimingError, friendly, parse
from people.roles import is_known, title_of
from schedule.queries.items import Item
from schedule.words import SchoolTime, span
from schools.models import School, Trust
from schools.queries import the_trust
from schools.terms import period_names

_HEADING = re.compile(r"<(/?)h([2-4])>")


@dataclass(frozen=True)
class DateLine:
    when: str
    place: str
    last_school_date: date | None


@dataclass(frozen=True)
class StepPart:
    step: Step
    number: int
    timing: str
    owner: str
    takes_part: str
    minutes: int
    guidance: SafeString
    documents: tuple[Document, ...]
    dates: tuple[DateLine, ...]
    no_date: str  # what to say instead of dates


@dataclass(frozen=True)
class ProcessPart:
    process: Process
    steps: tuple[StepPart, ...]
    documents: tuple[Document, ...]
    related: tuple[tuple[str, str], ...]  # code, title
    guide: SafeString
    minutes: int


@dataclass(frozen=True)
class ChapterPart:
    chapter: Chapter
    processes: tuple[ProcessPart, ...]


@dataclass(frozen=True)
class IndexLine:
    due: date
    opens: date | None
    title: str
    owner: str
    code: str


@dataclass(frozen=True)
class IndexSection:
    name: str
    dates: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True)
class Book:
    edition: Edition
    trust: Trust | None
    school: School | None
    part: str
    part_title: str
    year_name: str
    today: date
    chapters: tuple[ChapterPart, ...]
    terms: tuple[Term, ...]
    index: tuple[IndexSection, ...]

    @property
    def is_short(self) -> bool:
        """One process: no cover and no contents."""
        return bool(self.part) and sum(len(one.processes) for one in self.chapters) == 1

    @property
    def title(self) -> str:
        title = self.edition.title
        if self.part:
            title = f"{self.part_title}: {title}"
        return f"{title}. {self.school.name} {self.year_name}" if self.school else title


@dataclass(frozen=True)
class _Reader:
    """What every step of the book is read with."""

    titles: Mapping[str, str]  # "P10.visit" to the title of the step
    names: Mapping[str, str]  # of the half-terms
    dates: SchoolDates | None
    school: School | None
    sees_tiers: bool


def read_book(wanted: Wanted, today: date) -> Book:
    """Ten queries, whatever the handbook holds."""
    edition, school = wanted.edition, wanted.school
    trust = school.trust if school else the_trust()
    dates = school_dates(school=school, sees_tiers=wanted.sees_tiers, today=today) if school else None
    titles = {
        f"{process}.{code}": title
        for process, code, title in Step.objects.filter(process__edition=edition).values_list(
            "process__code", "code", "title"
        )
    }
    names = period_names(trust.period_scheme if trust else Trust.Scheme.HALF_TERMS)
    reader = _Reader(titles, names, dates, school, wanted.sees_tiers)
    processes = dict(edition.processes.order_by("position").values_list("code", "title"))
    chapters = _chapters(edition, wanted.part, reader, processes)
    codes = {one.process.code for chapter in chapters for one in chapter.processes}
    return Book(
        edition, trust, school, wanted.part, wanted.part_title, dates.year_name if dates else "", today, chapters,
        () if wanted.part else tuple(edition.terms.order_by("position")),
        _index(dates, codes) if dates else (),
    )  # fmt: skip


def _chapters(
    edition: Edition, part: str, reader: _Reader, titles: Mapping[str, str]
) -> tuple[ChapterPart, ...]:
    documents = Document.objects.order_by("position").defer("fields")
    steps = Step.objects.order_by("position").prefetch_related(Prefetch("documents", documents))
    processes = Process.objects.order_by("position")
    chapters = edition.chapters.order_by("position")
    if part in titles:
        processes, chapters = processes.filter(code=part), chapters.filter(processes__code=part)
    elif part:
        chapters = chapters.filter(code=part)
    full = processes.prefetch_related(Prefetch("steps", steps), Prefetch("documents", documents))
    return tuple(
        ChapterPart(chapter, tuple(_process(one, reader, titles) for one in chapter.processes.all()))
        for chapter in chapters.prefetch_related(Prefetch("processes", full))
    )


def _process(process: Process, reader: _Reader, titles: Mapping[str, str]) -> ProcessPart:
    return ProcessPart(
        process,
        tuple(_step(process, step, number, reader) for number, step in enumerate(process.steps.all(), 1)),
        tuple(process.documents.all()),
        tuple((code, titles[code]) for code in titles if code in process.related),
        _deeper(process.guide, 2),
        reading_minutes(process),
    )


def _step(process: Process, step: Step, number: int, reader: _Reader) -> StepPart:
    ref = f"{process.code}.{step.code}"
    items = reader.dates.by_ref.get(ref, []) if reader.dates else []
    kept = [item for item in items if not is_off(item)]
    return StepPart(
        step,
        number,
        _timing(process, step, reader),
        _title(step.owner),
        "; ".join(dict.fromkeys(_title(code) for code in step.takes_part)),
        step.minutes.get(step.owner) or max(step.minutes.values(), default=0),
        _deeper(step.guidance, 3),
        tuple(step.documents.all()),
        tuple(_date(item, reader.dates.time) for item in kept) if reader.dates else (),
        "" if kept else _no_date(process, step, items, reader),
    )


def _timing(process: Process, step: Step, reader: _Reader) -> str:
    own = {
        ref.partition(".")[2]: title
        for ref, title in reader.titles.items()
        if ref.startswith(f"{process.code}.")
    }
    try:
        timing = friendly(parse(step.timing), reader.names, {**reader.titles, **own})
    except TimingError:
        timing = step.timing
    return timing[:1].upper() + timing[1:]


def _no_date(process: Process, step: Step, items: Sequence[Item], reader: _Reader) -> str:
    if reader.dates is None or reader.school is None or not reader.dates.items:
        return ""
    if (step.tiers or process.tiers) and not reader.sees_tiers:
        return ""  # with a date or without, it would tell
    year = reader.dates.year_name
    return f"Not needed in {year}." if items else f"No date at {reader.school.known_as} in {year}."


def _date(item: Item, time: SchoolTime) -> DateLine:
    last = item.last_school_date if item.last_school_date != item.due else None
    calendar = time.calendars[0] if time.calendars else None
    is_before = (
        calendar is not None and item.due < calendar.periods[0].first
    )  # of which this year's dates say nothing
    return DateLine(span(item.opens, item.due), "" if is_before else time.place(item.due), last)


def _title(code: str) -> str:
    return title_of(code) if is_known(code) else code


def _deeper(markdown: str, levels: int) -> SafeString:
    """Its headings stand below those of the book."""
    deeper = _HEADING.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + levels)}>", to_html(markdown))
    return mark_safe(deeper)  # noqa: S308 -- cleaned by adapters.markup


def _index(dates: SchoolDates, codes: Iterable[str]) -> tuple[IndexSection, ...]:
    """By half-term, with the holiday after it: what of these processes the school has to keep."""
    wanted = set(codes)
    lines = [
        item
        for item in dates.items
        if item.key.partition(".")[0] in wanted and not is_off(item) and item.concerns_school()
    ]
    calendar = dates.time.calendars[0] if dates.time.calendars else None
    periods = calendar.periods if calendar else ()

    def place(item: Item) -> int:
        """The half-term that has begun by then; 0 before the first."""
        return sum(period.first <= item.due for period in periods)

    sections = []
    for number, group in groupby(lines, key=place):
        period = periods[number - 1] if number else None
        name = dates.time.names.get(period.code, period.code) if period else "Before the year"
        said = (
            f"{period.first.day} {period.first:%B} to {period.last.day} {period.last:%B %Y}" if period else ""
        )
        sections.append(IndexSection(name, said, tuple(_index_line(item) for item in group)))
    return tuple(sections)


def _index_line(item: Item) -> IndexLine:
    opens = item.opens if item.opens != item.due else None
    return IndexLine(item.due, opens, item.title, _title(item.owner_role), item.key.partition(".")[0])
