"""What apps above put on the pages of what comes next. The settings name them, so that this app knows none of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from schools.models import School

NOTHING = SafeString()


@dataclass(frozen=True)
class Part:
    """HTML, or nothing: lines for "Waiting for you", a section of what is with others, lines of what is new."""

    waiting: SafeString = NOTHING
    with_others: SafeString = NOTHING
    news: SafeString = NOTHING


@dataclass(frozen=True)
class Column:
    """Of a list of schools: a cell by the id of each school, and what stands below the list."""

    heading: str
    cells: Mapping[int, SafeString]
    below: SafeString = NOTHING


def part_of_next(request: HttpRequest, schools: Sequence[School] | None, since: datetime | None) -> Part:
    """All of settings.PARTS_OF_WHAT_COMES_NEXT together. `schools` None: all; `since` None: nothing is told as new."""
    parts = [import_string(name)(request, schools, since) for name in settings.PARTS_OF_WHAT_COMES_NEXT]
    return Part(*(_joined(getattr(part, name) for part in parts) for name in Part.__dataclass_fields__))


def columns_of(request: HttpRequest, schools: Sequence[School]) -> list[Column]:
    columns = (import_string(name)(request, schools) for name in settings.COLUMNS_OF_SCHOOLS)
    return [column for column in columns if column is not None]


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(pieces))  # noqa: S308 -- each comes from a template
