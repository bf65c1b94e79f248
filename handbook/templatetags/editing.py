"""What the pages for writing a draft are made of."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from js_asset import Media

from adapters.markup import to_html
from adapters.richtext import fits_the_editor
from handbook.forms.writing import Rich, RichWidget
from writing.forms import WritingForm

register = template.Library()


@register.inclusion_tag("handbook/edit/_field.html")
def written(form: WritingForm, name: str) -> dict[str, Any]:
    """One field with its label, its help, what is wrong with it and what somebody else saved meanwhile."""
    field = form[name]
    one = form.written(name)
    conflict = form.conflicts.get(name)
    return {
        "field": field,
        "more": one.more,
        "needed": one.needed if (name, one.needed) in form.still_to_write() else "",
        "chosen": ", ".join(one.said(field.value()).split("\n")) if one.folded else "",
        "rich": _rich(field) if isinstance(one, Rich) else "",
        "conflict": conflict,
        "theirs": one.said(conflict.theirs) if conflict else "",
        "theirs_html": SafeString(to_html(conflict.theirs)) if conflict and isinstance(one, Rich) else "",
    }


def _rich(field: BoundField) -> str:
    return "editor" if fits_the_editor(RichWidget.markdown_of(field.value() or "")) else "markdown"


@register.simple_tag
def group(field: BoundField) -> SafeString:
    """Several controls under one label, each tied to its own."""
    return field.as_widget()


@register.simple_tag(takes_context=True)
def editor(context: dict[str, Any], media: Any) -> SafeString:  # noqa: ANN401 -- of a library without types
    """The editor's files; its import map is inline and needs the nonce of the page."""
    return SafeString(Media.from_media(media, nonce=context["request"].csp_nonce))


@register.filter
def label_of(name: str, form: WritingForm) -> str:
    return str(form[name].label)
