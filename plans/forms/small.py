"""The small forms of a plan's life: a few words, or how a part stands."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from plans.forms.fields import Line, OneOf, Text
from plans.models import SuccessCriterion
from schools.models import School, SchoolYear

STANDING = "Write about the work and never about a child: no names, no cases."


class CommentForm(forms.Form):
    text = Text(most=2000, must="Write your comment first.", label="Your comment", help_text=STANDING)


class WordsForm(forms.Form):
    words = Text(
        most=2000, must="Say what has to change: whoever wrote the plan needs to know.", label="What has to change",
        help_text="It becomes a comment on the plan, which everybody who writes it reads.",
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = Text(
        most=600, must="Say why the agreed plan was changed: readers see the reason beside the new version.",
        label="Why it was changed", help_text="One or two sentences. Everybody who reads the plan sees them.",
    )  # fmt: skip


class ResultForm(forms.Form):
    result = Line(most=120, label="Result so far")
    state = OneOf(choices=SuccessCriterion.State.choices, label="State", none="Choose")

    def clean_state(self) -> str:
        if not self.cleaned_data["state"]:
            raise ValidationError("Choose how it stands.")
        return str(self.cleaned_data["state"])


class FoundForm(forms.Form):
    found = Text(
        most=1500,
        must="Say what was found, in a sentence or two.",
        label="What was found",
        help_text=STANDING,
    )


class AddPriorityForm(forms.Form):
    title = Line(
        most=120, must="Write what the priority is, in a few words.", label="The priority",
        help_text="A few words: “From sounding out to reading with ease”.",
    )  # fmt: skip
    why_so_many = Text(
        most=600, must="Say why five are not enough: whoever agrees the plan reads this.", label="Why more than five",
        help_text="There are five already. Schools that work on more finish fewer.",
    )  # fmt: skip

    def __init__(self, *args: Any, asks_why: bool, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(*args, **options)
        if not asks_why:
            del self.fields["why_so_many"]


class AddObjectiveForm(forms.Form):
    text = Text(
        most=600, must="Write the objective: what will be different for children, by when.", label="The objective",
        help_text="Begin with “By July …”, and say what will be different for children.",
    )  # fmt: skip


class StartForm(forms.Form):
    """`school` "trust" is the trust's own plan."""

    school = OneOf(label="Whose plan", none="Choose", empty=None)
    year = OneOf(label="For the school year", none="Choose", empty=None)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        schools: Iterable[School],
        trust: bool,
        years: Iterable[SchoolYear],
    ) -> None:
        super().__init__(data)
        whose: list[tuple[Any, str]] = [("trust", "The trust itself")] if trust else []
        self._offer("school", [*whose, *((one.pk, one.name) for one in schools)])
        self._offer("year", [(one.pk, str(one)) for one in years])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, OneOf)  # noqa: S101 -- for the type checker
        field.offer(choices)
        if len(choices) == 1:
            field.initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name, words in (("school", "Choose whose plan it is."), ("year", "Choose the school year.")):
            if name in found and found[name] is None:
                self.add_error(name, words)
        return found
