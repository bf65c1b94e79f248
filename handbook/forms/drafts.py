"""Naming a draft, adding parts to it, reading a pack. Forms never save."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

from handbook.forms.writing import checked, kind_of
from handbook.models import Chapter, Edition, Process, Step
from handbook.pack.shape import TAKEN_STEPS, Pack, PackStep
from handbook.queries.parts import missing_steps

LARGEST_PACK = 3 * 1024 * 1024


def _helper(button: str) -> FormHelper:
    helper = FormHelper()
    helper.include_media = False
    helper.add_input(Submit("save", button, css_class="btn"))
    return helper


class TitleField(forms.CharField):
    """A line as a pack takes it: no marks that turn the writing round, single spaces."""

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        found = super().clean(value)
        title: str = checked(kind_of(Pack, "title"), found) if found else ""
        return title


class AmendForm(forms.Form):
    title = TitleField(
        label="What the draft is called", required=False, help_text="For example Handbook 2026/27."
    )
    reason = forms.CharField(
        label="What it is for",
        required=False,
        max_length=500,
        help_text="A note for those who write with you. Publishing asks for the reason that everybody reads.",
    )

    def clean_reason(self) -> str:
        return " ".join(str(self.cleaned_data["reason"]).split())


class AddChapterForm(forms.Form):
    title = TitleField(label="Title of the chapter")
    helper = _helper("Add the chapter")


class ChapterField(forms.ModelChoiceField[Chapter]):
    def label_from_instance(self, obj: Chapter) -> str:
        return obj.title


class AddProcessForm(forms.Form):
    title = TitleField(label="Title of the process")
    chapter = ChapterField(
        label="Chapter", queryset=Chapter.objects.none(), to_field_name="code", empty_label=None
    )
    helper = _helper("Add the process")

    def __init__(self, draft: Edition, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **options)
        field = self.fields["chapter"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = draft.chapters.order_by("position")


class AddStepForm(forms.Form):
    title = TitleField(
        label="Title", help_text="What the person does, as a short order, or the name of the occasion."
    )
    kind = forms.ChoiceField(label="Kind", choices=Step.Kind.choices, initial=Step.Kind.TASK)
    timing = forms.CharField(
        label="When",
        help_text="In the words of school life: AUT1 W3 Tue is the Tuesday of week 3; 5wd after visit is five working "
        "days after the step “visit”.",
    )
    code = forms.CharField(
        label="Code",
        required=False,
        help_text="Small letters, digits and hyphens. Other timings name the step by it, and dates are known by it: it "
        "never changes once it is published. Leave it empty and it is made from the title.",
    )
    helper = _helper("Add the step")

    def __init__(self, process: Process, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **options)
        self.process = process

    def clean_timing(self) -> str:
        timing: str = checked(kind_of(PackStep, "timing"), self.cleaned_data["timing"])
        if missing := missing_steps(self.process.edition, self.process, timing):
            raise ValidationError(f"There is no step {', '.join(missing)} to count from.")
        return timing

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if not code:
            return ""
        checked(kind_of(PackStep, "code"), code)
        if code in TAKEN_STEPS:
            raise ValidationError(f"“{code}” means a trigger in a timing: choose a different code.")
        if self.process.steps.filter(code=code).exists():
            raise ValidationError(f"This process has a step {code} already.")
        return code


class AddDocumentForm(forms.Form):
    title = TitleField(label="Title of the document")
    helper = _helper("Add the document")


class PackForm(forms.Form):
    file = forms.FileField(
        label="A pack",
        help_text="The zip that “Take the pack away” gives, here or in another trust’s portal. At most 3 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        allow_empty_file=True,
    )
    helper = _helper("Read the pack")

    def clean_file(self) -> File[bytes]:
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_PACK:
            raise ValidationError(
                f"“{shown_name(file.name)}” is larger than 3 MB, the most that is read here. A handbook of 99 "
                "processes is smaller than that: is it the right file?"
            )
        if not file.size:
            raise ValidationError(f"“{shown_name(file.name)}” is empty.")
        return file


def shown_name(name: str | None) -> str:
    """Without folders, and without characters that could turn the writing round."""
    last = re.split(r"[\\/]", name or "")[-1]
    return "".join(letter for letter in last if letter.isprintable())[-120:] or "the file"
