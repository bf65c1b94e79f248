"""`manage.py build_year`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from handbook.models import Edition
from schedule.models import Event
from schools.models import Period, School, SchoolYear
from tests.schedule.conftest import SMALL, changed, publish


def run(*args: str) -> list[str]:
    out = StringIO()
    call_command("build_year", *args, stdout=out)
    return out.getvalue().splitlines()


def test_prints_what_it_added(small: Edition, alder: School, year: SchoolYear) -> None:
    lines = run("2026/27")
    assert lines[0] == "Added (16)"
    assert "  Alder: P10 visit (P10.visit), Tue 1 Dec 2026" in lines
    assert "  The trust: P01 slots (P01.slots), Mon 29 Jun to Fri 3 Jul 2026" in lines
    assert lines[-1] == (
        "2026/27: 16 added, 0 moved, 0 withdrawn, 0 retitled, 0 kept as people left them, 0 otherwise updated, "
        "0 unchanged. Written."
    )
    assert Event.objects.count() == 16


def test_a_second_run_says_that_nothing_changed(small: Edition, alder: School, year: SchoolYear) -> None:
    run("2026")
    assert run("2026") == [
        (
            "2026/27: 0 added, 0 moved, 0 withdrawn, 0 retitled, 0 kept as people left them, 0 otherwise updated, "
            "16 unchanged. Nothing to change."
        )
    ]


def test_a_dry_run_prints_the_moves_and_writes_nothing(
    small: Edition, alder: School, year: SchoolYear
) -> None:
    run("2026")
    publish(changed(SMALL, "P15.statement", timing="AUT2 W6 Thu"), number=2)
    before = list(Event.objects.order_by("pk").values_list())
    lines = run("2026", "--dry-run")
    assert lines[:2] == [
        "Moved (1)",
        "  Alder: P15 statement (P15.statement), Thu 3 Dec 2026 -> Thu 10 Dec 2026",
    ]
    assert lines[-1].endswith("Nothing was written (dry run).")
    assert list(Event.objects.order_by("pk").values_list()) == before


def test_says_how_the_trusts_own_dates_come_in_where_only_a_school_has_some(
    small: Edition, alder: School, year: SchoolYear
) -> None:
    Period.objects.filter(year=year).update(school=alder)
    with pytest.raises(
        CommandError, match=r"no term dates of the trust’s own: .* in lines whose urn is empty"
    ):
        run("2026")
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("twenty", '"twenty" is not a school year: write 2026 or 2026/27. Nothing was changed.'),
        ("2031", "2031/32 has no term dates: import them first with import_term_dates. Nothing was changed."),
        (
            "2026",
            "No handbook is in force: publish an edition, or load one with load_handbook. Nothing was changed.",
        ),
    ],
)
def test_says_in_a_sentence_why_not(year: SchoolYear, argument: str, sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(argument)
    assert str(refused.value) == sentence
