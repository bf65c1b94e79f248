"""Term dates come from one CSV; a bad file names each bad row and changes nothing."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from schools.management.commands import import_term_dates
from schools.models import Import, NonPupilDay, Period, School, SchoolYear
from schools.queries import calendar_of
from schools.reading import read_term_dates
from tests.conftest import NOW, MakePerson
from tests.files import DEFAULT_LINES, term_file

pytestmark = pytest.mark.django_db


def bring(tmp_path: Path, data: bytes, *options: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(data)
    call_command("import_term_dates", str(path), *options)


def refusal(tmp_path: Path, data: bytes) -> list[str]:
    before = (Period.objects.count(), NonPupilDay.objects.count())
    with pytest.raises(CommandError) as caught:
        bring(tmp_path, data)
    assert (Period.objects.count(), NonPupilDay.objects.count()) == before
    lines = str(caught.value).splitlines()
    assert lines.pop() == "Nothing was changed."
    return lines


def test_its_help_says_all_that_a_file_may_hold() -> None:
    words = " ".join(
        import_term_dates.Command().create_parser("manage.py", "import_term_dates").format_help().split()
    )
    for needed in (
        "urn, academic_year, kind, code",
        "Leave urn empty",
        "period, inset, closure, data",
        "AUT1, AUT2",
    ):
        assert needed in words


def test_default_dates_make_the_trusts_year(tmp_path: Path) -> None:
    bring(tmp_path, term_file())
    calendar = calendar_of(SchoolYear.objects.get(start_year=2026), None)
    assert [period.code for period in calendar.periods] == ["AUT1", "AUT2", "SPR1", "SPR2", "SUM1", "SUM2"]
    # By hand: 3 + 7 weeks; 7 weeks; 6 weeks; 4 weeks + 4; 7 weeks less Early May; 6 weeks + 3
    assert len(calendar.school_days) == 38 + 35 + 30 + 24 + 34 + 33


def test_schools_own_half_term_replaces_the_trusts_and_the_rest_stays(
    tmp_path: Path, alder: School, birch: School
) -> None:
    bring(tmp_path, term_file())
    bring(tmp_path, term_file("900001,2026/27,period,AUT1,02/09/2026,16/10/2026,"))
    year = SchoolYear.objects.get(start_year=2026)
    assert calendar_of(year, alder).periods[0].last == date(2026, 10, 16)
    assert calendar_of(year, alder).periods[1].first == date(2026, 11, 2)
    assert calendar_of(year, birch).periods[0].last == date(2026, 10, 23)


def test_own_inset_days_replace_the_trusts_and_closures_add(tmp_path: Path, alder: School) -> None:
    trust = (*DEFAULT_LINES, ",2026/27,inset,,2026-09-01,,", ",2026/27,closure,,2026-11-13,,Trust conference")
    own = ("900001,2026/27,inset,,2026-11-02,,", "900001,2026/27,closure,,2027-03-04,,Polling day")
    bring(tmp_path, term_file(*trust, *own))
    calendar = calendar_of(SchoolYear.objects.get(start_year=2026), alder)
    assert [(day.date, day.kind) for day in calendar.closed] == [
        (date(2026, 11, 2), "inset"),
        (date(2026, 11, 13), "closure"),
        (date(2027, 3, 4), "closure"),
    ]


def test_second_file_restates_the_year_of_the_urns_it_names(
    tmp_path: Path, alder: School, capsys: Any
) -> None:
    bring(tmp_path, term_file())
    bring(tmp_path, term_file("900001,2026/27,inset,,2026-10-19,,"))
    bring(tmp_path, term_file("900001,2026/27,inset,,2026-10-20,,Moved"))
    assert list(NonPupilDay.objects.filter(school=alder).values_list("first_date", flat=True)) == [
        date(2026, 10, 20)
    ]
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "2026/27 Alder Primary School: changed",
        "  adds INSET 20 October 2026 (Moved)",
        "  takes away INSET 19 October 2026",
    ]
    assert Period.objects.filter(school=None).count() == 6


def test_dry_run_changes_nothing(tmp_path: Path) -> None:
    bring(tmp_path, term_file(), "--dry-run")
    assert Period.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("900099,2026/27,inset,,2026-11-02,,", "row 8, urn: 900099 is not a school of this trust."),
        ("9x,2026/27,inset,,2026-11-02,,", "row 8, urn: '9x' is not a URN."),
        (
            ",2026/28,inset,,2026-11-02,,",
            "row 8, academic_year: '2026/28' is not a school year such as 2026/27.",
        ),
        (
            ",2026/27,holiday,,2026-11-02,,",
            "row 8, kind: 'holiday' is not one of period, inset, closure, data.",
        ),
        (",2026/27,period,AUT3,2026-11-02,2026-11-03,", "row 8, code: 'AUT3' is not one of AUT1, AUT2"),
        (",2026/27,inset,,2026-02-30,,", "row 8, first_day: '2026-02-30' is not a day written as"),
        (",2026/27,inset,,2026-11-07,,", "row 8, first_day: 7 November 2026 is a Saturday."),
        (",2026/27,inset,,2026-08-31,,", "row 8, first_day: 31 August 2026 is a bank holiday"),
        (
            ",2027/28,inset,,2028-01-01,,Monday 1 January",
            "row 8, label: says Monday, but 1 January 2028 is a Saturday.",
        ),
        (",2026/27,closure,,2026-11-09,2026-11-05,", "is before the first day"),
        (",2026/27,closure,,2026-09-09,2027-01-05,", "makes a run of 119 closed days."),
        (
            ",2026/27,inset,,2028-11-02,,",
            "row 8: 2026/27 at the trust: The inset day Thursday 2 November 2028 is outside",
        ),
        (",2026/27,period,AUT1,2026-09-02,2026-10-23,", "row 8: says again what row 2 says (period AUT1)."),
        (
            ",2026/27,inset,,2026-11-02,,=cmd()",
            "row 8, label: starts with '=', which a spreadsheet would run",
        ),
    ],
)
def test_bad_row_is_named_and_nothing_changes(
    tmp_path: Path, alder: School, line: str, sentence: str
) -> None:
    said = refusal(tmp_path, term_file(*DEFAULT_LINES, line))
    assert any(sentence in found for found in said), said


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, term_file(",2026/27,x,,2026-11-02,,", ",2026/27,inset,,nonsense,,"))
    assert [line.split(":")[0] for line in said] == ["terms.csv, row 2, kind", "terms.csv, row 3, first_day"]


def test_overlapping_half_terms_are_refused(tmp_path: Path) -> None:
    lines = [line.replace("2026-11-02", "2026-10-20") for line in DEFAULT_LINES]
    said = refusal(tmp_path, term_file(*lines))
    assert any("AUT2 begins on Tuesday 20 October 2026, before AUT1 is over" in line for line in said), said


def test_overlap_of_an_exception_with_the_trusts_dates_is_refused(tmp_path: Path, alder: School) -> None:
    bring(tmp_path, term_file())
    said = refusal(tmp_path, term_file("900001,2026/27,period,AUT1,2026-09-02,2026-11-06,"))
    assert any("2026/27 at 900001" in line for line in said), said


def test_missing_half_term_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, term_file(*DEFAULT_LINES[:5]))
    assert any("SUM2 is missing" in line for line in said), said


def test_the_wrong_file_is_refused_by_its_columns(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"a,b\n1,2\n") == [
        "terms.csv, the file: None of its first three lines is a header with the column academic_year."
    ]


def test_one_inset_day_for_the_trust_does_not_take_its_half_terms_away(tmp_path: Path) -> None:
    """A file states the whole year it names; half a year is refused, not applied."""
    bring(tmp_path, term_file())
    said = refusal(tmp_path, term_file(",2026/27,inset,,2026-09-01,,INSET"))
    assert "terms.csv, the file: 2026/27 at the trust: AUT1 is missing: a year has six half-terms." in said
    assert Period.objects.filter(school=None).count() == 6


def test_a_file_name_that_cannot_be_shown_is_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "te\u202erms\udcff.csv"
    path.write_bytes(term_file())
    call_command("import_term_dates", str(path))
    assert Import.objects.get().file_name == "terms.csv"


CLOSED = "2026/27 is closed: it is kept as it was, and nothing in it changes any more."


def close(start: int, make_person: MakePerson) -> None:
    year, _ = SchoolYear.objects.get_or_create(start_year=start)
    SchoolYear.objects.filter(pk=year.pk).update(closed_at=NOW, closed_by=make_person("improvement_lead"))


def test_a_closed_year_is_named_once_and_the_file_is_not_used(
    tmp_path: Path, trust: object, make_person: MakePerson
) -> None:
    close(2026, make_person)
    assert refusal(tmp_path, term_file()) == [
        f"terms.csv, row 2, academic_year: {CLOSED} Leave its rows out of the file."
    ]
    assert (Import.objects.count(), SchoolYear.objects.count()) == (0, 1)


def test_a_year_that_closes_between_reading_and_applying_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trust: object, make_person: MakePerson
) -> None:
    """The command reads and applies in one go: here the year closes in between."""

    def reads_and_then(**how: Any) -> Import:
        kept = read_term_dates(**how)
        close(2026, make_person)
        return kept

    monkeypatch.setattr(import_term_dates, "read_term_dates", reads_and_then)
    assert refusal(tmp_path, term_file()) == [CLOSED]
    assert Import.objects.count() == 0


def test_the_other_years_can_still_be_brought_in(
    tmp_path: Path, trust: object, make_person: MakePerson
) -> None:
    close(2025, make_person)
    bring(tmp_path, term_file())
    assert Period.objects.filter(year__start_year=2026).count() == 6
