"""Packs through the browser: taken away, read, refused."""

import base64
import io
import random
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from handbook.actions import amend
from handbook.models import Edition, Process
from handbook.pack import pack_of, pack_of_files, read_pack
from people.models import AuditEntry, User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_files, spoilt, zipped

pytestmark = pytest.mark.django_db
IMPORT = "/handbook/drafts/import/"
ONE = "processes/P01/process.yaml"


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead")


@pytest.fixture
def client(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


def _upload(client: Client, data: bytes, name: str = "ours.zip") -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data, "application/zip")})


def _carried(answer: Any) -> str:
    page: str = answer.content.decode()
    return page.partition('name="pack" value="')[2].partition('"')[0]


def test_the_pack_is_byte_for_byte_what_the_command_writes(
    edition: Edition, client: Client, tmp_path: Path
) -> None:
    call_command("export_handbook", str(tmp_path / "ours.zip"))
    answer = client.get("/handbook/packs/handbook.zip")
    assert answer.content == (tmp_path / "ours.zip").read_bytes()
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="handbook-edition-1.zip"'


def test_the_pack_of_a_draft_is_that_of_its_edition_until_it_says_something_else(
    edition: Edition, client: Client, lead: User
) -> None:
    draft = amend(edition=edition, title="", reason="", by=lead, now=NOW)
    address = f"/handbook/drafts/{draft.pk}/pack.zip"
    assert client.get(address).content == client.get("/handbook/packs/handbook.zip").content
    draft.processes.filter(code="P01").update(purpose="Other.")
    assert client.get(address).content != client.get("/handbook/packs/handbook.zip").content


def test_a_draft_with_things_to_write_says_which(edition: Edition, client: Client, lead: User) -> None:
    draft = amend(edition=edition, title="", reason="", by=lead, now=NOW)
    draft.processes.filter(code="P01").update(purpose="", owner="")
    answer = client.get(f"/handbook/drafts/{draft.pk}/pack.zip")
    page = answer.content.decode()
    assert (answer.status_code, "2 things are still to be written first" in page) == (409, True)
    assert "P01, purpose" in page


def test_before_there_is_an_edition_there_is_no_pack(client: Client) -> None:
    assert client.get("/handbook/packs/handbook.zip").status_code == 404


def test_a_pack_is_shown_before_it_becomes_a_draft(edition: Edition, client: Client, lead: User) -> None:
    files = spoilt(ONE, "notice: 20", "notice: 15")
    answer = _upload(client, zipped(files), "theirs.zip")
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 200
    assert "“theirs.zip” is sound. Nothing is kept yet." in page
    row = '<th scope="row">Processes</th><td class="num" data-label="New">0</td>'
    assert f'{row}<td class="num" data-label="Changed">1</td>' in page
    assert Edition.objects.count() == 1
    made = client.post(IMPORT, {"pack": _carried(answer), "name": "theirs.zip"})
    draft = Edition.objects.get(status="draft")
    assert (made.status_code, made["Location"]) == (302, f"/handbook/drafts/{draft.pk}/")
    assert pack_of(draft) == pack_of_files(files)
    assert (draft.reason, draft.made_from) == ("Read from theirs.zip", edition)
    assert AuditEntry.objects.get(action="edition.load", target_id=str(draft.pk)).actor_id == lead.pk
    assert Edition.objects.get(status="published") == edition


@pytest.mark.once  # that a pack survives each database: test_round_trip.py
def test_the_starter_pack_round_trips_through_the_pages(client: Client, tmp_path: Path) -> None:
    starter = Path(settings.BASE_DIR) / "handbook" / "content" / "starter"
    call_command("load_handbook", str(starter))
    data = client.get("/handbook/packs/handbook.zip").content
    answer = _upload(client, data)
    assert "It says the same as edition 1, word for word." in answer.content.decode()
    client.post(IMPORT, {"pack": _carried(answer), "name": "ours.zip"})
    draft = Edition.objects.get(status="draft")
    assert client.get(f"/handbook/drafts/{draft.pk}/pack.zip").content == data
    assert pack_of(draft) == read_pack(starter)


@pytest.mark.once  # the pack is judged before anything is written
def test_every_fault_is_named_with_its_place_and_nothing_is_kept(client: Client) -> None:
    files = spoilt(ONE, "timing: 12wd after visit", "timing: 12wd after nothing")
    files[ONE] = files[ONE].replace(b"owner: improvement_lead", b"owner: wizard")
    answer = _upload(client, zipped(files))
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "“ours.zip” is refused for 2 faults. Nothing was changed." in page
    assert f"<b>{ONE}, owner</b> expected a role or job code" in page
    assert f"<b>{ONE}, step note, timing</b>" in page
    assert not Edition.objects.exists()


def _entry(name: str, content: bytes = b"x", mode: int = 0, flags: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for other, text in small_files().items():
            archive.writestr(other, text)
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    data = bytearray(buffer.getvalue())
    if flags:
        place = data.rindex(b"PK\x01\x02")
        data[place + 8] |= flags
        data[data.index(name.encode()) - 30 + 6] |= flags
    return bytes(data)


HOSTILE = {
    "no zip": (b"this is no zip", "is no zip file, or is damaged or cut short"),
    "cut short": (zipped(small_files())[:-30], "is no zip file, or is damaged or cut short"),
    "a slip": (_entry("../../etc/passwd"), "leads out of the pack"),
    "an absolute path": (_entry("/etc/passwd"), "is an absolute path"),
    "a link": (_entry("guide", b"/etc/passwd", stat.S_IFLNK | 0o777), "is a link"),
    "a device": (_entry("guide", b"", stat.S_IFCHR | 0o666), "is no ordinary file"),
    "a bomb": (_entry("processes/P01/bomb", b"0" * 900_000), "unpacks to more than 100 times its size"),
    "a large file": (
        _entry("processes/P01/bomb", random.Random(1).randbytes(1_100_000)),
        "is larger than 1,048,576 bytes",
    ),
    "encrypted": (_entry("secret", flags=1), "is encrypted: make the zip without a password"),
    "nested": (_entry("inside.zip", zipped(small_files())), "is no part of a pack"),
    "a backslash": (_entry("a\\b"), "has a name with a backslash"),
    "a turned name": (_entry("a\u202eb"), "or with letters beyond a to z"),
}


@pytest.mark.once  # the file is judged before anything is written
@pytest.mark.parametrize("data_and_reason", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_zip_is_refused_with_the_reason(client: Client, data_and_reason: tuple[bytes, str]) -> None:
    data, reason = data_and_reason
    for answer in (
        _upload(client, data, "theirs.zip"),
        client.post(IMPORT, {"pack": base64.b64encode(data).decode(), "name": "theirs.zip"}),
    ):
        page = answer.content.decode()
        assert (answer.status_code, reason in page, "pack.zip" in page) == (422, True, False)
    assert not Edition.objects.exists()


def test_a_file_over_the_limit_is_refused_in_a_sentence(client: Client) -> None:
    answer = _upload(client, b"0" * (3 * 1024 * 1024 + 1), "films.zip")
    assert answer.status_code == 422
    assert "“films.zip” is larger than 3 MB, the most that is read here." in answer.content.decode()


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, "This field is required"),
        ({"pack": "", "name": "x"}, "is no zip file"),
        ({"pack": "no base64!", "name": "x"}, "That was no pack."),
        ({"pack": "é", "name": "x"}, "That was no pack."),
        ({"pack": "AAAA", "name": "\u202e<script>"}, "&lt;script&gt;"),
    ],
)
def test_a_form_made_up_by_hand_is_refused(client: Client, data: dict[str, str], why: str) -> None:
    answer = client.post(IMPORT, data)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert not Edition.objects.exists()


def test_an_empty_file_is_named(client: Client) -> None:
    assert "“ours.zip” is empty." in _upload(client, b"").content.decode()


def test_who_only_reads_neither_takes_nor_brings_packs(
    edition: Edition, make_person: MakePerson, client_of: ClientOf
) -> None:
    reader = client_of(make_person("trustee"))
    answers = [reader.get(address).status_code for address in ("/handbook/packs/handbook.zip", IMPORT)]
    assert [*answers, _upload(reader, zipped(small_files())).status_code] == [403, 403, 403]
    assert Process.objects.count() == 2
