"""Tags and filters every template may use."""

from datetime import date

from django import template

from people import roles

register = template.Library()


@register.filter
def role_title(code: str) -> str:
    return roles.title_of(code) if roles.is_known(code) else code


@register.filter
def long_date(day: date) -> str:
    """Tuesday 1 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@register.filter
def short_date(day: date) -> str:
    """Tue 1 December."""
    return f"{day:%a} {day.day} {day:%B}"
