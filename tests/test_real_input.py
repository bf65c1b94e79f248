"""From an empty portal to a school's year, with real term dates, checked by hand against a wall calendar.

North Durham Academy 2026/27 and the Sleaford secondary schools (Lincolnshire) 2027/28, as they published them.
The extract has the shape of the DfE's register; its rows are ours.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from schedule.models import Event
from tests.files import gias_file
from tests.keeping import kept

NORTH_DURHAM, SLEAFORD = 900101, 900102

TERM_DATES = """urn,academic_year,kind,code,first_day,last_day,label
,2026/27,period,AUT1,2026-09-02,2026-10-22,
,2026/27,period,AUT2,2026-11-02,2026-12-18,
,2026/27,period,SPR1,2027-01-04,2027-02-12,
,2026/27,period,SPR2,2027-02-22,2027-03-25,
,2026/27,period,SUM1,2027-04-12,2027-05-28,
,2026/27,period,SUM2,2027-06-07,2027-07-16,
,2027/28,period,AUT1,01/09/2027,22/10/2027,
,2027/28,period,AUT2,01/11/2027,17/12/2027,
,2027/28,period,SPR1,04/01/2028,11/02/2028,
,2027/28,period,SPR2,21/02/2028,31/03/2028,
,2027/28,period,SUM1,18/04/2028,26/05/2028,
,2027/28,period,SUM2,05/06/2028,20/07/2028,
900102,2027/28,period,AUT1,03/09/2027,22/10/2027,Friday 3 September: Years 7 and 11 to 13
900102,2027/28,period,AUT2,02/11/2027,17/12/2027,
900102,2027/28,period,SPR1,05/01/2028,11/02/2028,
900102,2027/28,period,SPR2,21/02/2028,30/03/2028,
900102,2027/28,period,SUM1,18/04/2028,26/05/2028,
900102,2027/28,period,SUM2,05/06/2028,21/07/2028,
900102,2027/28,inset,,02/09/2027,,Thursday: staff training
900102,2027/28,inset,,01/11/2027,,Monday: staff training
900102,2027/28,inset,,04/01/2028,,Tuesday: staff training
900102,2027/28,inset,,31/03/2028,,Friday: staff training
"""

# key: (opens, due). Week 1 is the Monday-Friday week that holds the half-term's first day.
NORTH_DURHAM_2026 = {
    # AUT1 begins Wed 2 Sep, so week 1 is Mon 31 Aug, week 3 Mon 14 Sep, week 4 Mon 21 Sep, week 6 Mon 5 Oct.
    "P01.meeting": (date(2026, 9, 2), date(2026, 9, 18)),
    "P26.set": (date(2026, 9, 21), date(2026, 9, 25)),
    "P03.final": (date(2026, 10, 5), date(2026, 10, 9)),
    # AUT2 begins Mon 2 Nov: weeks 1 to 3 are 2 to 20 Nov; week 5 is 30 Nov to 4 Dec; week 6 is 7 to 11 Dec.
    "P10.visit#1": (date(2026, 11, 2), date(2026, 11, 20)),
    "P06.data#1": (date(2026, 11, 30), date(2026, 12, 4)),
    "P26.review#1": (date(2026, 12, 7), date(2026, 12, 11)),
    # Ten working days before Mon 2 Nov, half-term week included: Mon 19 Oct.
    "P10.focus#1": (date(2026, 10, 19), date(2026, 10, 19)),
    # Five working days after Fri 20 Nov: Fri 27 Nov.
    "P10.draft-note#1": (date(2026, 11, 27), date(2026, 11, 27)),
    # A legal deadline: Thu 31 Dec is a working day.
    "P18.publish": (date(2026, 12, 31), date(2026, 12, 31)),
    # SPR1 week 5 is Mon 1 Feb; SPR2 begins Mon 22 Feb, so its week 3 ends Fri 12 Mar.
    "P10.visit#2": (date(2027, 2, 1), date(2027, 3, 12)),
    "P06.data#2": (date(2027, 3, 8), date(2027, 3, 12)),
    # SUM1 begins Mon 12 Apr, week 3 is Mon 26 Apr; SUM2 begins Mon 7 Jun, week 4 ends Fri 2 Jul.
    "P10.visit#3": (date(2027, 4, 26), date(2027, 7, 2)),
    "P06.data#3": (date(2027, 6, 21), date(2027, 6, 25)),
}
SLEAFORD_2027 = {
    # Term 1 begins Fri 3 Sep, so week 1 is that one day, week 3 Mon 13 Sep, week 4 Mon 20 Sep, week 6 Mon 4 Oct.
    "P01.meeting": (date(2027, 9, 3), date(2027, 9, 17)),
    "P26.set": (date(2027, 9, 20), date(2027, 9, 24)),
    "P03.final": (date(2027, 10, 4), date(2027, 10, 8)),
    # Term 2 begins Tue 2 Nov after a training day; week 3 ends Fri 19 Nov; week 5 is 29 Nov to 3 Dec.
    "P10.visit#1": (date(2027, 11, 2), date(2027, 11, 19)),
    "P06.data#1": (date(2027, 11, 29), date(2027, 12, 3)),
    # Ten working days before Tue 2 Nov, the training day Mon 1 Nov being one of them: Tue 19 Oct.
    "P10.focus#1": (date(2027, 10, 19), date(2027, 10, 19)),
    "P10.draft-note#1": (date(2027, 11, 26), date(2027, 11, 26)),
    # Fri 31 Dec 2027 is a working day: 27 and 28 Dec are the substitute holidays.
    "P18.publish": (date(2027, 12, 31), date(2027, 12, 31)),
    # Term 3 begins Wed 5 Jan, week 1 is Mon 3 Jan, week 5 Mon 31 Jan; term 4 begins Mon 21 Feb, week 3 ends 10 Mar.
    "P10.visit#2": (date(2028, 1, 31), date(2028, 3, 10)),
    "P06.data#2": (date(2028, 3, 6), date(2028, 3, 10)),
    # Term 5 begins Tue 18 Apr, week 3 is Mon 1 May, the Early May holiday: it opens on Tue 2 May.
    "P10.visit#3": (date(2028, 5, 2), date(2028, 6, 30)),
    "P06.data#3": (date(2028, 6, 19), date(2028, 6, 23)),
}


@pytest.fixture(scope="module")
def filled_kept(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with kept(django_db_blocker):
        fill(tmp_path_factory.mktemp("files"))
        yield


@pytest.fixture
def filled(filled_kept: None, db: None) -> None:
    """The portal as it was filled."""


def fill(folder: Path) -> None:
    """An empty portal, filled by the five commands a trust would type."""
    extract, terms = folder / "edubasealldata20270901.csv", folder / "terms.csv"
    extract.write_bytes(
        gias_file(
            {"URN": str(NORTH_DURHAM), "EstablishmentName": "North Durham Academy"}
            | {"PhaseOfEducation (name)": "Secondary"},
            {
                "URN": str(SLEAFORD),
                "EstablishmentName": "Sleaford School",
                "PhaseOfEducation (name)": "Secondary",
            },
        )
    )
    terms.write_text(TERM_DATES, encoding="utf-8")
    call_command("import_schools", str(extract), trust_uid="90001")
    call_command("import_term_dates", str(terms))
    call_command("load_handbook", str(Path(settings.BASE_DIR) / "handbook" / "content" / "starter"))
    call_command("build_year", "2026/27")
    call_command("build_year", "2027")


def windows(urn: int, start_year: int) -> dict[str, tuple[date, date]]:
    rows = Event.objects.filter(school__urn=urn, year__start_year=start_year)
    return {key: (opens, due) for key, opens, due in rows.values_list("key", "opens_date", "due_date")}


def test_north_durham_2026_27(filled: None) -> None:
    year = windows(NORTH_DURHAM, 2026)
    assert {key: year.get(key) for key in NORTH_DURHAM_2026} == NORTH_DURHAM_2026


def test_sleaford_2027_28(filled: None) -> None:
    year = windows(SLEAFORD, 2027)
    assert {key: year.get(key) for key in SLEAFORD_2027} == SLEAFORD_2027


def test_legal_deadline_in_the_holidays_names_the_last_school_day(filled: None) -> None:
    last = Event.objects.filter(key="P18.publish").order_by("school__urn", "year__start_year")
    days = [event.last_school_date for event in last if event.school and event.school.urn == SLEAFORD]
    assert days == [date(2026, 12, 18), date(2027, 12, 17)]


def test_a_second_build_changes_nothing(filled: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = list(Event.objects.order_by("pk").values_list("pk", "revision", "changed_at"))
    call_command("build_year", "2026/27")
    assert list(Event.objects.order_by("pk").values_list("pk", "revision", "changed_at")) == before
