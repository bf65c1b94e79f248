"""Which calendar feed: of a school, of a process, or of a process at a school."""

from typing import Any

from django import forms

from schedule.queries.feeds import FeedsPage

NOT_YOURS = "Choose a school from the list: the dates of that one are not yours to see."
NO_SUCH = "Choose a process from the list: the handbook in force has none of that name."


class FeedForm(forms.Form):
    school = forms.ChoiceField(label="School", required=False, error_messages={"invalid_choice": NOT_YOURS})
    process = forms.ChoiceField(label="Process", required=False, error_messages={"invalid_choice": NO_SUCH})

    def __init__(self, *args: Any, page: FeedsPage, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        alone = len(page.schools) == 1
        whole = "No school in particular" if alone else "All schools I may see"
        schools = [(str(one.urn), one.known_as) for one in page.schools]
        # The field's own choices, not the widget's alone, so that nothing else is taken.
        for name, choices in (
            ("school", [("", whole), *schools]),
            ("process", [("", "All of the handbook"), *page.processes]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = choices
        if alone and not self.is_bound:
            self.initial["school"] = str(page.schools[0].urn)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("school") and not given.get("process"):
            raise forms.ValidationError("Choose a school, a process, or both.")
        return given

    @property
    def urn(self) -> int | None:
        return int(self.cleaned_data["school"]) if self.cleaned_data.get("school") else None

    @property
    def process_code(self) -> str:
        return str(self.cleaned_data.get("process", ""))
