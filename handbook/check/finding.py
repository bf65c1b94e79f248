"""One thing the check found, and where."""

from dataclasses import dataclass
from typing import TypedDict


class At(TypedDict, total=False):
    """Where: the last fields of a finding."""

    process: str
    step: str
    document: str


@dataclass(frozen=True)
class Finding:
    """`kind` names the sort of fault and never changes; `stops` says that it must be mended before publishing.

    `process` is empty where the whole handbook is meant; `step` and `document` are codes within it.
    """

    kind: str
    sentence: str
    stops: bool = False
    process: str = ""
    step: str = ""
    document: str = ""
    part: str = ""  # "study", or the chapter's code after "chapter "

    @property
    def place(self) -> str:
        """ "P01.book", "P01, document visit-note", "P01", "chapter results"."""
        if self.step:
            return f"{self.process}.{self.step}"
        if self.document:
            return f"{self.process}, document {self.document}"
        if self.part:
            return f"{self.process}, {self.part} page" if self.process else self.part
        return self.process or "the handbook"
