"""The words and shapes of a plan's parts, and the fields they are written in."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans.models import Priority, SuccessCriterion
from plans.queries import LINE_STATES
from writing.forms import WritingForm

register = template.Library()

# State to the class of its tag, which brings the shape.
SHAPES = {
    "in_progress": "info", "done": "done", "not_needed": "off", "met": "done", "partly_met": "amber", "not_met": "late",
}  # fmt: skip


@register.filter
def half_term(code: str, names: Mapping[str, str]) -> str:
    """ "Autumn 2", as the trust calls it."""
    return names.get(code, code)


@register.filter
def pounds(amount: Decimal | None) -> str:
    """ "£1,250", with pence only where there are some."""
    if amount is None:
        return ""
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


@register.filter
def day(value: date | None) -> str:
    """ "1 December"."""
    return f"{value.day} {value:%B}" if value else ""


@register.filter
def state_tag(code: str) -> SafeString:
    """The state of an action, milestone, look or measure, with its shape."""
    words = LINE_STATES.get(code) or dict(SuccessCriterion.State.choices).get(code, code)
    shape = SHAPES.get(code)
    return format_html(
        '<span class="tag {}">{}</span>' if shape else '<span class="soft{}">{}</span>', shape or "", words
    )


@register.filter
def stage_title(code: str) -> str:
    return dict(Priority.Stage.choices).get(code, code)


@register.inclusion_tag("plans/write_field.html")
def written(form: WritingForm, name: str, plain: str = "") -> dict[str, Any]:
    """One field with its label, its help, what is wrong with it and what somebody else saved meanwhile."""
    if name not in form.fields:
        return {}
    field, one = form[name], form.written(name)
    conflict = form.conflicts.get(name)
    return {
        "field": field,
        "more": one.more,
        "plain": plain,
        "needed": one.needed if (name, one.needed) in form.still_to_write() else "",
        "chosen": ", ".join(one.said(field.value()).split("\n")) if one.folded else "",
        "conflict": conflict,
        "theirs": one.said(conflict.theirs) if conflict else "",
    }


@register.simple_tag
def group(field: BoundField) -> SafeString:
    """Several controls under one label, each tied to its own."""
    return field.as_widget()


@register.filter
def label_of(name: str, form: WritingForm) -> str:
    return str(form[name].label)
