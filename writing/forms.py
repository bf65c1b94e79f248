"""A form over one row that several people may be writing in.

It carries the mark of each field's value as the page was made. Only fields that this person changed are saved, so two
people in different fields both keep their work; the action that saves sees who changed the same field.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from writing.marks import Change, Conflict, Saved, mark_of

# Not part of what somebody wrote. What stood there as the page was made, "start", is kept with it all the same.
OF_THE_PAGE = {"csrfmiddlewaretoken", "writer", "theirs", "throw_away", "show"}


def as_sent(data: QueryDict) -> dict[str, list[str]]:
    """To be kept as JSON, in which PostgreSQL takes no U+0000."""
    return {
        key.replace("\0", ""): [value.replace("\0", "") for value in data.getlist(key)]
        for key in data
        if key not in OF_THE_PAGE
    }


def is_typed(name: str) -> bool:
    """Whether somebody typed or chose what this field of a page holds."""
    return name not in OF_THE_PAGE and name != "start"


def in_words(name: str) -> str:
    """Of the field of a line the end: "criterion-5-how_it_is" is "how it is"."""
    return name.rpartition("-")[2].replace("_", " ")


def as_data(sent: Mapping[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for key, values in sent.items():
        data.setlist(key, values)
    return data


class WrittenField(forms.Field):
    """`needed` names what is still to write while the field is empty, e.g. "why it matters"."""

    empty: Any = ""
    is_group = False  # several controls under one label
    folded = False  # many choices, shown when asked for

    def __init__(self, *, needed: str = "", more: str = "", **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(required=False, **options)
        self.needed = needed
        self.more = more  # long help, folded away

    def marked(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return mark_of(value)

    def settled(self, value: Any, stored: Any) -> Any:  # noqa: ANN401, ARG002 -- as the row holds it
        """The clean value beside the one that stands there, for fields that keep something of that."""
        return value

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        """As plain words, a line for each thing: to lay two versions side by side."""
        return "" if value is None else str(value)


class WritingForm(forms.Form):
    def __init__(
        self,
        stored: Mapping[str, Any],
        data: QueryDict | None = None,
        more: Mapping[str, WrittenField] | None = None,
    ) -> None:
        """`more`: fields that only this row has, one for each of its lines perhaps."""
        super().__init__(data, initial=dict(stored))
        self.fields |= more or {}
        self.stored = stored
        self.conflicts: dict[str, Conflict] = {}
        self.start = self._marks(stored) if data is None else _read_start(str(data.get("start", "")))

    @classmethod
    def names(cls) -> list[str]:
        """Of the row's columns that this form writes."""
        return list(cls.base_fields)

    def written(self, name: str) -> WrittenField:
        field = self.fields[name]
        assert isinstance(field, WrittenField)  # noqa: S101 -- for the type checker: a WritingForm has no others
        return field

    def _marks(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: self.written(name).marked(values[name]) for name in self.fields}

    @property
    def start_text(self) -> str:
        return json.dumps(self.start, separators=(",", ":"))

    def changes(self, leaving: Iterable[str] = ()) -> tuple[Change, ...]:
        """What is valid and was changed; `leaving` are fields in which the other's version shall stand."""
        found = []
        for name, clean in self.cleaned_data.items():
            field = self.written(name)
            value = field.settled(clean, self.stored[name])
            if name in self.start and name not in leaving and field.marked(value) != self.start[name]:
                found.append(Change(name, self.start[name], value, field.marked))
        return tuple(found)

    def _sent(self) -> dict[str, str]:
        """The marks of what is valid, as it would be stored."""
        return {
            name: self.written(name).marked(self.written(name).settled(clean, self.stored[name]))
            for name, clean in self.cleaned_data.items()
        }

    def take(self, saved: Saved, *, chosen: bool) -> None:
        """After a save: the page goes on from what stands now, also where that is what it said already.

        `chosen`: both versions are on the page, so the next save of a field in conflict means it.
        """
        now = self._marks(saved.values)
        same = {name for name, mark in self._sent().items() if mark == now[name]}
        self.stored = saved.values
        self.conflicts = {conflict.name: conflict for conflict in saved.conflicts}
        fresh = {*same, *saved.written, *(self.conflicts if chosen else ())}
        self.start |= {name: now[name] for name in fresh}

    def still_to_write(self) -> list[tuple[str, str]]:
        """Name of the field and what is missing, by what is saved."""
        return [
            (name, self.written(name).needed)
            for name in self.fields
            if self.written(name).needed and self.stored[name] in ("", None, [], {})
        ]


def _read_start(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}
