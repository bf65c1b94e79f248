"""What is read is what is written: from files and back, from the database and back."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.packs import write_zip
from handbook.actions import load_pack
from handbook.pack import Pack, PackError, digest_of, files_of, pack_of, pack_of_files, read_pack
from handbook.pack.shape import Statutory
from tests.conftest import NOW
from tests.examples import dear
from tests.handbook.made_up_packs import packs
from tests.handbook.packs import SMALL, small_files, spoilt, write_folder, zipped

STARTER = Path(__file__).resolve().parents[2] / "handbook" / "content" / "starter"
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def test_a_canonical_pack_is_written_as_it_was_read() -> None:
    assert files_of(pack_of_files(small_files())) == small_files()


def test_values_arrive_as_what_they_are() -> None:
    pack = pack_of_files(small_files())
    first, second = pack.processes
    visit, note = first.steps
    assert [chapter.code for chapter in pack.chapters] == ["visits", "results"]
    assert first.statutory == Statutory(
        rule="The trust has to know how its schools are doing.", source="Its funding agreement", check=True
    )
    assert first.review_date == date(2027, 7, 2)
    assert (second.lead, second.review_date) == (None, None)
    assert visit.minutes == {"headteacher": 180, "improvement_partner": 240}
    assert visit.guidance == "Walk round **together** first.\n\n- Two classes\n- One conversation"
    assert (note.timing, note.notice, note.tiers) == ("12wd after visit", 5, (3, 4))
    assert first.documents[0].fields[2].choices == ("Yes", "No", "Too early to say")
    assert first.guide.startswith("## What it is\n\n")


@pytest.mark.slow
@few
@given(packs())
def test_any_pack_survives_its_files(pack: Pack) -> None:
    files = files_of(pack)
    assert pack_of_files(files) == pack
    assert files_of(pack_of_files(files)) == files


@pytest.mark.slow
@pytest.mark.django_db
@settings(few, max_examples=dear(18))
@given(packs())
def test_any_pack_survives_the_database(pack: Pack) -> None:
    assert pack_of(load_pack(pack=pack, by=None, now=NOW, reason="made up")) == pack


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("processes/P01/process.yaml", "timing: 12wd after visit", "timing: '12 WD   after VISIT'"),
        ("processes/P01/process.yaml", "owner: improvement_lead\nlead: headteacher",
         "lead: headteacher\nowner: improvement_lead"),
        ("processes/P01/process.yaml", "title: Partner visits\n", "title: >-\n  Partner\n  visits\n"),
        ("processes/P01/process.yaml", "minutes: {headteacher: 180, improvement_partner: 240}",
         "minutes: {improvement_partner: 240, headteacher: 180}"),
        ("processes/P01/process.yaml", "  phases: []\n", ""),
        ("processes/P02/process.yaml", "  statutory: null\n", ""),
        ("processes/P01/guide.md", "know.\n", "know.   \r\n\r\n"),
        ("pack.yaml", "format: 1\n", "\ufeff# made by hand\nformat: 1\n"),
    ],
)  # fmt: skip
def test_other_ways_to_write_it_mean_the_same(name: str, old: str, new: str) -> None:
    changed = pack_of_files(spoilt(name, old, new))
    assert files_of(changed) == small_files()
    assert digest_of(changed) == digest_of(pack_of_files(small_files()))


@pytest.mark.parametrize(
    "guidance", [*("x" * n + "   y" * 60 for n in range(1, 5)), "x" * 300, "a\n\n    code\n\nb", "- a\n  - b"]
)
def test_markdown_keeps_its_spaces(guidance: str) -> None:
    pack = pack_of_files(small_files())
    first, second = pack.processes
    changed = replace(
        pack, processes=(replace(first, steps=(replace(first.steps[0], guidance=guidance),)), second)
    )
    assert pack_of_files(files_of(changed)) == changed


def test_another_word_is_another_digest() -> None:
    changed = pack_of_files(spoilt("processes/P01/guide.md", "A visit", "One visit"))
    assert digest_of(changed) != digest_of(pack_of_files(small_files()))


def test_folder_and_zip_are_read_alike(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "folder", small_files() | {".DS_Store": b"\0", "processes/._P01": b"\0"})
    flat, packed = tmp_path / "flat.zip", tmp_path / "packed.zip"
    flat.write_bytes(zipped(small_files() | {"__MACOSX/._pack.yaml": b"\0"}))
    packed.write_bytes(zipped({f"my-pack/{name}": content for name, content in small_files().items()}))
    pack = pack_of_files(small_files())
    assert [read_pack(path) for path in (folder, flat, packed)] == [pack, pack, pack]


def test_the_same_pack_gives_the_same_zip(tmp_path: Path) -> None:
    files = files_of(pack_of_files(small_files()))
    write_zip(tmp_path / "one.zip", files)
    write_zip(tmp_path / "two.zip", dict(reversed(files.items())))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == sorted(SMALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.zip", "two.zip"]


@pytest.mark.slow
def test_the_starter_handbook_is_canonical() -> None:
    """To mend it: load it, export it, and unpack the zip over handbook/content/starter."""
    pack = read_pack(STARTER)
    written = {path.relative_to(STARTER).as_posix(): path.read_bytes() for path in STARTER.rglob("*.*")}
    assert [process.code for process in pack.processes] == [f"P{number:02}" for number in range(1, 27)]
    assert files_of(pack) == written


@pytest.mark.django_db
def test_a_chapter_keeps_an_order_of_its_own() -> None:
    pack = pack_of_files(small_files())
    visits = replace(pack.chapters[0], order=("P02", "P01"))
    both = tuple(replace(process, chapter=visits.code) for process in pack.processes)
    other = replace(pack, chapters=(visits, *pack.chapters[1:]), processes=both)
    assert b"order: [P02, P01]" in files_of(other)["pack.yaml"]
    assert pack_of_files(files_of(other)) == other
    edition = load_pack(pack=other, by=None, now=NOW, reason="another order")
    assert list(edition.processes.order_by("position").values_list("code", flat=True)) == ["P02", "P01"]
    assert files_of(pack_of(edition)) == files_of(other)


def test_an_order_names_only_processes_of_its_chapter() -> None:
    files = small_files()
    files["pack.yaml"] = files["pack.yaml"].replace(
        b"- code: results\n", b"  order: [P02]\n- code: results\n"
    )
    with pytest.raises(PackError) as refused:
        pack_of_files(files)
    assert [str(problem) for problem in refused.value.problems] == [
        "pack.yaml, chapter visits, order: P02 is no process of this chapter."
    ]
