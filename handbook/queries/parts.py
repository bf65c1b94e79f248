"""How the parts of a draft hang together: their order, and what refers to what."""

from collections.abc import Iterable
from dataclasses import dataclass

from handbook.models import Document, Edition, Process, Step
from handbook.timing import TimingError, parse, references

# Chapter codes in order, each with the codes of its processes in order.
Arrangement = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Follower:
    """A step whose timing counts from another."""

    process_code: str
    code: str
    title: str
    timing: str


def arrangement(draft: Edition) -> Arrangement:
    rows = draft.processes.order_by("position", "code").values_list("chapter__code", "code")
    found: dict[str, list[str]] = {
        code: [] for code in draft.chapters.order_by("position", "pk").values_list("code", flat=True)
    }
    for chapter, code in rows:
        found[chapter].append(code)
    return tuple((chapter, tuple(codes)) for chapter, codes in found.items())


def arrangement_text(order: Iterable[tuple[str, Iterable[str]]]) -> str:
    """ "visits:P01,P03 results:P02": to be carried by a page."""
    return " ".join(f"{chapter}:{','.join(codes)}" for chapter, codes in order)


def read_arrangement(text: str) -> Arrangement:
    parts = (part.partition(":") for part in text.split())
    return tuple((chapter, tuple(filter(None, codes.split(",")))) for chapter, _, codes in parts)


def timings_after(draft: Edition, process_code: str, code: str = "") -> tuple[Follower, ...]:
    """Steps that count from this step; without `code`, steps elsewhere that count from any step of the process."""
    rows = Step.objects.filter(process__edition=draft, timing__contains=" ").order_by(
        "process__code", "position"
    )
    return tuple(
        Follower(*row)
        for row in rows.values_list("process__code", "code", "title", "timing")
        if _follows(row[0], row[3], process_code, code)
    )


def _follows(at: str, timing: str, process_code: str, code: str) -> bool:
    try:
        named = references(parse(timing))
    except TimingError:
        return False
    addresses = {name if "." in name else f"{at}.{name}" for name in named}
    if code:
        return f"{process_code}.{code}" in addresses
    return at != process_code and any(address.startswith(f"{process_code}.") for address in addresses)


def related_to(draft: Edition, code: str) -> tuple[Process, ...]:
    """JSON is searched here: SQLite cannot look into a list."""
    rows = draft.processes.order_by("code").only("edition", "code", "title", "related")
    return tuple(process for process in rows if code in process.related)


def steps_naming(document: Document) -> tuple[Step, ...]:
    rows = document.steps.select_related("process").order_by("process__code", "position")
    return tuple(rows)


def borrowed(process: Process) -> tuple[tuple[Document, Step], ...]:
    """Documents of this process that steps of others name."""
    through = Step.documents.through.objects.filter(document__process=process).exclude(step__process=process)
    rows = through.select_related("document", "step__process").order_by("document__position", "pk")
    return tuple((row.document, row.step) for row in rows)


def missing_steps(draft: Edition, process: Process, timing: str) -> tuple[str, ...]:
    """Of the steps that a timing names, those that are not there."""
    wanted = {name: name if "." in name else f"{process.code}.{name}" for name in references(parse(timing))}
    if not wanted:
        return ()
    rows = Step.objects.filter(process__edition=draft).values_list("process__code", "code")
    there = {f"{process_code}.{code}" for process_code, code in rows}
    return tuple(name for name, address in wanted.items() if address not in there)
