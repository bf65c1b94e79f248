"""The forms of self-evaluation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from plans.models import Area, AreaEvaluation, Framework, Grade
from plans.queries.evaluation_texts import Agreed
from schools.models import SchoolYear
from writing.forms import WritingForm, WrittenField

LONGEST = 20_000  # characters of one text: more is a mistake of pasting


class StartForm(forms.Form):
    year = forms.ChoiceField(
        label="School year",
        error_messages={"invalid_choice": "That school year is closed, so nothing is begun in it."},
    )
    framework = forms.ChoiceField(label="Framework")
    with_last_words = forms.BooleanField(label="Begin with the words of last year", required=False)

    def __init__(
        self, years: Sequence[SchoolYear], frameworks: Sequence[Framework], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.years = {str(year.pk): year for year in years}
        self.frameworks = {str(one.pk): one for one in frameworks}
        self._offer("year", [(key, str(year)) for key, year in self.years.items()])
        self._offer("framework", [(key, one.title) for key, one in self.frameworks.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = choices
        field.initial = choices[0][0] if choices else None
        if len(choices) == 1:
            field.widget = forms.HiddenInput()


class JudgeForm(forms.Form):
    """Choose a grade, its wording beside it."""

    grade = forms.ChoiceField(
        label="Grade",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the grade that fits best.",
            "invalid_choice": "Choose one of the grades of this area.",
        },
    )
    instead_of = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, grades: Iterable[Grade], row: AreaEvaluation | None, data: QueryDict | None = None
    ) -> None:
        standing = row.grade.code if row and row.grade else ""
        super().__init__(data, initial={"grade": standing, "instead_of": standing})
        self.grades = {grade.code: grade for grade in grades}
        field = self.fields["grade"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [(code, grade.title) for code, grade in self.grades.items()]

    @property
    def chosen(self) -> str:
        return str(self["grade"].value() or "")


def tidy(text: str) -> str:
    """Lines end alike, and nothing invisible that no database keeps."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


class Text(WrittenField):
    """Some sentences. No `maxlength`: a browser would cut what is pasted without a word."""

    def __init__(self, label: str, rows: int = 3, help_text: str = "") -> None:
        super().__init__(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))

    def clean(self, value: object) -> str:
        text = tidy(str(value or ""))
        if len(text) > LONGEST:
            raise ValidationError(
                f"This has {len(text):,} characters, and the portal takes {LONGEST:,}. Nothing of it is lost while "
                "this page is open: shorten it here, then save."
            )
        return text


class WordsForm(WritingForm):
    summary = Text("Why this grade", 3, "Two sentences that somebody outside the school understands.")
    evidence = Text("How we know", 6, "What was seen, counted or said: where, when, how many.")
    helps = Text("What helps", 3)
    hinders = Text("What hinders", 3)
    disadvantaged = Text("For disadvantaged pupils", 3, "What is different for them, and how you know.")
    send = Text("For pupils with SEND", 3)
    other_groups = Text("For other groups", 3, "Any other group for whom it is not the same.")
    next_step = Text("Next step", 3, "One thing. It can become a priority of the plan.")


class ViewForm(forms.Form):
    grade = forms.ChoiceField(
        label="Your grade",
        error_messages={
            "required": "Choose the grade that you would give.",
            "invalid_choice": "Choose one of the grades of this area.",
        },
    )
    text = forms.CharField(
        label="Your view",
        max_length=2_000,
        help_text="What you saw yourself, and where you would judge otherwise. The school reads it.",
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": None}),
        error_messages={"required": "Say in a sentence or two what you saw."},
    )
    start = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, grades: Iterable[Grade], initial: Mapping[str, str], data: QueryDict | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.grades = {grade.code: grade for grade in grades}
        field = self.fields["grade"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [("", "Choose"), *((code, grade.title) for code, grade in self.grades.items())]

    def clean_text(self) -> str:
        return tidy(str(self.cleaned_data["text"]))


@dataclass(frozen=True)
class AgreeLine:
    area: Area
    row: AreaEvaluation
    grade: forms.BoundField
    difference: forms.BoundField

    @property
    def is_quiet(self) -> bool:
        """Both see the same, and there is nothing to say."""
        same = self.row.partner_grade is None or self.row.partner_grade == self.row.grade
        return same and not self.difference.errors and not self.difference.value()


class AgreeForm(forms.Form):
    """For each area the grade that was agreed, and the difference in words where there was one."""

    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1_000,
        help_text="When and with whom it was agreed, in a sentence.",
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": None}),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        rows: Sequence[tuple[Area, AreaEvaluation]],
        grades: Mapping[str, Sequence[Grade]],
        seen: str,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, initial={"seen": seen})
        self.rows = rows
        self.grades = {(grade.scale, grade.code): grade for some in grades.values() for grade in some}
        for area, row in rows:
            choices = [("", "Choose"), *((one.code, one.title) for one in grades[area.scale])]
            self.fields[f"grade-{area.code}"] = forms.ChoiceField(
                label=f"Agreed: {area.title}",
                choices=choices,
                initial=_proposed(row),
                error_messages={"required": "Choose the grade that you agreed."},
            )
            self.fields[f"difference-{area.code}"] = forms.CharField(
                label="Where you saw it differently",
                required=False,
                max_length=1_000,
                initial=row.difference,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": None}),
            )

    def lines(self) -> list[AgreeLine]:
        return [
            AgreeLine(area, row, self[f"grade-{area.code}"], self[f"difference-{area.code}"])
            for area, row in self.rows
        ]

    def clean(self) -> dict[str, object]:
        for area, row in self.rows:
            code = self.cleaned_data.get(f"grade-{area.code}")
            said = self.cleaned_data.get(f"difference-{area.code}", "").strip()
            own = row.grade.code if row.grade else ""
            if code and code != own and not said:
                self.add_error(
                    f"difference-{area.code}",
                    "The agreed grade is not the school’s own: say why in a sentence.",
                )
        return self.cleaned_data

    def agreed(self) -> dict[str, Agreed]:
        return {
            area.code: Agreed(
                self.grades[area.scale, self.cleaned_data[f"grade-{area.code}"]],
                self.cleaned_data[f"difference-{area.code}"],
            )
            for area, _ in self.rows
        }


def _proposed(row: AreaEvaluation) -> str:
    """What is agreed without talking: both see the same. Otherwise it is chosen."""
    if row.agreed_grade and row.agreed_at and row.saved_at and row.saved_at <= row.agreed_at:
        return row.agreed_grade.code
    if row.grade and row.partner_grade and row.grade.pk == row.partner_grade.pk:
        return row.grade.code
    return ""
