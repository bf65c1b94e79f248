"""What an answer tells somebody: it is read without drawing the page that the answer leads to."""

from typing import Any

from django.contrib.messages import get_messages


def said(answer: Any) -> list[str]:
    """With what was said before and no page has shown yet."""
    return [str(one) for one in get_messages(answer.wsgi_request)]
