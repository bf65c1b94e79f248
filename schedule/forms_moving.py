"""The forms that move a date, or ask for another day; and that move one step at several schools."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from schedule.queries.moving_together import Wish

MOST_SCHOOLS = 30  # each is worked out on its own: so many take a second or two
LOOKED = re.compile(r"[0-9]{1,18}:[0-9-]{10}:[0-9-]{10}")


class ReasonForm(forms.Form):
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


class MoveForm(ReasonForm):
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
    field_order = ("to", "start", "end", "reason")
    closed_ok = forms.BooleanField(required=False, label="Put it on this day all the same")
    looked = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    @property
    def when(self) -> dict[str, Any]:
        """Day and hours, as the actions take them."""
        data = self.cleaned_data
        return {"to_date": data["to"], "times": (data.get("start"), data.get("end"))}

    @property
    def seen(self) -> str:
        data = self.cleaned_data
        return f"{data.get('to')} {data.get('start')} {data.get('end')}"


class TogetherForm(ReasonForm):
    """`looked` is what was shown of each school: its number here, the day it was on and the day it goes to."""

    how = forms.ChoiceField(
        choices=[("day", "All to one day"), ("by", "Each by the same number of days or weeks")],
        widget=forms.RadioSelect,
        initial="day",
    )
    to = forms.DateField(
        label="The new day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as 2026-12-08."},
    )
    count = forms.IntegerField(
        label="How many",
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "short", "min": 1, "max": 60}),
        error_messages={"invalid": "Write a number from 1 to 60."},
    )
    unit = forms.ChoiceField(
        label="Of what",
        required=False,
        choices=[("days", "school days"), ("weeks", "weeks, on the same weekday")],
    )
    way = forms.ChoiceField(
        label="Which way", required=False, choices=[("later", "later"), ("earlier", "earlier")]
    )
    event = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    field_order = ("event", "how", "to", "count", "unit", "way", "reason")

    def clean_event(self) -> list[int]:
        ticked = dict.fromkeys(self.cleaned_data["event"] or ())
        found = [int(one) for one in ticked if re.fullmatch(r"[0-9]{1,18}", one)]
        if not found:
            raise forms.ValidationError("Tick at least one school.")
        if len(found) > MOST_SCHOOLS:
            raise forms.ValidationError(
                f"At most {MOST_SCHOOLS} schools move at once: untick some, and move them after."
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == "day" and not self.data.get("to") and data.get("count"):
            data["how"] = "by"  # only that was filled in, and the page shows it so
            if isinstance(self.data, QueryDict):
                self.data = self.data.copy()
                self.data["how"] = "by"
        if data.get("how") == "day" and not data.get("to") and "to" not in self.errors:
            self.add_error("to", "Choose the new day.")
        if data.get("how") == "by" and not data.get("count") and "count" not in self.errors:
            self.add_error("count", "Say by how many.")
        return data

    @property
    def ticked(self) -> set[str]:
        return set(self.data.getlist("event")) if isinstance(self.data, QueryDict) else set()

    @property
    def looked(self) -> set[str]:
        sent = self.data.getlist("looked") if isinstance(self.data, QueryDict) else []
        return {one for one in sent if LOOKED.fullmatch(one)}

    @property
    def wish(self) -> Wish | None:
        """What was asked for, where it is whole."""
        if not self.is_bound or {"how", "to", "count", "unit", "way", "event"} & set(self.errors):
            return None
        data = self.cleaned_data
        if data["how"] == "day":
            day: date = data["to"]
            return Wish(to=day)
        count = data["count"] if data["way"] != "earlier" else -data["count"]
        return Wish(weeks=count) if data["unit"] == "weeks" else Wish(school_days=count)
