"""The form that moves a date, or asks for another day."""

from typing import Any

from django import forms


class MoveForm(forms.Form):
    """`looked` is the day and the hours whose meaning the person has seen: nobody confirms what they were not shown."""

    to = forms.DateField(
        label="The new day",
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the new day.", "invalid": "Write the day as 2026-12-08."},
    )
    start = forms.TimeField(
        label="From",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": "Write the time as 9:15."},
    )
    end = forms.TimeField(
        label="To",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": "Write the time as 12:15."},
    )
    reason = forms.CharField(
        label="Why",
        help_text="One or two sentences. Please name no child.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why: everyone it concerns reads the reason.",
            "max_length": "Say it in at most 500 letters.",
        },
    )
    closed_ok = forms.BooleanField(required=False, label="Put it on this day all the same")
    looked = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        return reason.replace("\x00", "").strip()

    @property
    def when(self) -> dict[str, Any]:
        """Day and hours, as the actions take them."""
        data = self.cleaned_data
        return {"to_date": data["to"], "times": (data.get("start"), data.get("end"))}

    @property
    def seen(self) -> str:
        data = self.cleaned_data
        return f"{data.get('to')} {data.get('start')} {data.get('end')}"
