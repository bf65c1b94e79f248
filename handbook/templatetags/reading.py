"""What a page of reading shows: words explained in place, and words that changed."""

from collections.abc import Collection, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from handbook.models import Edition
from handbook.queries import NEVER, Change, ChangedProcess, Standing, changed_words

register = template.Library()


@register.simple_tag(takes_context=True)
def explained(context: Mapping[str, Any], text: str) -> SafeString:
    """Each word of the glossary is explained at its first place on a page that has `page_terms`
    (handbook.queries.PageTerms). What is not safe is escaped."""
    terms = context.get("page_terms")
    return conditional_escape(text) if terms is None else terms.explained(text)


@register.simple_tag(takes_context=True)
def words_between(
    context: Mapping[str, Any], old: Edition, new: Edition, codes: str | Collection[str] | None = None
) -> tuple[ChangedProcess, ...]:
    """Process by process, in the half-terms of the trust. `codes`: only this process, or these."""
    only = codes if isinstance(codes, str) else None
    found = changed_words(old, new, only, periods=context.get("period_names"))
    return tuple(one for one in found if only or codes is None or one.code in codes)


@register.simple_tag
def standing_of(standings: Mapping[str, Standing] | None, code: str) -> Standing:
    return (standings or {}).get(code, NEVER)


@register.simple_tag
def change_of(changes: Mapping[str, Change], code: str) -> Change:
    return changes[code]
