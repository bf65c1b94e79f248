"""The starter handbook, loaded as a trust loads it, and a year laid out from it."""

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

PUBLISHED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


@cache
def the_starter() -> Pack:
    return read_pack(Path(settings.BASE_DIR) / "handbook" / "content" / "starter")


def a_starter_year(year: SchoolYear) -> Edition:
    loaded = load_and_publish(pack=the_starter(), by=None, now=PUBLISHED, reason="The first edition.")
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
