"""What people send when they bring a plan in from a file."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from adapters.grids import clean

MOST_REASON = 600
_NAME = re.compile(r"name-([0-9]{1,4})")


class PlanFileForm(forms.Form):
    file = forms.FileField(
        label="Your plan",
        help_text="A Word document (.docx) or an Excel workbook (.xlsx), up to 10 MB. Only its tables are read.",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty: choose another.",
            "max_length": "The file’s name is too long: shorten it and choose it again.",
        },
    )


def told(post: QueryDict) -> dict[str, str]:
    """What the tables and columns are said to be; whatever is none of the choices is left aside by the action."""
    return {key: str(value) for key, value in post.items() if key.startswith("t")}


def answers(post: QueryDict) -> dict[str, Any]:
    """`people`: by the name in the file; one that is left at "not said yet" is not among them."""
    people: dict[str, int] = {}
    for key, value in _items(post).items():
        found = _NAME.fullmatch(key)
        chosen = post.get(f"person-{found[1]}", "") if found else ""
        if found and chosen.isascii() and chosen.isdigit() and len(chosen) < 10:
            people[value] = int(chosen)
    return {
        "people": people,
        "settled": frozenset(str(one) for one in post.getlist("settle")),
        "why_so_many": clean(str(post.get("why_so_many", "")))[:MOST_REASON],
    }


def _items(post: QueryDict) -> Mapping[str, str]:
    return {key: str(value) for key, value in post.items()}
