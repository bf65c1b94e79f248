"""What only the whole pack can show: codes used twice, references to nothing, timings that go round in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.pack.problems import Place
from handbook.pack.shape import TAKEN_SLUGS, TAKEN_STEPS, Pack, PackDocument, PackProcess, PackStep
from handbook.timing import parse, references

PROCESS_FILE = "processes/{}/process.yaml"


def check_links(pack: Pack, root: Place) -> None:
    _check_once(root.at("pack.yaml"), "chapter", (chapter.code for chapter in pack.chapters))
    _check_once(root.at("pack.yaml"), "term", (term.term.casefold() for term in pack.glossary))
    if not pack.processes:
        root.at("processes").say("there are none: a pack has at least one process.")
    slugs: dict[str, str] = {}
    documents: dict[str, str] = {}
    _check_orders(pack, root.at("pack.yaml"))
    for process in pack.processes:
        place = root.at(PROCESS_FILE.format(process.code))
        _check_slug(process, slugs, place)
        _check_process(process, pack, place)
        for document in process.documents:
            _check_document(document, process, documents, place.at(f"document {document.code}"))
    steps = {f"{process.code}.{step.code}" for process in pack.processes for step in process.steps}
    for process, step, place in _steps(pack, root):
        _check_step(process, step, steps, documents, place)
    _check_circles(pack, root, steps)


def _steps(pack: Pack, root: Place) -> Iterator[tuple[PackProcess, PackStep, Place]]:
    for process in pack.processes:
        place = root.at(PROCESS_FILE.format(process.code))
        for number, step in enumerate(process.steps, 1):
            yield process, step, place.at(f"step {step.code or number}")


def _check_once(place: Place, label: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code and code in seen:
            place.say(f"the {label} {code} is here twice.")
        seen.add(code)


def _check_orders(pack: Pack, place: Place) -> None:
    chapters = {process.code: process.chapter for process in pack.processes}
    for chapter in pack.chapters:
        for code in chapter.order:
            if code and chapters.get(code) != chapter.code:
                place.at(f"chapter {chapter.code}").at("order").say(f"{code} is no process of this chapter.")


def _check_slug(process: PackProcess, slugs: dict[str, str], place: Place) -> None:
    if process.slug in TAKEN_SLUGS:
        place.at("slug").say(f"{process.slug} is the address of another page: choose a different one.")
    elif (first := slugs.setdefault(process.slug, process.code)) != process.code and process.slug:
        place.at("slug").say(f"{process.slug} is already the slug of {first}.")


def _check_process(process: PackProcess, pack: Pack, place: Place) -> None:
    if process.chapter and process.chapter not in {chapter.code for chapter in pack.chapters}:
        place.at("chapter").say(f"there is no chapter {process.chapter} in pack.yaml.")
    known = {other.code for other in pack.processes}
    for code in process.related:
        if code == process.code:
            place.at("related").say(f"{code} is this process itself.")
        elif code and code not in known:
            place.at("related").say(f"there is no process {code} in the pack.")
    _check_once(place, "step", (step.code for step in process.steps))


def _check_document(
    document: PackDocument, process: PackProcess, documents: dict[str, str], place: Place
) -> None:
    if document.code and document.code in documents:
        place.say(f"this code is already a document of {documents[document.code]}.")
    documents.setdefault(document.code, process.code)
    _check_once(place, "field", (field.code for field in document.fields))
    for field in document.fields:
        at = place.at(f"field {field.code}")
        if not field.kind:
            continue
        if (field.kind == "choice") != bool(field.choices):
            at.at("choices").say("a choice has choices, and nothing else has.")
        if (field.kind == "table") != bool(field.columns):
            at.at("columns").say("a table has columns, and nothing else has.")
        if field.rows and field.kind != "table":
            at.at("rows").say("only a table has rows.")


def _check_step(
    process: PackProcess, step: PackStep, steps: set[str], documents: dict[str, str], place: Place
) -> None:
    if step.code in TAKEN_STEPS:
        place.at("code").say(f'"{step.code}" means a trigger in the timing language: choose a different one.')
    for code in step.documents:
        if code and code not in documents:
            place.at("documents").say(f"there is no document {code} in the pack.")
    for address in _followed(process, step):
        if address not in steps:
            place.at("timing").say(
                f'"{step.timing}" follows {address}, and there is no such step in the pack.'
            )


def _followed(process: PackProcess, step: PackStep) -> tuple[str, ...]:
    """Full addresses (P06.data) of the steps whose dates this one waits for."""
    if not step.timing:
        return ()
    return tuple(
        f"{process.code}.{name}" if "." not in name else name for name in references(parse(step.timing))
    )


def _check_circles(pack: Pack, root: Place, steps: set[str]) -> None:
    """Each circle once, told at the step that comes first in the pack. No recursion: a pack may be long."""
    follows: dict[str, tuple[str, ...]] = {}
    places: dict[str, Place] = {}
    for process, step, place in _steps(pack, root):
        address = f"{process.code}.{step.code}"
        follows.setdefault(address, tuple(other for other in _followed(process, step) if other in steps))
        places.setdefault(address, place)
    settled: set[str] = set()
    for start, firsts in follows.items():
        path = {start: iter(firsts)} if start not in settled else {}
        while path:
            address = next(reversed(path))
            other = next(path[address], None)
            if other is None:
                del path[address]
                settled.add(address)
            elif other in path:
                circle = [*list(path)[list(path).index(other) :], other]
                places[other].at("timing").say(f"goes round in a circle: {', which follows '.join(circle)}.")
            elif other not in settled:
                path[other] = iter(follows[other])
