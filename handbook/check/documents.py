"""Documents: used by a step, and asked for once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from handbook.check.finding import At, Finding
from handbook.check.timings import Follows, follows_of
from handbook.pack import Pack
from handbook.pack.shape import PackDocument, PackProcess, PackStep
from handbook.timing import TimingError
from people.roles import is_known, title_of


def document_findings(pack: Pack, today: date) -> Iterator[Finding]:  # noqa: ARG001 -- every look is asked alike
    used = {code for process in pack.processes for step in process.steps for code in step.documents}
    for process in pack.processes:
        for document in process.documents:
            at = At(process=process.code, document=document.code)
            if not is_known(document.filled_by):
                yield Finding("no-owner", "Nobody fills in this document: choose who does.", stops=True, **at)
            if document.code not in used:
                yield Finding("unused-document", f"No step uses this document: “{document.title}”.", **at)
    yield from _asked_twice(pack)


def _asked_twice(pack: Pack) -> Iterator[Finding]:
    """The same document asked of the same role in two steps that are not one occasion.

    Within a process a document has a life: it is drafted in one step, revised in another and agreed in a third, each
    at its own time. That is one piece of work. So two steps count when they ask for it at the very same time of one
    process, or when they belong to two processes and neither follows the other by its timing. Only steps count that
    are a task, a deadline or a publication and belong to whoever fills the document in: in a meeting it is looked at.
    """
    documents = {document.code: document for process in pack.processes for document in process.documents}
    asking: dict[str, list[tuple[PackProcess, PackStep]]] = defaultdict(list)
    for process in pack.processes:
        for step in process.steps:
            for code in step.documents:
                if code in documents and _asks(step, documents[code]):
                    asking[code].append((process, step))
    graph = _graph(pack)
    for code, steps in asking.items():
        for (process, step), (other, again) in combinations(steps, 2):
            first, second = f"{process.code}.{step.code}", f"{other.code}.{again.code}"
            one_process = process is other
            if one_process and step.timing != again.timing:
                continue
            if not one_process and _tied(graph, first, second):
                continue
            yield Finding(
                "asked-twice",
                f"“{documents[code].title}” is asked of the {title_of(again.owner)} here and in {first}, as two "
                "separate pieces of work. Ask once, or let one step follow the other.",
                process=other.code,
                step=again.code,
            )


def _asks(step: PackStep, document: PackDocument) -> bool:
    return step.kind in {"task", "deadline", "publication"} and step.owner == document.filled_by


def _graph(pack: Pack) -> Follows:
    graph: Follows = {}
    for process in pack.processes:
        for step in process.steps:
            try:
                graph[f"{process.code}.{step.code}"] = follows_of(process.code, step.timing)
            except TimingError:
                continue
    return graph


def _tied(graph: Follows, first: str, second: str) -> bool:
    """Whether one follows the other, at however many removes, or both follow one and the same step."""
    before, behind = _before(graph, first), _before(graph, second)
    return first in behind or second in before or bool(before & behind)


def _before(graph: Follows, address: str) -> set[str]:
    found: set[str] = set()
    waiting = set(graph.get(address, ()))
    while waiting:
        found |= waiting
        waiting = {other for one in waiting for other in graph.get(one, ())} - found
    return found
