"""The fields of a plan. None is required: a draft may be incomplete, and `needed` names what is still to write."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.forms.texts import cleaned, short_enough
from writing.forms import WrittenField
from writing.marks import mark_of

Choices = Sequence[tuple[Any, Any]]
MOST_MONEY = Decimal("9999999.99")
_DAYS = (
    r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})",
    r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})",
)


class Text(WrittenField):
    """Some sentences. No `maxlength`: a browser would cut what is pasted without a word."""

    widget: Any = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, most: int, must: str = "", **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(**options)
        self.most, self.must = most, must

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        return cleaned(str(value or ""))

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        text = short_enough(self.to_python(value), self.most)
        if self.must and not text:
            raise ValidationError(self.must)
        return text


class Line(Text):
    widget = forms.TextInput

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        return " ".join(super().to_python(value).split())


class OneOf(WrittenField):
    """One of some codes or ids, chosen by its words. `none` is what choosing nothing is called."""

    widget: Any = forms.Select
    refusal = "There is no such thing to choose. Reload the page and choose again."

    def __init__(self, *, choices: Choices = (), none: str = "None", empty: Any = "", **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(**options)
        self.none, self.empty = none, empty
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        self.known = {str(code): code for code, _ in choices}
        self.words = {code: str(words) for code, words in choices}
        self.widget.choices = [("", self.none), *choices]

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        text = str("" if value is None else value)
        if not text:
            return self.empty
        if text not in self.known:
            raise ValidationError(self.refusal)
        return self.known[text]

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return self.words.get(value, "" if value in (None, "") else str(value))


class Person(OneOf):
    """Somebody who is appointed today. Whoever has left stays while nobody chooses another."""

    refusal = "Whoever that is, they are not appointed here today. Choose somebody who is."

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(none="Nobody yet", empty=None, **options)

    def offer_people(self, people: Mapping[int, str], stored: int | None, names: Mapping[int, str]) -> None:
        choices = list(people.items())
        if stored is not None and stored not in people:
            choices.append((stored, f"{names.get(stored, 'Somebody')} (has left)"))
        self.offer(choices)


class AnyOf(WrittenField):
    """Any of some, ticked by their words, under headings perhaps."""

    widget: Any = forms.CheckboxSelectMultiple
    is_group = True

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- Django's
        super().__init__(**options)
        self.words: dict[Any, str] = {}

    def offer(self, choices: Iterable[tuple[Any, Any]]) -> None:
        """Pairs, or a heading with pairs."""
        self.widget.choices = list(choices)
        self.words = {}
        for code, words in self.widget.choices:
            self.words |= dict(words) if isinstance(words, list) else {code: words}

    def clean(self, value: Any) -> list[Any]:  # noqa: ANN401 -- Django's signature
        sent = {str(one) for one in value or ()}
        by_text = {str(code): code for code in self.words}
        if unknown := sent - by_text.keys():
            raise ValidationError(f"There is no {min(unknown)[:60]} to choose.")
        return [code for text, code in by_text.items() if text in sent]

    def marked(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return mark_of(sorted(map(str, value or ())))

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return "\n".join(str(self.words.get(code, code)) for code in value or ())


class Folded(AnyOf):
    """Many choices, shown when somebody asks for them."""

    folded = True


class Day(WrittenField):
    """A day of the plan's school year; `start_year` is set by the form."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    start_year = 0

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 -- Django's signature
        text = str("" if value is None else value).strip()
        if not text:
            return None
        day = _read_day(text)
        first, last = date(self.start_year, 9, 1), date(self.start_year + 1, 8, 31)
        if not first <= day <= last:
            raise ValidationError(
                f"{day.day} {day:%B %Y} lies outside the school year {first.year}/{last.year % 100:02}. "
                f"Write a day from 1 September {first.year} to 31 August {last.year}."
            )
        return day

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return f"{value.day} {value:%B %Y}" if value else ""


def _read_day(text: str) -> date:
    for pattern in _DAYS:
        if found := re.fullmatch(pattern, text):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise ValidationError(f"“{text[:40]}” is no date: write it as 1/12/2026.")


class Money(WrittenField):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})

    def clean(self, value: Any) -> Decimal | None:  # noqa: ANN401 -- Django's signature
        text = str("" if value is None else value).strip()
        bare = text.removeprefix("£").replace(",", "").strip()
        if not bare:
            return None
        try:
            amount = Decimal(bare) if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,2})?", bare) else None
        except InvalidOperation:
            amount = None
        if amount is None:
            raise ValidationError(
                f"“{text[:40]}” is no amount, so costs could not be added up. Write pounds as 1200 or 1,200.50, "
                f"and anything about them in the action’s own words."
            )
        if amount > MOST_MONEY:
            raise ValidationError(f"The most one action can cost here is £{MOST_MONEY:,}.")
        return amount.quantize(Decimal("0.01"))

    def marked(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return mark_of(None if value is None else str(Decimal(value).quantize(Decimal("0.01"))))

    def said(self, value: Any) -> str:  # noqa: ANN401 -- as the row holds it
        return "" if value is None else f"£{value:,.2f}"
