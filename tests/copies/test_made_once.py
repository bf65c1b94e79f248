"""However many ask for a copy and however many would make it, one makes it, and one file is kept."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from copies import actions
from copies.models import Copy
from copies.queries import Wanted
from handbook.models import Edition
from people.models import User
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
LATE = NOW + actions.STALE + timedelta(minutes=1)


def asked(edition: Edition, by: User, part: str = "P10") -> Copy:
    return actions.ask(wanted=Wanted(edition, part, "Visits", None, False), by=by, now=NOW, today=TODAY)[0]


def claimed(copy: Copy) -> Copy:
    assert actions.claim(pk=copy.pk, now=NOW)
    return Copy.objects.get(pk=copy.pk)


def files() -> list[str]:
    return default_storage.listdir("copies")[1] if default_storage.exists("copies") else []


def test_a_slow_maker_and_its_follower_keep_one_file(small: Edition, head: User) -> None:
    slow = claimed(asked(small, head))
    actions.sweep(today=TODAY, now=LATE)
    follower = claimed(slow)
    actions.note_progress(copy=slow, doing="Slowly", done=1, total=2)
    actions.fail(copy=slow, why="It went wrong.")
    assert Copy.objects.values_list("state", "doing", "error").get() == ("making", "", "")
    actions.finish(copy=slow, pdf=b"%PDF-slow", pages=1, now=LATE)
    actions.finish(copy=follower, pdf=b"%PDF-second", pages=2, now=LATE)
    kept = Copy.objects.get()
    with kept.file.open() as file:
        assert (kept.state, kept.pages, file.read(), len(files())) == ("ready", 1, b"%PDF-slow", 1)


def test_what_is_asked_for_with_newer_words_stays_when_the_older_is_ready(small: Edition, head: User) -> None:
    older = claimed(asked(small, head))
    newer = Copy.objects.create(
        key="newer", edition=small, part="P10", part_title="Visits", asked_by=head,
        asked_at=NOW + timedelta(minutes=1),
    )  # fmt: skip
    actions.finish(copy=older, pdf=b"%PDF-", pages=1, now=NOW)
    assert Copy.objects.filter(pk=newer.pk, state="waiting").exists()


def test_what_somebody_makes_is_not_taken_away_under_their_hands(small: Edition, head: User) -> None:
    read_before = Copy.objects.filter(pk=asked(small, head).pk, state="waiting")
    claimed(read_before.get())
    assert actions.take_away(Copy.objects.all()) == 0
    assert Copy.objects.get().state == "making"


def test_nothing_is_kept_for_a_copy_that_was_taken_away(small: Edition, head: User) -> None:
    copy = claimed(asked(small, head))
    Copy.objects.all().delete()
    actions.finish(copy=copy, pdf=b"%PDF-", pages=1, now=NOW)
    assert (files(), Copy.objects.count()) == ([], 0)
