"""A trust's own Word templates: put here, filled in, taken off; and what is refused, with the reason."""

import random
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as WordFile

from documents.models import WordTemplate
from people.models import AuditEntry
from schedule.models import Event
from tests.conftest import ClientOf, MakePerson
from tests.documents.conftest import Fill, address
from tests.documents.test_files import text, word

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAGE = "/documents/templates/note/"
RELS = "word/_rels/document.xml.rels"


@pytest.fixture
def lead(client_of: ClientOf, make_person: MakePerson) -> Client:
    return client_of(make_person("improvement_lead", name="Lena Lead"))


def template(*paragraphs: str, rows: tuple[str, ...] = ()) -> bytes:
    document = WordFile()
    for one in paragraphs:
        document.add_paragraph(one)
    if rows:
        table = document.add_table(rows=len(rows), cols=2)
        for row, words in zip(table.rows, rows, strict=True):
            for cell, said in zip(row.cells, [*words.split("|"), ""][:2], strict=True):
                cell.text = said
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def altered(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def put(client: Client, content: bytes, name: str = "ours.docx") -> Any:
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def refusal(client: Client, content: bytes, name: str = "ours.docx") -> str:
    answer = put(client, content, name)
    assert answer.status_code == 422
    assert WordTemplate.objects.count() == 0
    return " ".join(answer.context["form"].errors["file"])


GOOD = template(
    "Our own form for {{ school.name }}, {{ school }}", "Why: {{ reasons }}", "{%p if tone %}", "Tone {{ tone }}",
    "{%p endif %}", rows=("What|By when", "{%tr for row in actions %}", "{{ row.what }}|{{ row.by_when }}",
                          "{%tr endfor %}"),
)  # fmt: skip


def test_the_document_comes_out_of_it(lead: Client, report: Event, fill: Fill) -> None:
    assert put(lead, GOOD).status_code == 302
    kept = WordTemplate.objects.get()
    assert kept.placeholders == ["school.name", "school", "reasons", "tone", "actions"]
    assert "Your own" in lead.get("/documents/templates/").content.decode()
    fill(lead, report, reasons="{{ trust.name }} & <b>\nsecond line", actions__1__0="Write")
    found = word(lead, address(report, rest="filled.docx"))
    assert [one.text for one in found.paragraphs] == [
        "Our own form for Alder Primary School, Alder Primary School",
        "Why: {{ trust.name }} & <b>\nsecond line",
        "Tone Calm",
    ]
    assert [[cell.text for cell in row.cells] for row in found.tables[0].rows] == [
        ["What", "By when"], ["Ring home", "Friday"], ["Write", ""],
    ]  # fmt: skip
    assert "Alder Primary School" in text(word(lead, f"{PAGE}preview.docx?school=900001"))
    answer: Any = lead.get(f"{PAGE}kept.docx")
    assert b"".join(answer.streaming_content) == GOOD
    answer.close()


def test_another_takes_its_place_and_it_can_be_taken_off(lead: Client, report: Event) -> None:
    put(lead, GOOD)
    stored = WordTemplate.objects.get().file
    put(lead, template("{{ reasons }}"), "second.docx")
    assert list(WordTemplate.objects.filter(removed_at=None).values_list("name", flat=True)) == [
        "second.docx"
    ]
    assert lead.post(f"{PAGE}remove/").status_code == 302
    assert WordTemplate.objects.filter(removed_at=None).count() == 0
    assert "Who will see this" in text(word(lead, "/handbook/process-p15/documents/note/blank.docx"))
    assert lead.post(f"{PAGE}remove/").status_code == 302  # once more changes nothing
    said = AuditEntry.objects.filter(action__startswith="template").order_by("pk")
    assert [entry.action for entry in said] == ["template.add", "template.add", "template.remove"]
    assert stored.name


def test_our_form_can_be_started_from(lead: Client, report: Event) -> None:
    start = lead.get(f"{PAGE}start.docx").content
    assert put(lead, start).status_code == 302
    names = WordTemplate.objects.get().placeholders
    assert {"school", "reasons", "actions", "rates", "document.state"} <= set(names)
    assert "Alder Primary School" in text(word(lead, address(report, rest="filled.docx")))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ reason }}", "“reason” is not known. Did you mean {{ reasons }}"),
        ("{{ school.nmae }}", "“school.nmae” is not known. Did you mean {{ school.name }}"),
        ("{{ actions }}", "“actions” is a table"),
        ("{{ reasons", "is not written as it should be"),
        ("{{ reasons.__class__.__mro__ }}", "“reasons.__class__.__mro__” is not known"),
        ("{{ ''.__class__ }}", "is not known"),
        ("{{ range(10**9) }}", "may only name fields"),
        ("{{ reasons * 999999999 }}", "may only name fields"),
        ("{{ reasons|upper }}", "may only name fields"),
        ("{% set x = 1 %}", "may only name fields"),
        ("{% include 'x' %}", "may only name fields"),
        ("{% for a in 'xx' %}{{ reasons }}{% endfor %}", "not one inside another"),
        ("{% for a in rates %}{% for b in rates %}x{% endfor %}{% endfor %}", "not one inside another"),
        (
            "{% for a in actions %}{{ a.whta }}{% endfor %}",
            "“a.whta” is not known. Did you mean {{ a.what }}",
        ),
        ("{% for a in nothing %}{% endfor %}", "“nothing” is no table"),
        ("No names", "It has no place to fill"),
    ],
)
def test_names_that_are_not_known_and_what_is_no_name(
    lead: Client, report: Event, written: str, said: str
) -> None:
    assert said in refusal(lead, template(written))


def _external(parts: dict[str, bytes]) -> None:
    parts[RELS] = parts[RELS].replace(
        b"</Relationships>",
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://example.org/x.png" TargetMode="External"/></Relationships>',
    )


def _attached(parts: dict[str, bytes]) -> None:
    parts["word/_rels/settings.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="file:///c:/evil.dotm" TargetMode="External"/></Relationships>'
    )


def _doctype(parts: dict[str, bytes]) -> None:
    body = parts["word/document.xml"].split(b"?>", 1)[1]
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + body


def _dde(parts: dict[str, bytes]) -> None:
    run = b"<w:r><w:instrText>%s</w:instrText></w:r>"
    paragraph = b"<w:p>" + run % b"DDE" + run % b"AUTO c:/x" + b"</w:p>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", paragraph + b"<w:sectPr", 1)


def _adds(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    def add(parts: dict[str, bytes]) -> None:
        parts[name] = content

    return add


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_external, "It points to something outside itself (image: http://example.org/x.png)"),
        (_attached, "It points to something outside itself (attachedTemplate"),
        (_doctype, "defines words of its own in its XML"),
        (_dde, "a field that Word would fetch or run"),
        (_adds("word/vbaProject.bin"), "has macros in it"),
        (_adds("word/activeX/activeX1.xml"), "ActiveX controls"),
        (_adds("word/embeddings/oleObject1.bin"), "another file embedded"),
        (_adds("../evil.xml", b"<a/>"), "leads elsewhere"),
        (_adds("word/big.xml", b"<a>" + b"x" * 9_000_000 + b"</a>"), "unpacks to far more"),
        (_adds("word/broken.xml", b"<a>"), "is damaged inside"),
    ],
)
def test_what_runs_or_points_elsewhere_is_refused(
    lead: Client, report: Event, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    assert said in refusal(lead, altered(GOOD, change))


def test_what_is_no_word_file_is_refused(lead: Client, report: Event) -> None:
    assert "choose a .docx file" in refusal(lead, GOOD, "ours.docm")
    assert "is not a DOCX file inside" in refusal(lead, b"%PDF-1.7 nothing of the kind")
    assert "is not a DOCX file inside" in refusal(lead, GOOD[: len(GOOD) // 2])
    assert lead.post(PAGE).context["form"].errors["file"] == ["Choose a file."]


def test_a_refused_one_leaves_what_was_in_force(lead: Client, report: Event) -> None:
    put(lead, GOOD)
    assert put(lead, template("{{ nothing }}")).status_code == 422
    assert WordTemplate.objects.get().removed_at is None


def test_a_template_whose_file_is_gone_is_no_fault_page(lead: Client, report: Event) -> None:
    put(lead, GOOD)
    kept = WordTemplate.objects.get()
    kept.file.storage.delete(str(kept.file.name))
    answer = lead.get(address(report, rest="filled.docx"))
    assert answer.status_code == 422
    assert "could not be filled in" in answer.content.decode()
    assert lead.get(f"{PAGE}kept.docx").status_code == 404


def _instructions(*said: str) -> str:
    return "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in said)


def _with_field(said: str) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        body = f"<w:body><w:p>{said}</w:p>".encode()
        parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", body)

    return altered(GOOD, change)


def test_a_field_in_pieces_is_seen_and_many_fields_are_read_in_time(handbook: None, lead: Client) -> None:
    assert "Word would fetch or run" in refusal(lead, _with_field(_instructions(" DDE", "AUTO c:\\x")))
    begun = time.monotonic()
    many = _instructions(*(f" PAGE {number * 7919 % 100_003}" for number in range(20_000)))
    put(lead, _with_field(many))
    assert time.monotonic() - begun < 20


def test_a_part_that_is_nothing_but_an_instruction_is_no_fault_of_the_portal(
    handbook: None, lead: Client
) -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def change(parts: dict[str, bytes]) -> None:
        parts["word/odd.xml"] = f'<w:instrText xmlns:w="{main}">DDE</w:instrText>'.encode()

    assert "Word would fetch or run" in refusal(lead, altered(GOOD, change))


BRACES = [
    ("{{" * 50_000, "more braces in it than 500 places"),
    ("}}" * 30_000, "more braces in it than 500 places"),
    ("%" * 30_000, "more braces in it than 500 places"),
    ("{{r " * 400, "({{ without }})"),
    ("{% " * 400, "({% without %})"),
    ("{%p if tone %}" * 400 + "{%p endif %}" * 400, "more braces in it than 500 places"),
    ("{% if tone %}" * 240 + "{% endif %}" * 240, "too deep in one another"),
]


@pytest.mark.parametrize(("braces", "reason"), BRACES)
def test_braces_that_would_keep_the_server_busy_are_refused_at_once(
    handbook: None, lead: Client, braces: str, reason: str
) -> None:
    chance = random.Random(1)
    noise = "".join(chance.choice("abcdefgh ") for _ in range(300_000))
    begun = time.monotonic()
    assert reason in refusal(lead, template(f"{noise}{braces}{noise}"))
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("target", ["other.docx", "../other.dotm", "share/picture.png"])
def test_what_lies_outside_is_refused_also_without_an_address(
    handbook: None, lead: Client, target: str
) -> None:
    def change(parts: dict[str, bytes]) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        link = f'<Relationship Id="rId99" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        parts[RELS] = parts[RELS].replace(b"</Relationships>", link.encode())

    assert f"points to something outside itself (image: {target})" in refusal(lead, altered(GOOD, change))


def test_the_kept_file_is_handed_out_to_be_saved_and_never_shown(handbook: None, lead: Client) -> None:
    put(lead, GOOD, "ours <b>.docx")
    answer = lead.get(reverse("documents:kept_template", args=["note"]))
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
