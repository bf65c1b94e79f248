"""Lists inside a cell: one thing to a line."""

from typing import Any

from django import forms

from handbook.forms.writing import Choice, KindField


class LinesWidget(forms.Textarea):
    def format_value(self, value: Any) -> str:  # noqa: ANN401 -- a list as the row holds it, or the text that was sent
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


class Lines(KindField):
    widget = LinesWidget(attrs={"rows": 2, "placeholder": " "})  # by which CSS knows an empty one
    empty: Any = ()

    def to_python(self, value: Any) -> list[str]:  # noqa: ANN401 -- Django's signature
        if isinstance(value, list | tuple):
            return [str(one) for one in value]
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401 -- Django's signature
        return list(super().clean(value))

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return "; ".join(map(str, value or ()))


class OrNothing(Choice):
    """One of some codes, or None as a pack has it."""

    empty: Any = None
