"""Of the form of a document."""

from django import template

register = template.Library()


@register.filter
def take(name: str) -> str:
    """ "f-code" and "f-code-1-2" to the name of the choice between two people's writing."""
    parts = name.removeprefix("f-").split("-")
    return "take-" + "-".join(parts if len(parts) == 3 else [*parts, "0", "0"])
