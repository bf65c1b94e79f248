"""The plan as it would be, with where each line comes from and everything that is wrong or was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plans.sheet import PlanSheet


@dataclass(frozen=True)
class Fault:
    """Stands in the way until the file is mended, the tables are told otherwise, or `answer` is ticked.

    `key` stays the same as long as the cell and what is wrong with it do. `answer` "": it cannot be ticked away.
    """

    key: str
    where: str
    said: str
    answer: str = ""
    is_settled: bool = False


@dataclass(frozen=True)
class ReadAs:
    """What a day, a half-term or a cost was read as. None: nothing could be read, the words are kept as a remark."""

    raw: str
    said: str
    is_read: bool
    places: tuple[str, ...]


@dataclass(frozen=True)
class NameLine:
    """A name in the file that is not exactly that of one person here."""

    name: str
    why: str  # "" where nobody here has the name
    chosen: int | None  # 0 is nobody, None is not said yet
    places: tuple[str, ...]
    must_choose: bool  # the person has left, or there are two of that name


@dataclass(frozen=True)
class Owners:
    lead: int | None = None
    supporter: int | None = None
    governor: int | None = None


@dataclass(frozen=True)
class Draft:
    """The ids in `sheet` are numbers of its lines, by which `origins` and `owners` are found."""

    sheet: PlanSheet
    origins: Mapping[int, str]
    owners: Mapping[int, Owners]
    remarks: Mapping[int, tuple[str, ...]]  # by the priority's line
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    read_as: tuple[ReadAs, ...]
    names: tuple[NameLine, ...]

    @property
    def open_faults(self) -> int:
        return sum(not fault.is_settled for fault in self.faults)

    @property
    def is_ready(self) -> bool:
        return not self.open_faults and bool(self.sheet.priorities)
