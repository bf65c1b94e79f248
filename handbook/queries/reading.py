"""What the pages, the calendar and the documents read. Only the edition in force, unless an edition is given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from handbook.models import Chapter, Document, Edition, Process, Step
from handbook.timing import Each, parse, print_timing, references, triggers
from people import roles
from people.access import Holding

WORDS_A_MINUTE = 200
MOST_TIMINGS = 3  # of one process in a list
# The occasions of a process, in whose dates people think of it. The rest prepares or follows them.
OCCASIONS = {Step.Kind.MEETING, Step.Kind.VISIT, Step.Kind.TRAINING, Step.Kind.REVIEW, Step.Kind.PUBLICATION}
IN_FORCE = Edition.Status.PUBLISHED


@dataclass(frozen=True)
class Entry:
    """One process in a list. `timings` are canonical texts of its main steps, `more_dates` counts those left out."""

    process: Process
    timings: tuple[str, ...]
    more_dates: int
    is_statutory: bool
    asked: frozenset[str]  # role and job codes that have something to do in it
    minutes: int


@dataclass(frozen=True)
class ChapterEntries:
    chapter: Chapter
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class ProcessBundle:
    """All that the page of one process shows of the handbook."""

    process: Process
    steps: tuple[Step, ...]  # each with its documents prefetched, in the order of the handbook
    documents: tuple[Document, ...]
    related: tuple[Process, ...]
    titles: dict[str, str]  # of the steps that timings refer to, as they are written there
    minutes: int


def current_edition() -> Edition | None:
    return Edition.objects.filter(status=IN_FORCE).first()


def processes_in_force() -> QuerySet[Process]:
    return Process.objects.filter(edition__status=IN_FORCE)


def steps_in_force() -> QuerySet[Step]:
    """Every step with its process, in the order of the handbook."""
    return (
        Step.objects.filter(process__edition__status=IN_FORCE)
        .select_related("process")
        .order_by("process__position", "position")
    )


def reading_minutes(process: Process) -> int:
    """To read the page of the process, its steps among it."""
    return max(1, round(process.words / WORDS_A_MINUTE))


def contents(edition: Edition) -> tuple[ChapterEntries, ...]:
    """Every chapter with its processes, in three queries."""
    steps = Step.objects.only("process", "kind", "timing", "owner", "takes_part", "statutory").order_by(
        "position"
    )
    processes = Process.objects.defer("guide", "key_idea", "activity", "questions").order_by("position")
    chapters = edition.chapters.order_by("position").prefetch_related(
        Prefetch("processes", processes.prefetch_related(Prefetch("steps", steps)))
    )
    return tuple(
        ChapterEntries(chapter, tuple(_entry(process) for process in chapter.processes.all()))
        for chapter in chapters
    )


def _entry(process: Process) -> Entry:
    steps = list(process.steps.all())
    timings = _main_timings(steps)
    asked = {process.owner, process.lead, *process.takes_part}
    for step in steps:
        asked |= {step.owner, *step.takes_part}
    return Entry(
        process,
        timings=timings[:MOST_TIMINGS],
        more_dates=max(0, len(timings) - MOST_TIMINGS),
        is_statutory=bool(process.statutory) or any(step.statutory for step in steps),
        asked=frozenset(asked - {""}),
        minutes=reading_minutes(process),
    )


def _main_timings(steps: Iterable[Step]) -> tuple[str, ...]:
    """Those of the occasions; where they only follow other steps, those that stand on their own."""
    alone = [step for step in steps if not references(parse(step.timing)) and not _waits(step)]
    chosen = [step for step in alone if step.kind in OCCASIONS] or alone or list(steps)
    return tuple(dict.fromkeys(single for step in chosen for single in _singles(step.timing)))


def _singles(text: str) -> tuple[str, ...]:
    """Each occasion of a step that comes round several times a year."""
    timing = parse(text)
    return tuple(print_timing(one) for one in timing.timings) if isinstance(timing, Each) else (text,)


def _waits(step: Step) -> bool:
    """For some weeks after a trigger: the trigger itself says more."""
    return bool(triggers(parse(step.timing))) and not step.timing.startswith("on ")


def narrowed(
    chapters: Iterable[ChapterEntries], asked: frozenset[str] | None, phase: str | None
) -> Iterator[ChapterEntries]:
    """Only what asks something of one of these codes, and only what is for schools of this phase. None is no limit."""
    for group in chapters:
        entries = tuple(
            entry
            for entry in group.entries
            if (asked is None or entry.asked & asked)
            and (phase is None or not entry.process.phases or phase in entry.process.phases)
        )
        if entries:
            yield ChapterEntries(group.chapter, entries)


def codes_of(role_or_job: str) -> frozenset[str]:
    """A role also stands for the jobs it answers for."""
    return frozenset({role_or_job, *(job.code for job in roles.JOBS.values() if job.answers == role_or_job)})


def codes_held(holdings: Iterable[Holding]) -> frozenset[str]:
    """What a person is asked as. Who has a job is asked as that, and not as every other job of the role."""
    codes: set[str] = set()
    for holding in holdings:
        codes |= {holding.role, holding.job} if holding.job else codes_of(holding.role)
    return frozenset(codes)


def process_bundle(process: Process) -> ProcessBundle:
    """Four queries, whatever the process holds."""
    steps = tuple(
        process.steps.order_by("position").prefetch_related(
            Prefetch("documents", Document.objects.order_by("position").defer("fields"))
        )
    )
    related = Process.objects.filter(edition=process.edition_id, code__in=process.related)
    return ProcessBundle(
        process=process,
        steps=steps,
        documents=tuple(process.documents.order_by("position").defer("fields")),
        related=tuple(related.only("code", "slug", "title", "purpose", "words").order_by("position")),
        titles=step_titles(process, steps),
        minutes=reading_minutes(process),
    )


def step_titles(process: Process, steps: Iterable[Step]) -> dict[str, str]:
    """For saying "5 working days after “Headteacher meeting”". Asks the database only for steps of other processes."""
    titles = {step.code: step.title for step in steps}
    wanted = {name for step in steps for name in references(parse(step.timing)) if "." in name}
    if wanted:
        others = Step.objects.filter(
            process__edition=process.edition_id, process__code__in={name.partition(".")[0] for name in wanted}
        )
        found = others.values_list("process__code", "code", "title")
        titles |= {f"{process_code}.{code}": title for process_code, code, title in found}
    return titles
