"""What is done to many steps at once."""

from typing import Any

from django import forms
from django.http import QueryDict

DONE, NOT_NEEDED, AGREE, MOVE = "done", "not-needed", "agree", "move"
MOST = 200  # more than a page of the list ever holds


class BulkForm(forms.Form):
    """The button that was pressed says which; only what it needs is looked at."""

    act = forms.ChoiceField(
        widget=forms.HiddenInput,
        choices=[
            (DONE, "Mark as done"),
            (NOT_NEEDED, "Mark as not needed"),
            (AGREE, "Agree the dates"),
            (MOVE, "Move the dates"),
        ],
        error_messages={
            "required": "Choose what to do with the ticked steps.",
            "invalid_choice": "Choose what to do with the ticked steps.",
        },
    )
    done_date = forms.DateField(
        label="Done on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2026-11-23."},
    )
    reason = forms.CharField(
        label="Why they are not needed",
        help_text="The trust and the board read it. Please name no child.",
        required=False,
        max_length=1000,
        widget=forms.TextInput,
    )
    event = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def clean_event(self) -> list[int]:
        """Their numbers; what is none, and more than a page can hold, is left out."""
        ticked = dict.fromkeys(self.cleaned_data["event"] or ())
        return [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 18][:MOST]

    @property
    def ticked(self) -> set[str]:
        return set(self.data.getlist("event")) if isinstance(self.data, QueryDict) else set()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        act = data.get("act")
        if act and not data.get("event"):
            self.add_error("event", "Tick at least one step.")
        if act == DONE and not data.get("done_date") and "done_date" not in self.errors:
            self.add_error("done_date", "Give the day they were done.")
        if act == NOT_NEEDED and not (data.get("reason") or "").strip() and "reason" not in self.errors:
            self.add_error(
                "reason", "Say why they are not needed: whoever reads this later needs the reason."
            )
        return data
