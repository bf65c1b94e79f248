"""The blocks that a report in Word is made of. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Heading:
    level: int  # 2 to 4: the first belongs to the file
    text: str
    on_new_page: bool = False


@dataclass(frozen=True)
class Words:
    text: str
    label: str = ""
    is_lead: bool = False


@dataclass(frozen=True)
class Facts:
    name: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]  # shares of the width


Block = Heading | Words | Facts | Table
