"""What the lead fills in to ask for a reading."""

from django import forms

from handbook.forms.writing import PEOPLE


class AskForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Who you ask",
        choices=PEOPLE,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one role or job.",
            "invalid_choice": "There is no role or job “%(value)s”.",
        },
        help_text="Whoever holds one of these sees it at the top of this page and on their own first page.",
    )
    note = forms.CharField(
        label="Why you ask",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences, which they read above the process.",
        error_messages={"max_length": "The note has %(show_value)s characters: at most %(limit_value)s."},
    )
