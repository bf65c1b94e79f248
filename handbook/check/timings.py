"""When each step comes: a time that can be read, and that can be reached."""

from collections.abc import Iterator
from datetime import date
from graphlib import CycleError, TopologicalSorter

from handbook.check.finding import At, Finding
from handbook.pack import Pack
from handbook.timing import TimingError, parse, references

Follows = dict[str, list[str]]  # "P10.note" to the addresses of what it follows


def timing_findings(pack: Pack, today: date) -> Iterator[Finding]:  # noqa: ARG001 -- every look is asked alike
    addresses = {f"{process.code}.{step.code}" for process in pack.processes for step in process.steps}
    graph: Follows = {}
    for process in pack.processes:
        for step in process.steps:
            at = At(process=process.code, step=step.code)
            if not step.timing.strip():
                yield Finding("no-timing", "It has no timing yet: say when it comes.", stops=True, **at)
                continue
            try:
                followed = follows_of(process.code, step.timing)
            except TimingError as error:
                yield Finding("no-timing", f"Its timing cannot be read. {error}", stops=True, **at)
                continue
            for other in followed:
                if other not in addresses:
                    yield Finding(
                        "unreachable",
                        f"“{step.timing}” follows {other}, and there is no such step.",
                        stops=True,
                        **at,
                    )
            graph[f"{process.code}.{step.code}"] = [other for other in followed if other in addresses]
    yield from _circles(graph)


def follows_of(process: str, timing: str) -> list[str]:
    return [name if "." in name else f"{process}.{name}" for name in references(parse(timing))]


def _circles(graph: Follows) -> Iterator[Finding]:
    """Each circle once, told at the step that comes first in the handbook."""
    left = dict(graph)
    order = list(graph)
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1][1:]))
            first = min(circle, key=order.index)
            start = circle.index(first)
            round_ = [*circle[start:], *circle[:start], first]
            process, _, step = first.partition(".")
            yield Finding(
                "circle",
                f"It waits for itself: {', which follows '.join(round_)}.",
                stops=True,
                process=process,
                step=step,
            )
            left[first] = []
        else:
            return
