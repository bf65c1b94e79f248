"""A closed year: its figures, its events, and its PDFs."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, DjangoDbBlocker
from pytest_django.fixtures import Settings

from handbook.models import Step
from people.models import User
from schedule.actions import archives, complete_event, mark_not_needed, move_event
from schedule.actions.rollover import carry_over, close_year
from schedule.models import Event, YearArchive
from schedule.queries.archive import outcome_of
from schedule.tasks import make_archive, sweep_archives
from schools.models import School, SchoolYear
from tests.adapters.accessible import faults
from tests.adapters.test_pdf import elements, figures, without_pango
from tests.conftest import ClientOf, MakePerson, people
from tests.keeping import kept
from tests.schedule.test_rollover import LAST_DAY, LATER, NEW_DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("closed_kept")]
PAGE = "/years/2026/archive/"


@pytest.fixture(scope="module")
def closed_kept(next_year_kept: SchoolYear, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept(django_db_blocker):
        _close(SchoolYear.objects.get(start_year=2026), next_year_kept)
        yield


@pytest.fixture
def lead(year: SchoolYear) -> User:
    return User.objects.get(name="Dan Firth")


@pytest.fixture
def closed(year: SchoolYear) -> SchoolYear:
    return year


def _close(year: SchoolYear, next_year: SchoolYear) -> None:
    """At Alder: one on time, one late, one not needed, one moved too late, one carried over; the rest not done."""
    lead = people()("improvement_lead", name="Dan Firth")
    birch = School.objects.get(short_name="Birch")
    alders = Event.objects.select_related("school", "year", "step__process").filter(
        school__short_name="Alder", year=year
    )
    done = {"P01.meeting": date(2026, 9, 18), "P07.moderate": date(2026, 12, 15)}
    for key, day in done.items():
        complete_event(event=alders.get(key=key), done_date=day, by=lead, now=LATER, today=LAST_DAY)
    not_needed, moved = alders.get(key="P15.statement"), alders.get(key="P10.visit")
    mark_not_needed(event=not_needed, reason="Agreed in June.", by=lead, now=LATER, today=LAST_DAY)
    move_event(
        event=moved, to_date=date(2026, 12, 8), reason="An inspection.", by=lead, now=LATER, today=date(2026, 11, 27)
    )  # fmt: skip
    School.objects.filter(pk=birch.pk).update(tier=3)
    Event.objects.create(
        school=birch, year=year, key="P20.review", step=_tier_step(), title="Tier review", owner_role="ceo",
        opens_date=LAST_DAY, scheduled_date=LAST_DAY, due_date=LAST_DAY, changed_at=LATER,
    )  # fmt: skip
    carry_over(events={moved.pk: NEW_DAY}, into=next_year, by=lead, now=LATER, today=LAST_DAY)
    close_year(year=year, by=lead, now=LATER, today=LAST_DAY)


def _tier_step() -> Step:
    return Step.objects.get(process__code="P20", code="review")


def archive_of(school: School | None) -> YearArchive:
    return YearArchive.objects.select_related("year", "school").get(year__start_year=2026, school=school)


def row_of(answer: Any, name: str) -> Any:
    return next(row for row in answer.context["figures"] if row.name == name)


def titles(answer: Any) -> list[str]:
    return [line.title for _, lines in answer.context["groups"] for line in lines]


def paper_of(place: School | None) -> PdfReader:
    with archive_of(place).file.open("rb") as file:
        return PdfReader(io.BytesIO(file.read()))


def text_of(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def test_figures_of_each_school(closed: SchoolYear, alder: School, client_of: ClientOf, lead: User) -> None:
    answer = client_of(lead).get(PAGE)
    row = row_of(answer, "Alder")
    total = Event.objects.filter(year=closed, school=alder).count()
    assert (row.on_time, row.late, row.not_needed, row.not_done) == (1, 1, 1, total - 3)
    assert (row.carried, row.kept, row.broken, row.total) == (1, 0, 1, total)
    assert [one.name for one in answer.context["figures"]] == ["Alder", "Birch", "The trust"]
    assert answer.context["whole"].total == Event.objects.filter(year=closed).count()


def test_events_narrowed(closed: SchoolYear, client_of: ClientOf, lead: User) -> None:
    client = client_of(lead)
    for outcome, found in {
        "on-time": ["P01 meeting"], "late": ["P07 moderate"], "not-needed": ["P15 statement"],
        "moved": ["P10 visit"], "carried": ["P10 visit"],
    }.items():  # fmt: skip
        assert titles(client.get(PAGE, {"school": "900001", "outcome": outcome})) == found, outcome
    assert titles(client.get(PAGE, {"school": "900001", "outcome": "moved", "process": "P99"})) == []
    assert titles(client.get(PAGE, {"outcome": "moved"})) == []  # no school is chosen


def test_an_event_says_how_it_ended(closed: SchoolYear, client_of: ClientOf, lead: User) -> None:
    text = " ".join(
        client_of(lead).get(PAGE, {"school": "900001", "process": "P10"}).content.decode().split()
    )
    assert (
        "Was Tuesday 1 December 2026 (Autumn 2, week 5), moved to Tuesday 8 December 2026 (Autumn 2, week 6) "
        "by Dan Firth, because: An inspection."
    ) in text
    assert "2 working days’ notice, where 20 were promised" in text
    assert "carried over to 2027/28" in text


def test_the_day_it_is_due_is_on_time() -> None:
    day = date(2026, 12, 1)
    assert [outcome_of("done", day, day + timedelta(n)).words for n in (-1, 0, 1)] == [
        "Done on time", "Done on time", "Done late",
    ]  # fmt: skip
    assert outcome_of("agreed", day, None).words == "Not done"


def test_each_sees_their_own_schools_and_tiers_only_who_may(
    closed: SchoolYear, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head, governor = (client_of(make_person(role, birch)) for role in ("headteacher", "local_governor"))
    trustee = client_of(make_person("trustee"))
    assert [row.name for row in head.get(PAGE).context["figures"]] == ["Birch", "The trust"]
    assert "Tier review" in titles(head.get(PAGE))
    assert "Tier review" not in titles(governor.get(PAGE))
    assert "Tier review" not in titles(trustee.get(PAGE, {"school": "900002"}))
    rows = [row_of(client.get(PAGE), "Birch").total for client in (head, governor, trustee)]
    assert rows == [rows[1] + 1, rows[1], rows[1]]
    # Another school's is not theirs, whatever the address says.
    assert titles(head.get(PAGE, {"school": "900001"})) == titles(head.get(PAGE))
    assert [head.get(f"{PAGE}{name}.pdf").status_code for name in ("900001", "900002", "trust")] == [
        404,
        202,
        403,
    ]


def test_an_open_year_has_no_archive(client_of: ClientOf, lead: User) -> None:
    client = client_of(lead)
    for name in ("", "all.zip", "trust.pdf"):
        assert client.get(f"/years/2027/archive/{name}").status_code == 404


def test_it_asks_as_much_of_three_schools_as_of_two(
    closed: SchoolYear, trust: Any, client_of: ClientOf, lead: User,
    django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = client_of(lead)
    client.get(PAGE, {"school": "900001"})
    with django_assert_max_num_queries(18) as before:
        client.get(PAGE, {"school": "900001"})
    cedar = School.objects.create(trust=trust, urn=900003, name="Cedar Primary School", phase="primary")
    Event.objects.filter(year=closed, school__urn=900002, key="P07.moderate").update(school=cedar)
    with django_assert_num_queries(len(before.captured_queries)):
        client.get(PAGE, {"school": "900001"})


# ---------------------------------------------------------------- the PDFs


@pytest.mark.once
def test_the_paper_of_a_school(closed: SchoolYear, alder: School, client_of: ClientOf, lead: User) -> None:
    make_archive(pk=archive_of(alder).pk)
    answer: Any = client_of(lead).get(f"{PAGE}900001.pdf")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-cache")
    reader = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    root: Any = reader.root_object
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "en-GB")
    assert reader.metadata is not None
    assert reader.metadata.title == "The year 2026/27 at Alder Primary School"
    headings = [node["/S"] for node in elements(reader) if node["/S"] in ("/H1", "/H2", "/H3")]
    assert headings == ["/H1", *["/H2"] * 6]
    assert len(figures(reader)) == 1
    assert faults(reader) == []
    text = text_of(reader)
    for words in (
        "Closed on Wednesday 21 July 2027 by Dan Firth",
        "✓ Done on time 18 Sep 2026, Dan Firth",
        "◆ Done late 15 Dec 2026, Dan Firth",
        "Agreed in June.",
        "because: An inspection. 2 working days’ notice, where 20 were promised",
        "▲ Not done carried over to 2027/28",
    ):
        assert words in text
    assert archive_of(alder).pages == len(reader.pages)


@pytest.mark.once
def test_the_paper_of_the_trust_tells_notice_and_no_tiers(closed: SchoolYear, birch: School) -> None:
    for place in (None, birch):
        make_archive(pk=archive_of(place).pk)
    trust, school = (text_of(paper_of(place)) for place in (None, birch))
    assert "Notice that was broken" in trust
    assert "2 working days’ notice, where 20 were promised" in trust
    assert "Tier review" not in trust + school


def test_made_once_however_often_it_is_begun(closed: SchoolYear, alder: School) -> None:
    pk = archive_of(alder).pk
    assert [archives.claim_archive(pk=pk, now=LATER) for _ in range(2)] == [True, False]
    make_archive(pk=pk)
    assert (archive_of(alder).state, archive_of(alder).attempts) == ("waiting", 1)


def test_the_sweep_frees_three_times_and_then_gives_up(closed: SchoolYear, alder: School) -> None:
    pk = archive_of(alder).pk
    YearArchive.objects.exclude(pk=pk).delete()
    now = LATER
    for _ in range(2):
        assert archives.claim_archive(pk=pk, now=now)
        assert archives.sweep_archives(now=now + archives.STALE).waiting == ()
        now += archives.STALE + timedelta(seconds=1)
        assert archives.sweep_archives(now=now).waiting == (pk,)
    assert archives.claim_archive(pk=pk, now=now)
    swept = archives.sweep_archives(now=now + archives.STALE + timedelta(seconds=1))
    assert str(swept) == "0 freed, 1 given up, 0 handed on"
    assert (archive_of(alder).state, archive_of(alder).attempts) == ("failed", 3)


def test_the_sweep_makes_what_nobody_has_begun(
    closed: SchoolYear, alder: School, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    """Here on a machine that cannot make any, which is quicker."""
    without_pango(monkeypatch, tmp_path)
    YearArchive.objects.exclude(school=alder).delete()
    YearArchive.objects.update(asked_at=LATER - timedelta(days=400))
    with django_capture_on_commit_callbacks(execute=True):
        sweep_archives()
    assert (archive_of(alder).state, archive_of(alder).attempts) == ("failed", 1)


def test_waiting_can_be_made_now_and_what_failed_again(
    closed: SchoolYear, alder: School, client_of: ClientOf, lead: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    client = client_of(lead)
    assert "Make it now" in client.get(f"{PAGE}900001.pdf").content.decode()
    archives.fail_archive(pk=archive_of(alder).pk, why="The disk was full.")
    waits = client.get(f"{PAGE}900001.pdf")
    assert (waits.status_code, "The disk was full." in waits.content.decode()) == (202, True)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{PAGE}make/", {"school": "900001"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}900001.pdf")
    assert archive_of(alder).state == "ready"
    assert client.post(f"{PAGE}make/", {"school": "9" * 30}).status_code == 404
    part = client.get(f"{PAGE}900001.pdf", headers={"HX-Request": "true"})
    assert "Open the PDF" in part.content.decode()


def test_without_pango_it_says_what_is_missing(
    closed: SchoolYear, alder: School, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_pango(monkeypatch, tmp_path)
    make_archive(pk=archive_of(alder).pk)
    assert archive_of(alder).error.startswith("This server cannot make PDFs yet")


def test_all_in_one_file_once_all_are_made(
    closed: SchoolYear, client_of: ClientOf, lead: User, settings: Settings
) -> None:
    client = client_of(lead)
    answer = client.get(f"{PAGE}all.zip", follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "3 of 3 PDFs are not ready yet. Take them together when all are."
    ]
    for one in YearArchive.objects.select_related("year", "school"):
        archives.finish_archive(archive=one, pdf=b"%PDF-1.7", pages=1, now=LATER)
    packed: Any = client.get(f"{PAGE}all.zip")
    file = zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content)))
    assert sorted(file.namelist()) == ["2026-27-alder.pdf", "2026-27-birch.pdf", "2026-27-trust.pdf"]
    assert file.read("2026-27-alder.pdf") == b"%PDF-1.7"
