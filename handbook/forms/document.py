"""The fields of one document; among them the fields that people fill in."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from handbook.forms.lines import Lines, OrNothing
from handbook.forms.rows import Column, Line, RowsField
from handbook.forms.writing import Area, Check, Choice, Role
from handbook.forms.writing import Line as TextLine
from handbook.pack.shape import PREFILLS, PackDocument, PackField
from writing.forms import WritingForm

KINDS = (
    ("text", "One line of text"),
    ("long_text", "Several lines of text"),
    ("date", "A date"),
    ("number", "A number"),
    ("yes_no", "Yes or no"),
    ("choice", "One of some choices"),
    ("table", "A table"),
)
PREFILLED = {
    "trust.name": "The name of the trust",
    "school.name": "The school’s name",
    "school.urn": "The school’s URN",
    "school.laestab": "The school’s LAESTAB",
    "school.phase": "The school’s phase",
    "school.roll": "The number on roll",
    "headteacher.name": "The headteacher’s name",
    "partner.name": "The improvement partner’s name",
    "year.name": "The school year",
    "event.title": "The name of the occasion",
    "event.date": "The day of the occasion",
    "event.opens": "The day it opens",
    "today": "The day it is filled in",
}
LONGEST_CODE = 40


class FieldsField(RowsField):
    """Each field has a code, by which last year's answers find this year's form: made from the label, then kept."""

    def _packed(self, lines: list[Line]) -> Any:  # noqa: ANN401 -- as the row holds it
        taken = {line["code"] for line in lines}
        for line in lines:
            if not line["code"]:
                line["code"] = _free_code(line["label"], taken)
                taken.add(line["code"])
        if errors := [*_twice(lines), *(fault for fault in map(_fault, lines) if fault)]:
            raise ValidationError(errors)
        return super()._packed(lines)


def _free_code(label: str, taken: set[str]) -> str:
    words = slugify(label).replace("-", "_").strip("_")
    stem = (words if words[:1].isalpha() else f"field_{words}".strip("_"))[: LONGEST_CODE - 3].strip("_")
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    return found


def _twice(lines: list[Line]) -> list[str]:
    counts = Counter(line["code"] for line in lines)
    return [
        f"Two fields have the code {code}: each has its own." for code, times in counts.items() if times > 1
    ]


def _fault(line: Line) -> str:
    label, kind = line["label"], line["kind"]
    if kind == "choice" and not line["choices"]:
        return f"“{label}” is a choice: write its choices, one to a line."
    if kind != "choice" and line["choices"]:
        return f"“{label}” has choices, so its kind has to be “One of some choices”."
    if kind == "table" and not line["columns"]:
        return f"“{label}” is a table: write the names of its columns, one to a line."
    if kind != "table" and (line["columns"] or line["rows"]):
        return f"“{label}” has columns or rows, so its kind has to be “A table”."
    return ""


class DocumentForm(WritingForm):
    title = TextLine(PackDocument, "title", label="Title", needed="a title")
    purpose = Area(
        PackDocument, "purpose", label="What it is for", help_text="One sentence.", needed="what it is for"
    )
    filled_by = Role(PackDocument, "filled_by", label="Who fills it in", needed="who fills it in")
    who_sees = Area(
        PackDocument,
        "who_sees",
        label="Who sees it",
        help_text="One sentence. People read it above the form before they write.",
        needed="who sees it",
    )
    retention = TextLine(
        PackDocument,
        "retention",
        label="How long it is kept",
        help_text="For example: current year and three years.",
    )
    confidential = Check(
        PackDocument,
        "confidential",
        label="Confidential",
        help_text="Only for the people named above; never in search or in board papers.",
    )
    # The row's column has this name. Django takes it out of the class and keeps its own `fields` on the form.
    fields = FieldsField(  # type: ignore[assignment]
        [
            Column("label", "Label", TextLine(PackField, "label", needed="its label"), wide=True),
            Column("kind", "Kind", Choice(PackField, "kind", choices=KINDS, initial="text"), counts=False),
            Column("help", "Help under the label", TextLine(PackField, "help"), wide=True, folded=True),
            Column("required", "Has to be filled in", Check(PackField, "required"), counts=False),
            Column(
                "prefill",
                "Filled in by the portal with",
                OrNothing(
                    PackField,
                    "prefill",
                    choices=[(code, PREFILLED.get(code, code)) for code in PREFILLS],
                    none="Nothing: people write it",
                ),
                counts=False,
                folded=True,
            ),
            Column("choices", "Choices, one to a line", Lines(PackField, "choices")),
            Column("columns", "Columns of a table, one to a line", Lines(PackField, "columns")),
            Column("rows", "First cell of each row, one to a line", Lines(PackField, "rows")),
            Column("code", "Code (made from the label)", TextLine(PackField, "code"), folded=True),
        ],
        folds="Help, filling in and code",
        label="The fields of the form",
        help_text="In the order in which people fill them in.",
    )
