"""Editions that follow each other, made from the small pack; and people who read them."""

from datetime import timedelta
from typing import Any

from django.test import Client

from handbook.actions import ask_for_reading, load_and_publish
from handbook.models import Edition, ReadingRequest
from handbook.pack import pack_of_files
from handbook.queries import processes_in_force, to_read
from people.models import User
from schools.access import access_of
from tests.conftest import NOW, TODAY
from tests.handbook.packs import small_files

ONE, TWO = "processes/P01/process.yaml", "processes/P02/process.yaml"
VISITS = "/handbook/partner-visits/"
NEW_GUIDANCE = (ONE, "guidance: Two pages.", "guidance: Three pages.")
OTHER_PROCESS = (TWO, "why: ", "why: Indeed, ")


def publish(*changes: tuple[str, str, str], days: int = 0, **more: str) -> Edition:
    """The small pack with each (file, old, new) changed, and files added by name."""
    files = small_files()
    for name, old, new in changes:
        text = files[name].decode()
        assert old in text
        files[name] = text.replace(old, new).encode()
    files |= {name: text.encode() for name, text in more.items()}
    when = NOW + timedelta(days=days)
    return load_and_publish(pack=pack_of_files(files), by=None, now=when, reason=f"After {days} days").edition


def confirm(client: Client, edition: Edition, **more: Any) -> Any:
    return client.post(f"{VISITS}read/", {"edition": edition.pk, **more}, follow=True)


def ask(lead: User, *roles: str, code: str = "P01", note: str = "") -> ReadingRequest:
    process = processes_in_force().get(code=code)
    return ask_for_reading(process=process, roles=roles, note=note, by=lead, now=NOW)


def titles(head: User) -> list[tuple[str, str]]:
    return [(one.process.code, one.about) for one in to_read(access_of(head, TODAY))]
