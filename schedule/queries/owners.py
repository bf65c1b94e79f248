"""Steps that stand for something of an app above: they are done, left out and undone there and not by hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from schedule.models import Event


@dataclass(frozen=True)
class Owner:
    """Why it is not said at the step, in a sentence, and the page where it is: its name and its path.

    `replaces`: the documents of the step that this page takes the place of, by their codes. Nobody fills them in.
    """

    why: str
    page: str
    url: str
    replaces: tuple[str, ...] = ()


def owner_of(event: Event) -> Owner | None:
    """settings.OWNERS_OF_AN_EVENT names who is asked: each gives what an Owner holds, or nothing."""
    for name in settings.OWNERS_OF_AN_EVENT:
        if found := import_string(name)(event):
            return Owner(*found)
    return None
