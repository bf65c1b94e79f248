"""From pack to draft to the edition in force, by the actions and by the commands."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from handbook.actions import NotADraftError, load_and_publish, load_pack, publish
from handbook.models import Document, Edition, Process, Step
from handbook.pack import Difference, digest_of, pack_of, pack_of_files, read_pack
from handbook.queries import current_edition, reading_minutes, steps_in_force
from people.models import AuditEntry
from tests.conftest import NOW, MakePerson
from tests.handbook.packs import small_files, small_pack, spoilt, write_folder, zipped

pytestmark = pytest.mark.django_db

ONE = "processes/P01/process.yaml"


def test_a_pack_becomes_a_draft(make_person: MakePerson) -> None:
    lead = make_person("improvement_lead")
    draft = load_pack(pack=small_pack(), by=lead, now=NOW, reason="A first go")
    assert (draft.status, draft.number, draft.reason, draft.made_at) == ("draft", None, "A first go", NOW)
    assert current_edition() is None
    assert list(Process.objects.order_by("position").values_list("code", "chapter__code", "lead")) == [
        ("P01", "visits", "headteacher"),
        ("P02", "results", ""),
    ]
    assert list(Step.objects.order_by("process__code", "position").values_list("code", "timing", "why")) == [
        ("visit", "each AUT2 W1-3, SUM2 W3", ""),
        ("note", "12wd after visit", "The school reads it while it still remembers the day."),
        ("read", "on 20 Aug", ""),
    ]
    assert list(Document.objects.values_list("code", "steps__code").order_by("steps__position")) == [
        ("visit-note", "visit"),
        ("visit-note", "note"),
    ]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.reason) == ("edition.load", lead.pk, "A first go")


def test_publishing_numbers_editions_and_replaces_the_former(
    edition: Edition, make_person: MakePerson
) -> None:
    lead = make_person("improvement_lead")
    draft = load_pack(pack=small_pack(), by=lead, now=NOW, reason="")
    second = publish(edition=draft, by=lead, now=NOW, reason="Clearer words")
    assert list(Edition.objects.order_by("number").values_list("number", "status")) == [
        (1, "replaced"),
        (2, "published"),
    ]
    assert (second.made_from, second.published_by, second.published_at) == (edition, lead, NOW)
    assert second.reason == "Clearer words"
    assert current_edition() == second
    entry = AuditEntry.objects.get(action="edition.publish", target_id=str(second.pk))
    assert (entry.before, entry.after, entry.reason) == ("edition 1", "edition 2", "Clearer words")


@pytest.mark.parametrize("status", ["published", "replaced"])
def test_a_published_edition_is_never_published_again(edition: Edition, status: str) -> None:
    Edition.objects.update(status=status)
    with pytest.raises(NotADraftError) as caught:
        publish(edition=edition, by=None, now=NOW, reason="again")
    assert str(caught.value) == "Edition 1 is published and never changes: make a draft from it."
    assert AuditEntry.objects.count() == 2


def test_the_same_pack_changes_nothing(edition: Edition) -> None:
    before = AuditEntry.objects.count()
    loaded = load_and_publish(pack=small_pack(), by=None, now=NOW, reason="again")
    assert (loaded.edition, loaded.is_new, loaded.differences) == (edition, False, ())
    assert (Edition.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_what_a_new_pack_changes_is_named(edition: Edition) -> None:
    files = spoilt(ONE, "- code: note\n", "- code: record\n")
    files[ONE] = (
        files[ONE].replace(b"notice: 20", b"notice: 15").replace(b"title: Note of visit", b"title: Record")
    )
    loaded = load_and_publish(pack=pack_of_files(files), by=None, now=NOW, reason="Shorter notice")
    assert loaded.is_new
    assert loaded.differences == (
        Difference("Processes", (), ("P01",), ()),
        Difference("Steps", ("P01.record",), (), ("P01.note",)),
        Difference("Documents", (), ("visit-note",), ()),
    )
    assert str(loaded.differences[1]) == "Steps: 1 added (P01.record); 1 removed (P01.note)"
    assert loaded.edition.number == 2
    assert pack_of(edition) == small_pack()


def test_the_former_words_come_back_as_a_new_edition(edition: Edition) -> None:
    other = pack_of_files(spoilt(ONE, "notice: 20", "notice: 15"))
    load_and_publish(pack=other, by=None, now=NOW, reason="")
    third = load_and_publish(pack=small_pack(), by=None, now=NOW, reason="back").edition
    assert (third.number, third.digest) == (3, edition.digest)


def test_loading_takes_a_handful_of_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    pack = read_pack(Path(settings.BASE_DIR) / "handbook" / "content" / "starter")
    with django_assert_max_num_queries(60):
        load_and_publish(pack=pack, by=None, now=NOW, reason="")
    assert (Process.objects.count(), Process.objects.filter(words=0).count()) == (26, 0)


def test_steps_in_force_are_those_of_one_edition(edition: Edition) -> None:
    load_and_publish(pack=pack_of_files(spoilt(ONE, "notice: 20", "notice: 15")), by=None, now=NOW, reason="")
    assert [(step.process.code, step.process.notice, step.code) for step in steps_in_force()] == [
        ("P01", 15, "visit"),
        ("P01", 15, "note"),
        ("P02", 10, "read"),
    ]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (200, 1), (299, 1), (301, 2), (1200, 6)])
def test_reading_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(Process(words=words)) == minutes


# ---------------------------------------------------------------- the commands


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    pack = tmp_path / "small.zip"
    pack.write_bytes(zipped(small_files()))
    assert said("load_handbook", str(pack)) == [
        "Chapters: 2 added (visits, results)",
        "Processes: 2 added (P01, P02)",
        "Steps: 3 added (P01.visit, P01.note, P02.read)",
        "Documents: 1 added (visit-note)",
        "Edition 1 of “Small handbook” is in force.",
    ]
    assert Edition.objects.get().reason == "Loaded from small.zip"
    out = tmp_path / "out.zip"
    assert said("export_handbook", str(out)) == [f"Edition 1 written to {out}: 5 files."]
    assert said("load_handbook", str(out)) == ["Nothing to do: edition 1 in force says the same."]
    first = out.read_bytes()
    said("export_handbook", str(out))
    assert out.read_bytes() == first
    assert digest_of(read_pack(out)) == Edition.objects.get().digest


def test_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("export_handbook", str(tmp_path / "out.zip"))
    assert str(caught.value) == "There is no edition in force to export: load one with load_handbook."
    assert list(tmp_path.iterdir()) == []


def test_nowhere_to_export_to(edition: Edition, tmp_path: Path) -> None:
    target = tmp_path / "missing" / "out.zip"
    with pytest.raises(CommandError) as caught:
        call_command("export_handbook", str(target))
    assert str(caught.value) == f"{target} cannot be written: No such file or directory."
    with pytest.raises(CommandError):
        call_command("export_handbook", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.once
def test_the_exit_code_of_a_refused_pack(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "pack", spoilt(ONE, "timing: 12wd after visit", "timing: AUT3 W99"))
    run = subprocess.run(
        [sys.executable, "manage.py", "load_handbook", str(folder)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "PORTAL_DEMO": "1",
            "PORTAL_VAR": str(tmp_path / "var"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (1, "")
    first, second = run.stderr.splitlines()
    assert first == f"CommandError: {folder} is refused for 1 fault; nothing was changed."
    assert second.startswith(
        f'{ONE}, step note, timing: "AUT3 W99" cannot be read at "AUT3" (character 1): expected '
    )
