"""Each step: who does it, how long it takes, with which documents."""

from collections.abc import Iterator
from datetime import date

from handbook.check.finding import At, Finding
from handbook.pack import Pack
from handbook.pack.shape import TAKEN_STEPS, PackProcess, PackStep
from people.roles import is_known, title_of


def step_findings(pack: Pack, today: date) -> Iterator[Finding]:  # noqa: ARG001 -- every look is asked alike
    documents = {document.code for process in pack.processes for document in process.documents}
    for process in pack.processes:
        for step in process.steps:
            yield from _one(process, step, documents)


def _one(process: PackProcess, step: PackStep, documents: set[str]) -> Iterator[Finding]:
    at = At(process=process.code, step=step.code)
    if not is_known(step.owner):
        yield Finding("no-owner", "Nobody owns this step: choose who does it.", stops=True, **at)
    if step.code in TAKEN_STEPS:
        yield Finding(
            "trigger-word",
            f"“{step.code}” means a trigger in the timing language: give the step another code.",
            stops=True,
            **at,
        )
    for code in step.documents:
        if code not in documents:
            yield Finding(
                "no-such-document",
                f"It names the document {code}, and there is no such document.",
                stops=True,
                **at,
            )
    yield from _minutes(step, at)
    for name, own, whole in (
        ("phase", set(step.phases), set(process.phases)),
        ("tier", {str(tier) for tier in step.tiers}, {str(tier) for tier in process.tiers}),
    ):
        if own and whole and not own & whole:
            yield Finding(
                "unreachable",
                f"No school is ever asked for this: the step is for {name} {', '.join(sorted(own))}, its "
                f"process for {', '.join(sorted(whole))}.",
                stops=True,
                **at,
            )


def _minutes(step: PackStep, at: At) -> Iterator[Finding]:
    strangers = sorted(code for code in step.minutes if not is_known(code))
    if strangers:
        yield Finding(
            "minutes-of-nobody",
            f"Its minutes name {', '.join(strangers)}, which is nobody’s role or job.",
            **at,
        )
    elif is_known(step.owner) and not step.minutes.get(step.owner):
        yield Finding("no-minutes", f"It gives no minutes for its owner: {title_of(step.owner)}.", **at)
