"""The form of a review: every priority twice rated, in one form that saves each field apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from plans.forms.fields import OneOf, Text
from plans.models import PriorityReview
from plans.queries.reviewing import field_name
from writing.forms import WritingForm, WrittenField

SENTENCE, LONGER = 600, 3000
WITHOUT_WHY = "Say in a sentence why. The rating is saved together with it."


class Rated(OneOf):
    """A letter and its words, all in sight."""

    is_group = True
    widget = forms.RadioSelect

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(choices=PriorityReview.Rating.choices, none="Not rated yet", **options)


class RatingsForm(WritingForm):
    """`stored` has a value for each field of each priority that the person may rate; `titles`: of the priorities."""

    def __init__(
        self,
        stored: Mapping[str, Any],
        priorities: Iterable[int],
        data: QueryDict | None = None,
        titles: Mapping[int, str] | None = None,
    ) -> None:
        self.titles = titles or {}
        fields: dict[str, WrittenField] = {}
        for pk in priorities:
            fields |= {field_name(pk, column): field for column, field in _fields().items()}
        super().__init__(stored, data, fields)

    def named(self, name: str) -> str:
        """A field and whose it is: "Reading with ease: why this delivery rating, in a sentence"."""
        label, title = str(self[name].label), self.titles.get(int(name.partition("-")[0]), "")
        return f"{title}: {label[:1].lower()}{label[1:]}" if title else label

    def clean(self) -> dict[str, Any]:
        """Each on its own: what lacks its sentence waits, and all the rest is saved."""
        values = super().clean() or self.cleaned_data
        for name in [one for one in self.fields if one.endswith("_why")]:
            rating = name.removesuffix("_why")
            if values.get(rating) and name in values and not values[name]:
                self.add_error(name, WITHOUT_WHY)
                values.pop(rating)
        return values


def _fields() -> dict[str, WrittenField]:
    return {
        "delivery": Rated(label="Delivery: are we doing it?"),
        "delivery_why": Text(label="Why this delivery rating, in a sentence", most=SENTENCE, widget=_area(2)),
        "impact": Rated(label="Impact: is it working?"),
        "impact_why": Text(label="Why this impact rating, in a sentence", most=SENTENCE, widget=_area(2)),
        "direction": OneOf(
            label="Direction", choices=PriorityReview.Direction.choices, none="Not chosen yet"
        ),
        "confidence": OneOf(
            label="How sure we are", choices=PriorityReview.Confidence.choices, none="Not chosen yet"
        ),
        "evidence": Text(
            label="What we saw", most=LONGER, widget=_area(3),
            help_text="Figures, books, lessons, voices. No child’s name.",
        ),
        "next_steps": Text(label="What we do next", most=LONGER, widget=_area(3)),
    }  # fmt: skip


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CloseForm(forms.Form):
    summary = forms.CharField(
        label="In two or three sentences, for governors",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SkipForm(forms.Form):
    reason = forms.CharField(
        label="Why it is skipped",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is skipped: governors and trustees read the reason."},
    )
