"""Between a pack and the rows of an edition."""

from collections import defaultdict
from dataclasses import fields, replace
from typing import Any

from django.db.models import Prefetch

from adapters.markup import count_words
from handbook.models import Chapter, Document, Edition, Process, Step, Term
from handbook.pack.problems import PackError, Place, Problem
from handbook.pack.shape import Pack, PackChapter, PackDocument, PackProcess, PackStep, Study, plain, read
from handbook.pack.yaml_in import Value


def add_rows(edition: Edition, pack: Pack) -> None:
    """The whole content of an edition that has none yet, in a handful of statements."""
    chapters = Chapter.objects.bulk_create(
        Chapter(
            edition=edition, position=position, code=chapter.code, title=chapter.title, intro=chapter.intro
        )
        for position, chapter in enumerate(pack.chapters, 1)
    )
    Term.objects.bulk_create(
        Term(edition=edition, position=position, word=term.term, meaning=term.meaning)
        for position, term in enumerate(pack.glossary, 1)
    )
    by_code = {chapter.code: chapter for chapter in chapters}
    places = _places(pack)
    rows = Process.objects.bulk_create(
        _process_row(process, places[process.code], edition=edition, chapter=by_code[process.chapter])
        for process in pack.processes
    )
    pairs = list(zip(rows, pack.processes, strict=True))
    documents = Document.objects.bulk_create(
        Document(process=row, position=position, **plain(document))
        for row, process in pairs
        for position, document in enumerate(process.documents, 1)
    )
    steps = Step.objects.bulk_create(
        _step_row(step, position, row)
        for row, process in pairs
        for position, step in enumerate(process.steps, 1)
    )
    document_ids = {document.code: document.pk for document in documents}
    through = Step.documents.through
    through.objects.bulk_create(
        through(step_id=row.pk, document_id=document_ids[code])
        for row, step in zip(
            steps, (step for process in pack.processes for step in process.steps), strict=True
        )
        for code in step.documents
    )


def _places(pack: Pack) -> dict[str, int]:
    """The position of each process: by code, unless a chapter has an order of its own."""
    codes = [process.code for process in pack.processes]
    for chapter in pack.chapters:
        own = {process.code for process in pack.processes if process.chapter == chapter.code}
        slots = [place for place, code in enumerate(codes) if code in own]
        ordered = [code for code in chapter.order if code in own]
        for place, code in zip(slots, [*ordered, *sorted(own - set(ordered))], strict=True):
            codes[place] = code
    return {code: place for place, code in enumerate(codes, 1)}


def count_process_words(process: PackProcess) -> int:
    """What the page of the process gives to read. The study page has its own ten minutes."""
    texts = (
        process.purpose,
        process.why,
        process.guide,
        *process.success,
        *(step.guidance for step in process.steps),
    )
    return sum(count_words(text) for text in texts)


def _process_row(process: PackProcess, position: int, **parents: Any) -> Process:  # noqa: ANN401 -- edition and chapter
    values = plain(process)
    study = values.pop("study")
    for name in ("chapter", "steps", "documents"):
        del values[name]
    values["lead"] = process.lead or ""
    words = count_process_words(process)
    return Process(position=position, guide=process.guide, words=words, **study, **values, **parents)


def _step_row(step: PackStep, position: int, process: Process) -> Step:
    values = plain(step)
    del values["documents"]
    values |= {"why": step.why or "", "who_sees": step.who_sees or ""}
    return Step(process=process, position=position, **values)


def pack_of(edition: Edition) -> Pack:
    """The edition as a pack, checked again: what was edited in the portal has to be loadable elsewhere."""
    pack, problems = read_edition(edition)
    if problems:
        raise PackError(problems)
    return pack


def read_edition(edition: Edition, *, code: str | None = None) -> tuple[Pack, tuple[Problem, ...]]:
    """What a draft says while it is being written, and what it still lacks. `code`: that process alone."""
    problems: list[Problem] = []
    place = Place(problems).at(f"edition {edition.number or 'draft'}")
    orders: dict[int, list[Value]] = defaultdict(list)
    for chapter_id, process_code in edition.processes.order_by("position", "code").values_list(
        "chapter_id", "code"
    ):
        orders[chapter_id].append(process_code)
    chapters: list[Value] = [
        _values(PackChapter, chapter) | {"order": _said_order(orders[chapter.pk])}
        for chapter in edition.chapters.order_by("position")
    ]
    glossary: list[Value] = [
        {"term": word, "meaning": meaning}
        for word, meaning in edition.terms.order_by("position").values_list("word", "meaning")
    ]
    head: dict[str, Value] = {"title": edition.title, "summary": edition.summary}
    pack = read(Pack, head | {"chapters": chapters, "glossary": glossary}, place)
    chosen = edition.processes.all() if code is None else edition.processes.filter(code=code)
    named = _documents_of_steps(edition)
    rows = (
        chosen.order_by("code")
        .select_related("chapter")
        .prefetch_related(
            Prefetch("steps", Step.objects.order_by("position")),
            Prefetch("documents", Document.objects.order_by("position")),
        )
    )
    processes = tuple(_pack_process(row, named, place.at(row.code)) for row in rows)
    return replace(pack, processes=processes), tuple(problems)


def _said_order(codes: list[Value]) -> list[Value]:
    """Nothing where the codes say it already."""
    return codes if codes != sorted(codes, key=str) else []


def _documents_of_steps(edition: Edition) -> dict[int, list[str]]:
    """Step id to the codes of its documents, in the order in which the step names them."""
    found: dict[int, list[str]] = defaultdict(list)
    through = Step.documents.through.objects.filter(step__process__edition=edition).order_by("pk")
    for step_id, code in through.values_list("step_id", "document__code"):
        found[step_id].append(code)
    return found


def _pack_process(row: Process, named: dict[int, list[str]], place: Place) -> PackProcess:
    steps = [
        _values(PackStep, step)
        | {"why": step.why or None, "who_sees": step.who_sees or None, "documents": named.get(step.pk, [])}
        for step in row.steps.all()
    ]
    values = _values(PackProcess, row) | {
        "chapter": row.chapter.code,
        "lead": row.lead or None,
        "study": _values(Study, row),
        "steps": steps,
        "documents": [_values(PackDocument, document) for document in row.documents.all()],
    }
    return replace(read(PackProcess, values, place), guide=row.guide)


def _values(cls: type[Any], row: Chapter | Process | Step | Document) -> dict[str, Any]:
    """The fields of the row that the class has under the same name."""
    return {
        f.name: row.__dict__[f.name] for f in fields(cls) if f.name in row.__dict__ and "kind" in f.metadata
    }
