"""Input of the schools pages, turned into clean values. Forms never save."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from people.roles import JOBS, ROLES
from schools.models import MarkedDays, School, Trust

MOST_MARKED = timedelta(weeks=10)


def _helper(button: str) -> FormHelper:
    helper = FormHelper()
    helper.include_media = False
    helper.add_input(Submit("save", button, css_class="btn"))
    return helper


class SchoolsFileForm(forms.Form):
    file = forms.FileField(
        label="GIAS extract",
        help_text="The file edubasealldata….csv from Get Information about Schools, as it is. About 60 MB.",
    )
    trust_uid = forms.CharField(
        label="Group UID of the trust",
        max_length=12,
        required=False,
        help_text="The trust’s number in GIAS. Needed the first time only.",
    )
    helper = _helper("Read the file")


class TermDatesFileForm(forms.Form):
    file = forms.FileField(
        label="Term dates",
        help_text="A CSV with the columns urn, academic_year, kind, code, first_day, last_day, label.",
    )
    helper = _helper("Read the file")


class SchoolForm(forms.ModelForm[School]):
    """What the register does not know: a school's everyday name, its tier, when it joined and left."""

    class Meta:
        model = School
        fields = ("short_name", "tier", "joined_date", "left_date")
        labels = {
            "short_name": "What people call it",
            "tier": "Tier of support",
            "joined_date": "Joined the trust on",
            "left_date": "Left the trust on",
        }
        help_texts = {
            "tier": "1 universal, 2 targeted, 3 intensive, 4 intervention. Never shown to governors.",
            "joined_date": "Leave empty when it was always here. Nothing is asked of a school before this day.",
            "left_date": "After this day its history can be read and nothing new is asked.",
        }
        widgets = {
            "tier": forms.NumberInput(attrs={"min": 1, "max": 4}),
            "joined_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "left_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    helper = _helper("Save")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        joined, left = values.get("joined_date"), values.get("left_date")
        if joined and left and left < joined:
            self.add_error("left_date", "This is before the day it joined.")
        return values


class TrustForm(forms.ModelForm[Trust]):
    class Meta:
        model = Trust
        fields = (
            "name", "period_scheme", "accent", "minutes_a_week", "small_school_roll", "small_school_weight",
        )  # fmt: skip
        labels = {"period_scheme": "How half-terms are named"}
        help_texts = {
            "accent": "Your trust’s colour. It is darkened or lightened where words would be hard to read.",
            "minutes_a_week": "The most that the handbook may ask of one role in one week. A week that asks more is "
            "named before you publish or move a date, and stands out on the page of load.",
            "small_school_roll": "Fewer people share the work there. 0: no school counts as small.",
            "small_school_weight": "At 150, an hour counts as an hour and a half at a small school. 100: as any other.",
        }
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}
        error_messages = {
            "small_school_weight": {
                "min_value": "Write 100 or more: a minute counts as a minute or as more.",
                "max_value": "Write 300 or less: a minute counts as three at most.",
            },
        }

    helper = _helper("Save")


class MarkedDaysForm(forms.Form):
    """A run of days to keep free, by hand."""

    kind = forms.ChoiceField(label="What it is", choices=MarkedDays.Kind.choices)
    label = forms.CharField(
        label="Name",
        max_length=80,
        help_text="As people call it: Eid al-Fitr, mock exams, the week of the play.",
    )
    first = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Leave empty for a single day.",
    )
    school = forms.ModelChoiceField(
        label="Where", queryset=School.objects.order_by("name"), required=False, empty_label="The whole trust"
    )
    helper = _helper("Mark these days")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        first = values.get("first")
        if first is None or "last" not in values:
            return values
        last = values["last"] = values["last"] or first
        if not 2000 <= first.year <= 2100:
            self.add_error("first", "Write a year between 2000 and 2100.")
        elif last < first:
            self.add_error("last", "This is before the first day.")
        elif last - first > MOST_MARKED:
            self.add_error("last", "A run is ten weeks at most: what is always kept free is never free.")
        return values


class InviteForm(forms.Form):
    """One person, one role, one place. The account opens when they follow the mail."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail", max_length=254)
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.code, role.title) for role in ROLES.values()],
    )
    job = forms.ChoiceField(
        label="Job",
        required=False,
        choices=[("", "None in particular"), *((job.code, job.title) for job in JOBS.values())],
        help_text="The handbook asks things of people by their job: the SENCO, the data lead.",
    )
    school = forms.ModelChoiceField(
        label="School",
        queryset=School.objects.order_by("name"),
        required=False,
        empty_label="The whole trust",
        help_text="For heads, other leaders, improvement partners and local governors. "
        "All other roles are for the whole trust.",
    )
    from_date = forms.DateField(
        label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    helper = _helper("Send the invitation")


class EndForm(forms.Form):
    last_day = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="On that day they still see the school; from the next they see only their own page.",
    )
    helper = _helper("End the appointment")
