"""Tags and filters of every template, and the parts that are made with them."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from people.templatetags import portal


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (None, ""),
        (0, ""),
        (1, "about 1 minute"),
        (40, "about 40 minutes"),
        (60, "about 1 hour"),
        (65, "about 1 hour 5 minutes"),
        (90, "about 1 hour 30"),
        (120, "about 2 hours"),
        (781, "about 13 hours 1 minute"),
    ],
)
def test_minutes_in_words(count: int | None, words: str) -> None:
    assert portal.minutes(count) == words


def test_dates_in_words() -> None:
    assert portal.long_date(date(2026, 12, 1)) == "Tuesday 1 December 2026"
    assert portal.short_date(date(2026, 12, 1)) == "Tue 1 December"


def test_a_role_or_job_by_its_title_and_anything_else_as_it_is() -> None:
    assert portal.role_title("headteacher") == "Headteacher"
    assert portal.role_title("senco") == "SENCO"
    assert portal.role_title("visitor") == "visitor"


def test_an_icon_is_silent() -> None:
    drawing = Template('{% icon "eye" %}').render(Context())
    assert drawing.startswith("<svg ")
    assert 'aria-hidden="true"' in drawing
    assert "<path" in drawing


class Move(forms.Form):
    why = forms.CharField(label="Why", widget=forms.TextInput(attrs={"placeholder": "Why"}))


def test_a_control_is_tied_to_its_help_and_its_error() -> None:
    refused = render_to_string(
        "_parts/field.html", {"field": Move({})["why"], "help": "The school reads it."}
    )
    assert 'aria-describedby="id_why_helptext id_why_error"' in refused
    assert '<div class="invalid-feedback" id="id_why_error"><p>This field is required.</p></div>' in refused
    assert "placeholder" not in refused


def test_a_control_without_help_points_nowhere() -> None:
    assert "aria-describedby" not in render_to_string("_parts/field.html", {"field": Move()["why"]})


def test_the_error_summary_leads_to_the_field_and_is_absent_without_errors() -> None:
    refused = render_to_string("_parts/error_summary.html", {"form": Move({})})
    assert '<a href="#id_why">Why: This field is required.</a>' in refused
    assert render_to_string("_parts/error_summary.html", {"form": Move()}).strip() == ""
