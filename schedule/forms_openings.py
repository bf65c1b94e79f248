"""The forms for starting a process and calling it off, and for a year joined in the middle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from schedule.actions.openings import MOST_REASON
from schedule.queries.joining import Part
from schedule.queries.openings import Startable
from schools.models import School

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


def _day(label: str, missing: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"required": missing, "invalid": "Write the day as 2026-11-23."},
    )


def _reason(label: str, missing: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": missing, "max_length": f"Say it in at most {MOST_REASON} letters."},
    )


class WhatForm(forms.Form):
    """What starts where and when: enough to show the dates."""

    school = forms.ChoiceField(
        label="School",
        error_messages={"required": "Choose the school.", "invalid_choice": "Choose a school from the list."},
    )
    process = forms.ChoiceField(
        label="Process",
        error_messages={
            "required": "Choose the process.",
            "invalid_choice": "Choose a process from the list: only these can be started on a day.",
        },
    )
    day = _day("From", "Give the day it starts from.", "Its steps are counted from this day.")

    def set_up(self, schools: Iterable[School], processes: Iterable[Startable]) -> Self:
        schools = list(schools)
        first = [("", "Choose a school")] if len(schools) > 1 else []
        self._control("school").choices = [*first, *((str(one.urn), one.name) for one in schools)]
        self._control("process").choices = [
            ("", "Choose a process"),
            *((one.value, one.label) for one in processes),
        ]
        return self

    def _control(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        return field

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError("That day lies too far away. Check the year.")
        return day


class StartForm(WhatForm):
    reason = _reason(
        "Why it starts",
        "Say why it starts: whoever reads the school’s year needs the reason.",
        "One sentence. Please name no child, and no case.",
    )


class WaiveForm(forms.Form):
    reason = _reason(
        "Why they are left out",
        "Say why they are left out: whoever reads this later needs the reason.",
        "It stands with each of them. Please name no child.",
    )


class AskForm(forms.Form):
    # Which steps there are is the action's to judge: it has the sentence for each refusal.
    key = forms.CharField(
        label="Step", max_length=80, widget=forms.Select, error_messages={"required": "Choose the step."}
    )
    day = _day("By", "Give the day it is asked by.")
    reason = _reason(
        "Why it is asked all the same",
        "Say why the school is asked all the same: whoever does it reads the reason.",
    )

    def set_up(self, parts: Iterable[Part]) -> Self:
        choices = [
            (part.name, [(line.key, f"{line.title}, {line.when}") for line in part.lines if line.pk is None])
            for part in parts
        ]
        self.fields["key"].widget = forms.Select(choices=[("", "Choose a step"), *choices])
        return self


class EndForm(forms.Form):
    reason = _reason(
        "Why it is called off", "Say why it is called off: whoever looks for its dates needs the reason."
    )

    def set_up(self) -> Self:
        self.helper = FormHelper()
        self.helper.include_media = False
        self.helper.add_input(Submit("send", "Call it off", css_class="btn danger"))
        return self
