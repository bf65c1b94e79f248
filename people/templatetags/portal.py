"""Tags and filters every template may use."""

from datetime import date

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from people import roles
from people.deeds import DEEDS
from people.words import duration

register = template.Library()

# The one place that says where Bootstrap comes from.
BOOTSTRAP_CSS = "js-lib-bootstrap5/css/bootstrap.min.css"
ICON = {"class": "icon", "aria-hidden": "true", "focusable": "false"}


@register.filter
def role_title(code: str) -> str:
    return roles.title_of(code) if roles.is_known(code) else code


@register.filter
def deed(action: str) -> str:
    """What the audit trail calls an action; the code itself for one that the portal no longer knows."""
    return DEEDS.get(action, action)


@register.filter
def long_date(day: date) -> str:
    """Tuesday 1 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@register.filter
def short_date(day: date) -> str:
    """Tue 1 December."""
    return f"{day:%a} {day.day} {day:%B}"


@register.filter
def minutes(count: int | None) -> str:
    """About 40 minutes, about 1 hour, about 1 hour 30: how long a piece of work takes."""
    return f"about {duration(count)}" if count else ""


@register.simple_tag
def bootstrap_css() -> str:
    return static(BOOTSTRAP_CSS)


@register.simple_tag
def portal_static(name: str) -> str:
    return static(f"portal/{name}")


@register.simple_tag
def icon(name: str) -> str:
    """A lucide drawing beside words: the words carry the meaning, so screen readers skip it."""
    return lucide(name, size=None, **ICON)


@register.simple_tag
def control(field: BoundField, help_text: str = "") -> SafeString:
    """The control alone, tied to its help and its error, without a placeholder that repeats the label."""
    ids = []
    if help_text or field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return field.as_widget(attrs={"placeholder": False, "aria-describedby": " ".join(ids) or False})
