"""Fields checked by the kinds of a pack. None is required: a draft may be incomplete."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django_prose_editor.widgets import prose_editor_base_media

from adapters import richtext
from adapters.markup import to_html
from handbook.pack.kinds import Kind
from handbook.pack.problems import Place, Problem
from people.roles import JOBS, ROLES, is_known, title_of
from writing.forms import WrittenField
from writing.marks import mark_of

Choices = Sequence[tuple[Any, Any]]
PEOPLE: Choices = (
    ("Roles", tuple((role.code, role.title) for role in ROLES.values())),
    ("Jobs", tuple((job.code, job.title) for job in JOBS.values())),
)
EVERYBODY: Choices = tuple((code, title) for _, group in PEOPLE for code, title in group)


def kind_of(shape: type[Any], name: str) -> Kind:
    """Of a key of the pack, as handbook.pack.shape says it."""
    kind: Kind = next(f for f in fields(shape) if f.name == name).metadata["kind"]
    return kind


def checked(kind: Kind, value: Any) -> Any:  # noqa: ANN401 -- as a kind takes and gives it
    problems: list[Problem] = []
    found = kind.read(value, Place(problems))
    if problems:
        raise ValidationError([_sentence(problem) for problem in problems])
    return found


def _sentence(problem: Problem) -> str:
    text = f"{problem.where}: {problem.reason}" if problem.where else problem.reason
    return text[0].upper() + text[1:]


class KindField(WrittenField):
    def __init__(self, shape: type[Any] | Kind, name: str = "", **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(**options)
        self.kind = shape if isinstance(shape, Kind) else kind_of(shape, name)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        value = self.to_python(value)
        return self.empty if value in (None, "", []) else checked(self.kind, value)


class Line(KindField):
    """One line. No `maxlength`: a browser would cut what is pasted without a word."""

    widget: Any = forms.TextInput

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class Area(Line):
    """Some sentences, which become one line."""

    widget = forms.Textarea(attrs={"rows": 2})


class Choice(KindField):
    """One of some codes, chosen by title. `none` is what choosing nothing is called."""

    widget = forms.Select

    def __init__(self, *kind: Any, choices: Choices, none: str | None = None, **options: Any) -> None:  # noqa: ANN401 -- as KindField
        super().__init__(*kind, **options)
        self.widget.choices = [*(() if none is None else (("", none),)), *choices]

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return str(dict(_flat(self.widget.choices)).get(value, value or ""))


class Role(Choice):
    def __init__(self, *kind: Any, none: str = "Nobody yet", **options: Any) -> None:  # noqa: ANN401 -- as KindField
        super().__init__(*kind, choices=PEOPLE, none=none, **options)


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for code, title in choices:
        yield from title if isinstance(title, list | tuple) else ((code, title),)


class Several(KindField):
    """Any of some codes, ticked by title. What stands there keeps its order, and what is added follows."""

    widget = forms.CheckboxSelectMultiple
    empty: Any = ()
    is_group = True

    def __init__(self, *kind: Any, choices: Choices = (), **options: Any) -> None:  # noqa: ANN401 -- as KindField
        super().__init__(*kind, **options)
        self.offer(choices)

    def offer(self, choices: Choices, stored: Sequence[Any] = ()) -> None:
        """What stands in the row is offered too, though it may name something that is gone."""
        known = {code for code, _ in choices}
        gone = [(code, f"{code} (no longer in this draft)") for code in stored if code not in known]
        self.widget.choices = [*choices, *gone]

    def to_python(self, value: Any) -> list[Any]:  # noqa: ANN401 -- Django's signature
        by_text = {str(code): code for code, _ in self.widget.choices}
        for text in value or ():
            if text not in by_text:
                raise ValidationError(f"There is no {str(text)[:60]} to choose.")
        return [code for text, code in by_text.items() if text in (value or ())]

    def clean(self, value: Any) -> list[Any]:  # noqa: ANN401 -- Django's signature
        return list(super().clean(value))

    def marked(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return mark_of(sorted(map(str, value or ())))

    def settled(self, value: Any, stored: Any) -> list[Any]:  # noqa: ANN401 -- as the row holds it
        return [
            *(one for one in stored or () if one in value),
            *(one for one in value if one not in (stored or ())),
        ]

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        titles = {str(code): str(title) for code, title in self.widget.choices}
        return "\n".join(titles.get(str(code), str(code)) for code in value or ())


class Named(Several):
    """Some of many that the draft has, which the view offers."""

    folded = True


class Roles(Several):
    folded = True

    def __init__(self, *kind: Any, **options: Any) -> None:  # noqa: ANN401 -- as KindField
        super().__init__(*kind, choices=EVERYBODY, **options)

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return "\n".join(title_of(code) if is_known(code) else code for code in value or ())


class Whole(KindField):
    """A whole number. `must` is what to say when there has to be one."""

    widget = forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"})
    empty: Any = None

    def __init__(self, *kind: Any, must: str = "", **options: Any) -> None:  # noqa: ANN401 -- as KindField
        super().__init__(*kind, **options)
        self.must = must

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401 -- Django's signature
        text = str("" if value is None else value).strip()
        if not text:
            if self.must:
                raise ValidationError(self.must)
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise ValidationError(f'"{text[:40]}" is no whole number.')
        return int(text)


class Day(KindField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    empty: Any = None

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401 -- Django's signature
        text = str(value or "").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise ValidationError(f'"{text[:40]}" is no date: write it as 2027-07-02.') from None


class Check(KindField):
    widget = forms.CheckboxInput
    empty: Any = False

    def to_python(self, value: Any) -> bool:  # noqa: ANN401 -- Django's signature
        return bool(value)

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return "Yes" if value else "No"


# ------------------------------------------------------------------ text with headings, lists and links


class SentHtml(str):
    """What the editor in the browser sent; without it a page sends Markdown."""

    __slots__ = ()


class RichWidget(forms.Textarea):
    """Markdown for everybody; static/handbook/prose.js lays the editor over it where the editor can hold it all."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 8, "data-rich": True})

    @staticmethod
    def editor_media() -> Any:  # noqa: ANN401 -- of a library without types
        return prose_editor_base_media

    @staticmethod
    def markdown_of(value: str) -> str:
        return richtext.to_markdown(value) if isinstance(value, SentHtml) else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401 -- Django's
        text = self.markdown_of(value or "")
        context: dict[str, Any] = super().get_context(name, text, attrs)
        if richtext.fits_the_editor(text):
            context["widget"]["attrs"]["data-html"] = to_html(text)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401 -- Django's signature
        value = super().value_from_datadict(data, files, name)
        return SentHtml(value) if value and data.get(f"{name}-form") == "html" else value


class Rich(KindField):
    widget = RichWidget

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        if not isinstance(value, SentHtml):
            return text if text.strip() else ""
        if faults := list(richtext.find_html_faults(text)):
            raise ValidationError([fault[0].upper() + fault[1:] for fault in faults])
        return richtext.to_markdown(text)

    def marked(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return mark_of(richtext.looks(value or ""))
