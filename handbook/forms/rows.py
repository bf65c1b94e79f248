"""Lists as lines to write: some that are there, some empty ones, and a number for the place of each.

`RowsField([Column("text", "What", Line(Preparation, "text")), Column("minutes", "Minutes", Whole(...))])` takes and
gives a list of mappings. With one column and `of="values"` it is a list of values, with two and `of="pairs"` a mapping
of the first to the second, with `of="one"` one mapping or None. A line with nothing in a column that `counts` is left
out, so emptying a line removes it. Cells are named success-0-text; lines may have any number.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from handbook.forms.writing import checked
from handbook.pack.kinds import Kind
from writing.forms import WrittenField

MOST_LINES = 80
Of = Literal["mappings", "values", "pairs", "one"]
Line = dict[str, Any]


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    field: WrittenField
    counts: bool = True  # something written here makes it a line
    wide: bool = False
    folded: bool = False  # below the rest of the line, shown when somebody asks for it


class RowsWidget(forms.Widget):
    template_name = "handbook/edit/_rows.html"
    columns: Sequence[Column] = ()
    spare = 2
    ordered = True
    single = False
    folds = ""  # what opens the folded columns of a line
    unpacked: Callable[[Any], list[Line]]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Line]:  # noqa: ANN401 -- Django's signature
        found = (re.fullmatch(rf"{re.escape(name)}-([0-9]{{1,4}})-[a-z_]+", key) for key in data)
        numbers = sorted({int(match[1]) for match in found if match})
        lines = [self._sent(data, files, f"{name}-{number}") for number in numbers]
        return sorted(lines, key=lambda line: line["place"])

    def _sent(self, data: Any, files: Any, prefix: str) -> Line:  # noqa: ANN401 -- Django's
        place = str(data.get(f"{prefix}-place") or "")
        cells: Line = {
            column.name: column.field.widget.value_from_datadict(data, files, f"{prefix}-{column.name}")
            for column in self.columns
        }
        return cells | {"place": int(place) if re.fullmatch("[0-9]{1,4}", place) else 10_000}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ANN401, ARG002 -- Django's
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-{self.columns[0].name}" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ANN401, ARG002 -- Django's
        lines = self.unpacked(value)
        lines += [{}] * ((not lines) if self.single else self.spare)
        context = {
            "name": name,
            "lines": [self._shown(name, number, line) for number, line in enumerate(lines)],
            "pattern": None if self.single else self._shown(name, "__n__", {}),
            "ordered": self.ordered,
            "single": self.single,
            "columns": self.columns,
            "folds": self.folds,
        }
        return render_to_string(self.template_name, context)

    def _shown(self, name: str, number: int | str, line: Line) -> dict[str, Any]:
        cells = []
        for column in self.columns:
            cell = f"{name}-{number}-{column.name}"
            value = line.get(column.name, column.field.initial)
            html = column.field.widget.render(cell, value, {"id": f"id_{cell}"})
            is_check = isinstance(column.field.widget, forms.CheckboxInput)
            cells.append({"column": column, "id": f"id_{cell}", "html": html, "is_check": is_check})
        shown = number + 1 if isinstance(number, int) else ""
        is_spare = isinstance(number, int) and not line
        return {"cells": cells, "place": f"{name}-{number}-place", "number": shown, "is_spare": is_spare}


class RowsField(WrittenField):
    widget = RowsWidget
    is_group = True
    most = MOST_LINES

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        of: Of = "mappings",
        kind: Kind | None = None,
        ordered: bool = True,
        spare: int = 2,
        folds: str = "",
        **options: Any,  # noqa: ANN401 -- Django's
    ) -> None:
        super().__init__(**options)
        self.columns, self.of, self.kind = tuple(columns), of, kind
        widget = self.widget
        widget.columns, widget.spare, widget.single = self.columns, spare, of == "one"
        widget.folds = folds
        widget.ordered = ordered and of in ("mappings", "values")
        widget.unpacked = self.unpacked

    def __deepcopy__(self, memo: dict[int, Any]) -> "RowsField":
        copied: RowsField = super().__deepcopy__(memo)
        copied.widget.unpacked = copied.unpacked
        return copied

    def unpacked(self, value: Any) -> list[Line]:  # noqa: ANN401 -- as the row holds it, or lines as they were sent
        names = [column.name for column in self.columns]
        if not value:
            return []
        if isinstance(value, dict):
            return (
                [value]
                if self.of == "one"
                else [dict(zip(names, pair, strict=True)) for pair in value.items()]
            )
        return [line if isinstance(line, dict) else {names[0]: line} for line in value]

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        errors: list[str] = []
        lines = [
            self._clean_line(line, number, errors)
            for number, line in enumerate(filter(self._counts, value or ()), 1)
        ]
        if len(lines) > self.most:
            errors.append(f"There are {len(lines)} lines: at most {self.most}.")
        if errors:
            raise ValidationError(errors)
        packed = self._packed(lines)
        return packed if self.kind is None or not packed else _plain(checked(self.kind, packed))

    def _counts(self, line: Line) -> bool:
        return any(str(line.get(column.name) or "").strip() for column in self.columns if column.counts)

    def _clean_line(self, line: Line, number: int, errors: list[str]) -> Line:
        cells: Line = {}
        for column in self.columns:
            try:
                cells[column.name] = column.field.clean(line.get(column.name))
            except ValidationError as error:
                where = column.label if self.of == "one" else f"Line {number}, {column.label.lower()}"
                errors += [f"{where}: {message}" for message in error.messages]
                continue
            if column.field.needed and cells[column.name] in ("", None):
                where = column.label if self.of == "one" else f"Line {number}, {column.label.lower()}"
                errors.append(f"{where}: is empty.")
        return cells

    def _packed(self, lines: list[Line]) -> Any:  # noqa: ANN401 -- as the row holds it
        names = [column.name for column in self.columns]
        match self.of:
            case "values":
                return [line[names[0]] for line in lines]
            case "pairs":
                return self._pairs(lines, *names)
            case "one":
                return lines[0] if lines else None
            case _:
                return lines

    def _pairs(self, lines: list[Line], first: str, second: str) -> dict[Any, Any]:
        for number, line in enumerate(lines):
            if any(line[first] == other[first] for other in lines[:number]):
                raise ValidationError(f"{self.columns[0].field.said(line[first])} is there twice.")
        return {line[first]: line[second] for line in lines}

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return "\n".join(
            ", ".join(filter(None, (column.field.said(line.get(column.name)) for column in self.columns)))
            for line in self.unpacked(value)
        )


def _plain(value: Any) -> Any:  # noqa: ANN401 -- kinds give tuples where a row holds lists
    return list(value) if isinstance(value, tuple) else value
