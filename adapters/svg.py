"""Elements of an SVG drawing, as text that is safe inside a page: every text and attribute is escaped."""

from html import escape

from django.utils.safestring import SafeString

Value = str | float | None


def element(name: str, /, *children: str, **attributes: Value) -> SafeString:
    """`class_` is class, `stroke_width` is stroke-width; an attribute of None is left out.

    A child that is a SafeString is markup and stays as it is; any other is text.
    """
    head = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(child if isinstance(child, SafeString) else escape(child) for child in children)
    return SafeString(f"<{name}{head}>{inside}</{name}>" if inside else f"<{name}{head}/>")


def join(parts: list[SafeString]) -> SafeString:
    return SafeString("".join(parts))


def number(value: float) -> str:
    """A tenth of a unit is finer than any screen: 12, 12.5."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)
