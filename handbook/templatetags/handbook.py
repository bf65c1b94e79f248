"""Markdown and timings of the handbook as a page shows them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from adapters import markup
from handbook.models import Process
from handbook.timing import TimingError, friendly, parse

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return mark_safe(markup.to_html(text))  # noqa: S308 -- adapters.markup lets only clean tags through


@register.filter
def phase_title(code: str) -> str:
    return Process.Phase(code).label if code in Process.Phase.values else code


@register.simple_tag(takes_context=True)
def timing_words(context: Mapping[str, Any], timing: str, titles: Mapping[str, str] | None = None) -> str:
    """ "Autumn 1, week 3", with the half-terms named as the trust names them (`period_names`, on every page)."""
    try:
        return friendly(parse(timing), context.get("period_names"), titles)
    except TimingError:
        return timing
