"""The form of an evaluation: a result and a state for each criterion, a paragraph for each priority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from plans.forms.fields import Line, OneOf, Text
from plans.models import SuccessCriterion
from plans.queries.year_end import Ending, outcome_name, result_name, state_name
from writing.forms import WritingForm, WrittenField

PARAGRAPH, RESULT = 2000, 120


class EndingsForm(WritingForm):
    def __init__(
        self, stored: Mapping[str, Any], endings: tuple[Ending, ...], data: QueryDict | None = None
    ) -> None:
        fields: dict[str, WrittenField] = {}
        for ending in endings:
            for row in ending.criteria:
                fields[result_name(row.pk)] = Line(label="Result", most=RESULT)
                fields[state_name(row.pk)] = _State(label="Met?")
            fields[outcome_name(ending.priority.pk)] = Text(
                label="What came of it", most=PARAGRAPH, widget=forms.Textarea(attrs={"rows": 4}),
                help_text="One paragraph: what changed for pupils, how you know, and what goes on next year.",
            )  # fmt: skip
        super().__init__(stored, data, fields)


class _State(OneOf):
    """Never empty: a criterion always stands somewhere."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(choices=SuccessCriterion.State.choices, **options)
        self.widget.choices = list(SuccessCriterion.State.choices)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        found = super().clean(value)
        if not found:
            raise forms.ValidationError("Choose how it stands.")
        return found
