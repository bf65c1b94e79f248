"""A form of texts that two people may be writing in at once.

The page carries the mark of each text as it was made. Only what this person changed is written, so two people in
different texts both keep their work; plans.actions.evaluation sees who changed the same one.
"""

import json
from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from plans.queries.evaluation_texts import TextChange, mark_of, tidy

LONGEST = 20_000  # characters of one text: more is a mistake of pasting


class TextField(forms.CharField):
    def __init__(self, label: str, rows: int = 4, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=LONGEST,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": rows, "maxlength": None}),
            error_messages={
                "max_length": f"This is longer than the portal takes ({LONGEST:,} characters). "
                "Nothing you typed is lost: shorten it here, then save."
            },
        )


class TextsForm(forms.Form):
    def __init__(self, stored: Mapping[str, str], data: QueryDict | None = None) -> None:
        super().__init__(data, initial=dict(stored))
        self.stored = stored
        self.theirs: dict[str, str] = {}
        self.start = _read_start(str(data.get("start", ""))) if data is not None else self._marks(stored)

    def _marks(self, stored: Mapping[str, str]) -> dict[str, str]:
        return {name: mark_of(stored[name]) for name in self.fields}

    @property
    def start_text(self) -> str:
        return json.dumps(self.start, separators=(",", ":"))

    def changes(self) -> tuple[TextChange, ...]:
        """What is valid and was changed on this page."""
        return tuple(
            TextChange(name, self.start[name], tidy(text))
            for name, text in self.cleaned_data.items()
            if name in self.start and mark_of(text) != self.start[name]
        )

    def take(self, stored: Mapping[str, str], theirs: Mapping[str, str]) -> None:
        """After a save: both versions of a text in conflict are on the page, so the next save of it means it."""
        self.stored, self.theirs = stored, dict(theirs)
        self.start = self._marks(stored)


def _read_start(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}
