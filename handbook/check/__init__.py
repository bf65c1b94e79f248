"""Whether an edition dovetails: who, when and with what, and nothing points at nothing. Pure but for `stored`."""

from collections.abc import Callable, Iterator
from datetime import date

from handbook.check.documents import document_findings
from handbook.check.finding import Finding
from handbook.check.processes import process_findings
from handbook.check.steps import step_findings
from handbook.check.stored import pack_as_it_is
from handbook.check.timings import timing_findings
from handbook.pack import Pack

__all__ = ["LOOKED_AT", "Finding", "findings_in", "pack_as_it_is"]

# What the check looks at, for the page that says all is well.
LOOKED_AT = (
    "every step has an owner, a time that can be reached, and minutes for its owner",
    "every document a step names is there, and every document is used by a step",
    "no role is asked for the same document in two unconnected steps",
    "what the law asks has a source and a review date, and no review date has passed",
    "every process has steps, every text that is needed is written, every related process is there",
)

_Looks = Callable[[Pack, date], Iterator[Finding]]
_LOOKS: tuple[_Looks, ...] = (process_findings, step_findings, timing_findings, document_findings)


def findings_in(pack: Pack, today: date) -> tuple[Finding, ...]:
    """In the order of the handbook; what stops first within a process."""
    codes = {process.code: place for place, process in enumerate(pack.processes)}
    found = [finding for look in _LOOKS for finding in look(pack, today)]
    return tuple(sorted(found, key=lambda one: (codes.get(one.process, -1), not one.stops)))
