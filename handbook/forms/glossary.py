"""The words that a draft explains."""

from typing import Any

from django.core.exceptions import ValidationError

from handbook.forms.rows import Column, RowsField
from handbook.forms.writing import Area, Line
from handbook.pack.shape import PackTerm
from writing.forms import WritingForm

MOST_TERMS = 300


class _Words(RowsField):
    most = MOST_TERMS

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        lines = super().clean(value)
        seen: set[str] = set()
        for line in lines:
            if line["term"].casefold() in seen:
                raise ValidationError(f"“{line['term']}” is there twice: a word has one meaning.")
            seen.add(line["term"].casefold())
        return lines


class GlossaryForm(WritingForm):
    glossary = _Words(
        [
            Column("term", "Word", Line(PackTerm, "term", needed="the word")),
            Column("meaning", "What it means", Area(PackTerm, "meaning", needed="its meaning"), wide=True),
        ],
        ordered=False,
        spare=3,
        label="Words and what they mean",
        help_text=(
            "One or two plain sentences each. A word in small letters is also explained where it begins a sentence; "
            "any other only as you write it here. Both with a plural s."
        ),
    )
