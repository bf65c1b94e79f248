"""The starter handbook, loaded as a trust loads it, and a year laid out from it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from handbook.actions import load_and_publish, load_pack
from handbook.models import Edition, Step
from handbook.pack import Pack, pack_of, read_pack
from people.models import User
from schedule.actions import publish_edition
from schedule.building import build_year
from schedule.models import Event
from schools.models import SchoolYear
from tests.conftest import NOW, TODAY

SOME = {"P01", "P03", "P06", "P10", "P15", "P18"}
PUBLISHED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@cache
def the_starter() -> Pack:
    return read_pack(Path(settings.BASE_DIR) / "handbook" / "content" / "starter")


@cache
def some_of_it() -> Pack:
    """Six of its processes: what publishing does is seen on them as well, in a quarter of the time."""
    kept = [process for process in the_starter().processes if process.code in SOME]
    chapters = {process.chapter for process in kept}
    return replace(
        the_starter(),
        chapters=tuple(
            replace(chapter, order=tuple(code for code in chapter.order if code in SOME))
            for chapter in the_starter().chapters
            if chapter.code in chapters
        ),
        processes=tuple(
            replace(process, related=tuple(code for code in process.related if code in SOME))
            for process in kept
        ),
    )


def a_starter_year(year: SchoolYear) -> Edition:
    loaded = load_and_publish(pack=some_of_it(), by=None, now=PUBLISHED, reason="The first edition.")
    build_year(year=year, by=None, now=NOW, today=TODAY)
    return loaded.edition


def clone(edition: Edition | None = None) -> Edition:
    pack = pack_of(edition or Edition.objects.get(status="published"))
    return load_pack(pack=pack, by=None, now=NOW, reason="")


def change(draft: Edition, ref: str, **values: Any) -> None:
    process, _, code = ref.partition(".")
    assert Step.objects.filter(process__edition=draft, process__code=process, code=code).update(**values) == 1


def publish(draft: Edition, by: User, today: date = TODAY, reason: str = "A quieter first week.") -> Edition:
    return publish_edition(edition=draft, reason=reason, by=by, now=NOW, today=today)


def dates() -> dict[tuple[int | None, str], tuple[date, date]]:
    rows = Event.objects.values_list("school_id", "key", "opens_date", "due_date")
    return {(school, key): (opens, due) for school, key, opens, due in rows}


def url(draft: Edition) -> str:
    return reverse("schedule:publish", args=[draft.pk])


def answer(client: Client, draft: Edition, **more: str) -> Any:
    page = client.get(url(draft))
    shown = page.context["form"].initial["shown"]
    return client.post(url(draft), {"reason": "A quieter first week.", "sure": "on", "shown": shown} | more)
