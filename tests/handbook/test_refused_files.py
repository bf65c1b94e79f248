"""A pack in files that are wrong, cut, huge or hostile is refused, and nothing is written."""

# ruff: noqa: E501 -- what is spoilt and what is said of it read best as one row

import io
import random
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from handbook.models import Edition
from tests.handbook.packs import SMALL, refused, small_files, write_folder, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # the files are judged before anything is written

GUIDE = "processes/P01/guide.md"

FILES = [
    ({}, "processes: there are none: a pack has at least one process."),
    ({"notes.txt": b"x"}, "notes.txt: is no part of a pack: see docs/pack.md for the files it has."),
    ({"processes/P1/guide.md": b"x"}, "processes/P1/guide.md: is no part of a pack: see docs/pack.md for the files it has."),
    ({"inner.zip": b"PK"}, "inner.zip: is no part of a pack: see docs/pack.md for the files it has."),
    ({GUIDE: b"caf\xe9"}, f"{GUIDE}: byte 4 is not UTF-8: save the file as UTF-8."),
    ({GUIDE: "café".encode("utf-16")}, f"{GUIDE}: byte 1 is not UTF-8: save the file as UTF-8."),
    ({GUIDE: b"x" * 70_000}, f"{GUIDE}: has 70,000 characters: at most 60,000."),
    ({GUIDE: b" " * (1024 * 1024 + 1)},
     f"{GUIDE}: is larger than 1,048,576 bytes, the most a file of a pack may have."),
]  # fmt: skip


@pytest.mark.parametrize(("more", "said"), FILES)
def test_files_that_are_no_part_of_a_pack(more: dict[str, bytes], said: str, tmp_path: Path) -> None:
    files = small_files() | more if more else {"pack.yaml": small_files()["pack.yaml"]}
    assert refused(write_folder(tmp_path / "pack", files)) == [said]


@pytest.mark.parametrize("name", [*SMALL])
def test_a_missing_file_is_missed(name: str, tmp_path: Path) -> None:
    files = {other: content for other, content in small_files().items() if other != name}
    said = {"pack.yaml": "is missing: every pack has one."}.get(name, "is missing.")
    assert refused(write_folder(tmp_path / "pack", files)) == [f"{name}: {said}"]


def test_an_empty_folder_and_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty") == ["pack.yaml: is missing: every pack has one."]
    assert refused(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: there is no such folder or file."]


def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "linked", small_files())
    (folder / "processes" / "P02" / "guide.md").unlink()
    (folder / "processes" / "P02" / "guide.md").symlink_to("/etc/hostname")
    assert refused(folder) == ["processes/P02/guide.md: is a link: put the file itself there."]
    folder = write_folder(tmp_path / "linked-folder", small_files())
    (folder / "processes" / "P03").symlink_to(folder / "processes" / "P02")
    assert refused(folder) == ["processes/P03: is a link: put the file itself there."]


def test_too_many_files(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"f{number:04}": b"" for number in range(2001)}))
    assert refused(path) == ["f2000: is one file too many: a pack has at most 2,000."]


def test_too_much_altogether(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    large = random.Random(1).randbytes(30_000) * 33
    path.write_bytes(zipped({f"f{number:02}": large for number in range(22)}))
    assert refused(path) == ["f21: brings the pack over 20,971,520 bytes, the most it may have."]


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped(small_files() | {GUIDE: b"\n" * 1_000_000}))
    assert refused(path) == [f"{GUIDE}: unpacks to more than 100 times its size, as no text does."]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../outside.yaml", "../outside.yaml: leads out of the pack or goes roundabout: no path has .. or empty parts."),
        ("processes//P01/guide.md",
         "processes//P01/guide.md: leads out of the pack or goes roundabout: no path has .. or empty parts."),
        ("/etc/passwd", "/etc/passwd: is an absolute path: every path starts inside the pack."),
        ("C:/x.yaml", "C:/x.yaml: is an absolute path: every path starts inside the pack."),
        ("processes\\P01", "processes\\\\P01: has a name with a backslash, or with letters beyond a to z."),
        ("p\u202eck.yaml", "p\\u202eck.yaml: has a name with a backslash, or with letters beyond a to z."),
    ],
)  # fmt: skip
def test_a_zip_with_hostile_names(name: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    path.write_bytes(zipped(small_files() | {name: b"x"}))
    assert refused(path) == [said]


def _with_entry(change: zipfile.ZipInfo) -> bytes:
    buffer = io.BytesIO(zipped(small_files()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(change, b"pack.yaml")
    return buffer.getvalue()


def test_a_zip_with_a_link(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("processes/P03/guide.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "link.zip"
    path.write_bytes(_with_entry(link))
    assert refused(path) == ["processes/P03/guide.md: is a link: put the file itself into the zip."]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_a_file_twice(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    path.write_bytes(_with_entry(zipfile.ZipInfo("pack.yaml")))
    assert refused(path) == ["pack.yaml: is in the zip twice."]


def test_an_encrypted_zip(tmp_path: Path) -> None:
    content = bytearray(zipped(small_files()))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    path = tmp_path / "secret.zip"
    path.write_bytes(content)
    assert refused(path) == ["pack.yaml: is encrypted: make the zip without a password."]


def test_a_zip_packed_in_another_way(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("pack.yaml", "format: 1")
    path = tmp_path / "lzma.zip"
    path.write_bytes(buffer.getvalue())
    assert refused(path) == ["pack.yaml: is packed in a way that few programs read: make an ordinary zip."]


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"<html></html>", zipped(small_files())[:-30], zipped(small_files())[:900]]
)
def test_what_is_no_zip_or_a_cut_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(content)
    assert refused(path) == [f"{path}: is no zip file, or is damaged or cut short (File is not a zip file)."]


@pytest.mark.slow
def test_a_zip_with_a_changed_byte_is_never_half_read(tmp_path: Path) -> None:
    """Any byte of it: either the same pack arrives or it is refused in words."""
    whole = zipped(small_files())
    path = tmp_path / "changed.zip"
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            call_command("load_handbook", str(path), stdout=io.StringIO())
        except CommandError as error:
            assert "nothing was changed" in str(error)  # noqa: PT017 -- most bytes matter, some do not
    assert list(Edition.objects.values_list("number", flat=True)) in ([], [1])
