"""How a rating is shown wherever it stands: letter, word and shape."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from plans.forms.rating import RatingsForm
from plans.models import Priority, SuccessCriterion
from plans.queries.glance import CRITERIA
from plans.queries.reviewing import field_name
from plans.queries.said import RATINGS, Said
from plans.queries.sheets import LINE_STATES
from plans.queries.year_end import outcome_name, result_name, state_name
from writing.forms import WritingForm

register = template.Library()


@register.simple_tag
def rating(code: str, none: str = "Not rated") -> SafeString:
    if code not in RATINGS:
        return format_html('<span class="soft">{}</span>', none)
    return format_html('<span class="rag rag-{0}"><b>{0}</b> {1}</span>', code, RATINGS[code])


@register.simple_tag
def letter(code: str) -> SafeString:
    """A rating where many stand side by side: letter and shape to be seen, the word to be heard."""
    if code not in RATINGS:
        return format_html(
            '<span class="soft"><span aria-hidden="true">–</span><span class="unseen">not rated, </span></span>'
        )
    return format_html(
        '<span class="rag rag-{0}"><b aria-hidden="true">{0}</b><span class="unseen">{1}, </span></span>',
        code,
        RATINGS[code],
    )


@register.inclusion_tag("plans/_rating_key.html")
def rating_key() -> dict[str, object]:
    return {"ratings": list(RATINGS)}


@register.inclusion_tag("plans/_review_field.html")
def said_field(form: WritingForm, pk: int, column: str, title: str) -> dict[str, Any]:
    """One field of one priority, with what is wrong with it and what somebody else saved meanwhile."""
    return _with_theirs(form, field_name(pk, column), title)


@register.filter
def of_part(said: Mapping[int, Said], pk: int) -> Said | None:
    return said.get(pk)


@register.simple_tag
def line_state(code: str) -> str:
    return LINE_STATES.get(code, code)


@register.simple_tag
def criterion_state(code: str) -> str:
    return CRITERIA.get(code, code)


@register.filter
def label_at(form: RatingsForm, name: str) -> str:
    """A field where many stand together: with its priority."""
    return form.named(name)


@register.inclusion_tag("plans/_ending_cell.html")
def result_cell(form: WritingForm, row: SuccessCriterion, what: str) -> dict[str, Any]:
    return _with_theirs(form, result_name(row.pk) if what == "result" else state_name(row.pk), row.measure)


@register.inclusion_tag("plans/_review_field.html")
def outcome_words(form: WritingForm, priority: Priority) -> dict[str, Any]:
    return _with_theirs(form, outcome_name(priority.pk), priority.title)


def _with_theirs(form: WritingForm, name: str, title: str) -> dict[str, Any]:
    conflict = form.conflicts.get(name)
    theirs = form.written(name).said(conflict.theirs) if conflict else ""
    return {"field": form[name], "title": title, "conflict": conflict, "theirs": theirs}
