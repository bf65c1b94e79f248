"""Editions that follow each other, made from the small pack."""

from datetime import timedelta

from handbook.actions import load_and_publish
from handbook.models import Edition
from handbook.pack import pack_of_files
from tests.conftest import NOW
from tests.handbook.packs import small_files

ONE, TWO = "processes/P01/process.yaml", "processes/P02/process.yaml"


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
