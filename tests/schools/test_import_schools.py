"""Schools come out of the DfE's register by name of column; a second run says what changed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import AuditEntry
from schools.models import Import, School, Trust
from tests.files import gias_file

pytestmark = pytest.mark.django_db


def bring(tmp_path: Path, data: bytes, capsys: Any, *options: str) -> str:
    path = tmp_path / "edubasealldata20261101.csv"
    path.write_bytes(data)
    call_command("import_schools", str(path), *options)
    return str(capsys.readouterr().out)


def refusal(tmp_path: Path, data: bytes, *options: str) -> str:
    path = tmp_path / "extract.csv"
    path.write_bytes(data)
    with pytest.raises(CommandError) as caught:
        call_command("import_schools", str(path), *options)
    assert (School.objects.count(), Import.objects.count()) == (0, 0)
    return str(caught.value)


def test_first_run_makes_the_trust_and_its_schools(tmp_path: Path, capsys: Any) -> None:
    data = gias_file(
        {},
        {"URN": "900002", "EstablishmentName": "Sainte-Thérèse Academy", "EstablishmentNumber": "4001"}
        | {"PhaseOfEducation (name)": "Secondary", "StatutoryHighAge": "18"}
        | {"OfficialSixthForm (name)": "Has a sixth form"},
        {"URN": "900003", "TypeOfEstablishment (name)": "Academy special converter"}
        | {"EstablishmentName": "Hazel School", "PhaseOfEducation (name)": "Not applicable"},
        {"URN": "800001", "EstablishmentName": "Somebody else's", "Trusts (code)": "77"},
    )
    out = bring(tmp_path, data, capsys, "--trust-uid", "90001")
    assert out.splitlines()[-4:] == ["3 added", "0 updated", "0 unchanged", "0 closed, left out"]
    trust = Trust.objects.get()
    assert (trust.uid, trust.name) == ("90001", "FENMOOR ACADEMIES TRUST")
    rows = School.objects.order_by("urn").values_list(
        "urn", "name", "phase", "laestab", "roll", "has_sixth_form"
    )
    assert list(rows) == [
        (900001, "Alder Primary School", "primary", "9252001", 204, False),
        (900002, "Sainte-Thérèse Academy", "secondary", "9254001", 204, True),
        (900003, "Hazel School", "special", "9252001", 204, False),
    ]
    assert AuditEntry.objects.filter(action="import.apply").get().after == "3 new"


def test_second_run_updates_and_says_what_changed(tmp_path: Path, capsys: Any) -> None:
    bring(tmp_path, gias_file({}), capsys, "--trust-uid", "90001")
    again = bring(tmp_path, gias_file({}), capsys)
    assert again.splitlines() == ["0 added", "0 updated", "1 unchanged", "0 closed, left out"]
    out = bring(tmp_path, gias_file({"NumberOfPupils": "211"}), capsys)
    assert out.splitlines()[0] == "900001 Alder Primary School: roll was 204, is 211"
    assert School.objects.get().roll == 211


def test_dry_run_changes_nothing(tmp_path: Path, capsys: Any) -> None:
    out = bring(tmp_path, gias_file({}), capsys, "--trust-uid", "90001", "--dry-run")
    assert out.splitlines()[-1] == "Dry run: nothing was changed."
    assert (School.objects.count(), Import.objects.count(), Trust.objects.count()) == (0, 0, 0)


def test_school_of_two_trusts_is_found_and_takes_the_right_name(tmp_path: Path, capsys: Any) -> None:
    data = gias_file({"Trusts (code)": "555~90001", "Trusts (name)": "OTHER TRUST~FENMOOR ACADEMIES TRUST"})
    bring(tmp_path, data, capsys, "--trust-uid", "90001")
    assert Trust.objects.get().name == "FENMOOR ACADEMIES TRUST"


def test_closed_school_is_left_out_but_a_known_one_is_marked_closed(tmp_path: Path, capsys: Any) -> None:
    closed = {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}
    out = bring(tmp_path, gias_file({}, {"URN": "900009"} | closed), capsys, "--trust-uid", "90001")
    assert out.splitlines()[-1] == "1 closed, left out"
    bring(tmp_path, gias_file(closed), capsys)
    assert School.objects.get().status == "closed"


def test_school_the_file_no_longer_counts_is_reported_and_kept(tmp_path: Path, capsys: Any) -> None:
    bring(tmp_path, gias_file({}, {"URN": "900002"}), capsys, "--trust-uid", "90001")
    out = bring(tmp_path, gias_file({}), capsys)
    assert "900002 Alder Primary School: no longer in this trust in the file; kept" in out.splitlines()
    assert School.objects.count() == 2


def test_header_may_stand_below_title_lines(tmp_path: Path, capsys: Any) -> None:
    bring(tmp_path, gias_file({}, title_lines=2), capsys, "--trust-uid", "90001")
    assert School.objects.count() == 1


def test_utf8_with_a_byte_order_mark_is_read_too(tmp_path: Path, capsys: Any) -> None:
    data = gias_file({"EstablishmentName": "Thérèse"}, encoding="utf-8-sig")
    bring(tmp_path, data, capsys, "--trust-uid", "90001")
    assert School.objects.get().name == "Thérèse"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"URN": ""}, "row 2, URN: is empty."),
        ({"URN": "9x"}, "row 2, URN: '9x' is not a whole number from 1 to 9999999."),
        ({"OpenDate": "2014-31-31"}, "row 2, OpenDate: '2014-31-31' is not a date written as DD-MM-YYYY."),
        ({"NumberOfPupils": "lots"}, "row 2, NumberOfPupils: 'lots' is not a whole number from 0 to 20000."),
        ({"PercentageFSM": "NaN"}, "row 2, PercentageFSM: 'NaN' is not a percentage."),
        ({"PhaseOfEducation (name)": "Tertiary"}, "'Tertiary' is not a phase this portal knows."),
        (
            {"EstablishmentName": '=HYPERLINK("x")'},
            "row 2, EstablishmentName: starts with '=', which a spreadsheet",
        ),
        ({"EstablishmentName": "A\u202eB"}, None),
        ({"EstablishmentStatus (name)": "Ajar"}, "'Ajar' is not one of Open, Closed"),
        ({"EstablishmentNumber": "12"}, "'925' and '12' make no LAESTAB."),
    ],
)
def test_bad_cell_is_named_by_row_and_column(
    tmp_path: Path, change: dict[str, str], sentence: str | None
) -> None:
    encoding = "utf-8" if sentence is None else "cp1252"
    said = refusal(tmp_path, gias_file(change, encoding=encoding), "--trust-uid", "90001")
    assert (sentence or "holds control characters") in said
    assert said.endswith("Nothing was changed.")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "It is empty."),
        (b"PK\x03\x04rest", "It is a spreadsheet or zip, not a CSV"),
        ("URN,x\n1,2".encode("utf-16"), "It is not plain text CSV"),
        (b"name,town\na,b\n", "None of its first three lines is a header with the column URN."),
        (b"URN,EstablishmentName\n1,a\n", "It has no column LA (code), EstablishmentNumber"),
        (b'URN,"unclosed\n', "cannot be read as CSV"),
        (b"\x81\x8d\x8f URN", "Its letters are neither UTF-8 nor Windows-1252"),
    ],
)
def test_file_that_is_no_extract_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    assert sentence in refusal(tmp_path, data, "--trust-uid", "90001")


def test_cut_file_is_refused_with_the_row(tmp_path: Path) -> None:
    data = gias_file({}, {"URN": "900002"})
    said = refusal(tmp_path, data[: len(data) - 120], "--trust-uid", "90001")
    assert "Row 3" in said


def test_unknown_trust_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, gias_file({}), "--trust-uid", "1")
    assert "None of its 1 rows belongs to the trust with Group UID 1." in said


def test_first_run_asks_which_trust(tmp_path: Path) -> None:
    assert "Which trust? Give its GIAS Group UID" in refusal(tmp_path, gias_file({}))


def test_same_school_twice_is_refused(tmp_path: Path) -> None:
    assert "row 3, URN: 900001 stands in row 2 already." in refusal(
        tmp_path, gias_file({}, {}), "--trust-uid", "90001"
    )


def test_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("import_schools", str(tmp_path / "none.csv"))


@pytest.mark.once  # reading it is what takes time, and two schools of it are written
def test_national_extract_of_51_000_rows_is_read(tmp_path: Path, capsys: Any) -> None:
    others = [{"URN": str(100000 + n), "Trusts (code)": str(n % 900)} for n in range(51_000)]
    out = bring(tmp_path, gias_file(*others, {}), capsys, "--trust-uid", "90001")
    assert out.splitlines()[-4] == "1 added"
