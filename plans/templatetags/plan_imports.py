"""Of the pages on which a plan is brought in."""

from collections.abc import Mapping
from typing import TypeVar

from django import template

from plans.models import Plan
from plans.queries.imports import Brought
from schools.terms import period_names

register = template.Library()
Value = TypeVar("Value")


@register.filter
def at(found: Mapping[int, Value], line: int) -> Value | None:
    """ "Table 2, row 4": where a line of the plan comes from."""
    return found.get(line)


@register.filter
def half_term(code: str, plan: Plan) -> str:
    """ "Spring 2", as the trust calls it."""
    scheme = plan.school.trust.period_scheme if plan.school else "half-terms"
    return period_names(scheme).get(code, code)


@register.filter
def actions_in(found: Brought) -> int:
    return sum(len(priority.actions) for priority in found.draft.sheet.priorities)
