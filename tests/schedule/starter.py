"""The starter handbook, loaded as a trust loads it, and a year laid out from it."""

from functools import cache
from pathlib import Path

from django.conf import settings

from handbook.actions import load_and_publish
from handbook.models import Edition
from handbook.pack import Pack, read_pack
from schedule.building import build_year
from schools.models import SchoolYear
from tests.schedule.conftest import NOW, PUBLISHED, TODAY


@cache
def the_starter() -> Pack:
    return read_pack(Path(settings.BASE_DIR) / "handbook" / "content" / "starter")


def a_starter_year(year: SchoolYear) -> Edition:
    loaded = load_and_publish(pack=the_starter(), by=None, now=PUBLISHED, reason="The first edition.")
    build_year(year=year, by=None, now=NOW, today=TODAY)
    return loaded.edition
