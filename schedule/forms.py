"""The forms of the event page."""

from collections.abc import Sequence

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from schedule.models import Event
from schedule.queries import DocumentLine


def _helper(url: str, button: str, css_class: str = "btn quiet") -> FormHelper:
    helper = FormHelper()
    helper.include_media = False
    helper.form_action = url
    helper.add_input(Submit("send", button, css_class=css_class))
    return helper


class DoneForm(forms.Form):
    done_date = forms.DateField(
        label="Done on",
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        error_messages={"required": "Give the day it was done.", "invalid": "Write the day as 2026-11-23."},
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def set_up(self, event: Event) -> "DoneForm":
        self.helper = _helper(reverse("schedule:done", args=[event.pk]), "Mark as done", "btn")
        return self


class NotNeededForm(forms.Form):
    reason = forms.CharField(
        label="Why it is not needed",
        help_text="One or two sentences. Please name no child.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is not needed: whoever reads this later needs the reason."},
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def set_up(self, event: Event) -> "NotNeededForm":
        self.helper = _helper(reverse("schedule:not_needed", args=[event.pk]), "Mark as not needed")
        return self


class AttachForm(forms.Form):
    # Which documents there are is the action's to judge: it has the sentence for each refusal.
    document = forms.CharField(label="Which document it is", required=False, widget=forms.Select)
    file = forms.FileField(
        label="File",
        max_length=200,
        help_text="PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or plain text, up to 20 MB. "
        "No child’s name or case.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty: choose another.",
            "max_length": "The file’s name is too long: shorten it to 200 letters and choose it again.",
        },
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def set_up(self, event: Event, documents: Sequence[DocumentLine]) -> "AttachForm":
        widget: forms.Widget = forms.HiddenInput()
        if documents:
            self.initial.setdefault("document", documents[0].code)
            widget = forms.Select(
                choices=[*((one.code, one.title) for one in documents), ("", "Something else")]
            )
        self.fields["document"].widget = widget
        self.helper = _helper(reverse("schedule:attach", args=[event.pk]), "Attach it")
        return self


class PublishForm(forms.Form):
    reason = forms.CharField(
        label="Why the handbook changes",
        help_text="One or two lines. Everyone whose dates change reads it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Say why the handbook changes: everyone whose dates change reads the reason.",
            "max_length": "Say it in at most 300 letters.",
        },
    )
    sure = forms.BooleanField(
        label="I have looked at what changes",
        error_messages={"required": "Tick the box once you have looked at what changes."},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def set_up(self, draft_pk: int) -> "PublishForm":
        self.helper = _helper(reverse("schedule:publish", args=[draft_pk]), "Publish this edition", "btn")
        return self
