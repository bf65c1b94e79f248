"""`/notice/`: what moved, whether it was said in time, and against whom it counts."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from schedule.actions import move_event, undo_move
from schedule.models import Amendment, Event, Move
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, EventOf, publish

pytestmark = pytest.mark.usefixtures("built_kept")

PAGE = "/notice/"


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


@pytest.fixture
def office(lead: User, client_of: ClientOf) -> Client:
    return client_of(lead)


def move(event: Event, to: date, by: User, *, asked: bool = False, reason: str = "Snow.") -> int:
    return move_event(
        event=event, to_date=to, reason=reason, by=by, now=NOW, today=TODAY, asked_by_school=asked
    ).pk


@pytest.fixture
def moved(built: object, alder: School, birch: School, event_of: EventOf, lead: User) -> None:
    """Too little notice at Alder, enough at Alder, asked for by Birch, and one that was taken back."""
    move(event_of(alder, "P10.visit"), date(2026, 12, 8), lead)
    move(event_of(alder, "P06.data#2"), date(2027, 3, 16), lead)
    move(event_of(birch, "P10.visit"), date(2026, 12, 8), lead, asked=True)
    gone = event_of(birch, "P15.statement")
    move(gone, date(2026, 12, 8), lead)
    undo_move(event=gone, by=lead, now=NOW + timedelta(minutes=1), today=TODAY)


def total(client: Client, query: str = "") -> tuple[int, int, int, int]:
    return summed(client.get(PAGE + query).context["notice"].total)


def summed(one: Any) -> tuple[int, int, int, int]:
    return one.changes, one.kept, one.broken, one.asked


def rows(client: Client, query: str = "") -> list[list[str]]:
    data = client.get(f"{PAGE}moves.csv{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data)))


def test_nothing_moved_teaches(built: object, office: Client) -> None:
    body = office.get(PAGE).content.decode()
    assert ("No date has moved in 2026/27." in body, "Nothing to count" in body) == (True, True)


def test_breaches_count_against_the_trust_and_what_the_school_asked_does_not(
    moved: None, office: Client
) -> None:
    page = office.get(PAGE).context["notice"]
    assert summed(page.total) == (3, 1, 1, 1)
    assert [(one.name, *summed(one)) for one in page.schools] == [
        ("Alder", 2, 1, 1, 0),
        ("Birch", 1, 0, 0, 1),
    ]
    assert [(one.name, *summed(one)) for one in page.processes] == [
        ("P10 Process P10", 2, 0, 1, 1),
        ("P06 Process P06", 1, 1, 0, 0),
    ]


def test_what_an_edition_moved_counts_too(
    moved: None, office: Client, alder: School, event_of: EventOf
) -> None:
    event = event_of(alder, "P15.statement")
    edition = publish(SMALL, number=2, reason="Appraisal comes later.", when=NOW)
    for given in (3, 20):
        Amendment.objects.create(
            edition=edition, event=event, school=alder, year=event.year, key=event.key, title=event.title,
            owner_role="headteacher", kind="moved", from_date=date(2026, 12, 3), to_date=date(2026, 12, 10),
            notice_given=given, notice_promised=20,
        )  # fmt: skip
    assert total(office, "?process=P15") == (2, 1, 1, 0)
    said = office.get(PAGE).content.decode()
    assert "Moved by Daniel Firth on 23 November 2026</small>" in said
    assert "Moved by edition 2 of the handbook, published by The portal on 23 November 2026</small>" in said
    assert "by hand" not in said
    told = [(row[1], row[7], row[10], row[12]) for row in rows(office, "?process=P15")[1:]]
    assert told == [
        ("Moved by edition 2", "20", "No", "Appraisal comes later."),
        ("Moved by edition 2", "3", "Yes", "Appraisal comes later."),
    ]


@pytest.mark.once  # links of a page
def test_the_filter_is_kept_in_the_address(moved: None, office: Client) -> None:
    for query, expected in (
        ("?school=900001", (2, 1, 1, 0)),
        ("?school=900002", (1, 0, 0, 1)),
        ("?school=trust", (0, 0, 0, 0)),
        ("?school=123456", (0, 0, 0, 0)),
        ("?process=P06", (1, 1, 0, 0)),
        ("?process=P0", (0, 0, 0, 0)),
        ("?broken=1", (1, 0, 1, 0)),
        ("?year=2027", (0, 0, 0, 0)),
        ("?school=900001&process=P10&broken=1&year=2026", (1, 0, 1, 0)),
    ):
        assert (query, total(office, query)) == (query, expected)
        assert (query, len(rows(office, query)) - 1) == (query, expected[0])


@pytest.mark.parametrize("query", ["?year=abc", "?year=20266", "?school=1 or 1", "?school=" + "9" * 30, "?process=%27-",
                                   "?year=٢٠٢٦", "?process=" + "x" * 40])  # fmt: skip
def test_an_address_that_means_nothing_finds_nothing(built: object, office: Client, query: str) -> None:
    for page in (PAGE, f"{PAGE}moves.csv"):
        assert office.get(page + query).status_code == 404


def test_the_lines_tell_it_and_leave_as_a_file(moved: None, office: Client) -> None:
    header, *lines = rows(office, "?school=900001&broken=1")
    assert dict(zip(header, lines[0], strict=True)) == {
        "Changed on": "2026-11-23", "What happened": "Moved by hand", "School": "Alder", "Process": "P10",
        "Step": "P10 visit", "Was on": "2026-12-01", "Is on": "2026-12-08", "Working days of notice": "6",
        "Working days promised": "20", "Asked by the school": "No", "Counted against the trust": "Yes",
        "By": "Daniel Firth", "Why": "Snow.",
    }  # fmt: skip


def test_a_reason_that_is_a_formula_leaves_as_text(
    built: object, alder: School, event_of: EventOf, lead: User, office: Client
) -> None:
    move(event_of(alder, "P10.visit"), date(2026, 12, 8), lead, reason='=HYPERLINK("http://x")')
    assert rows(office)[1][-1] == '\'=HYPERLINK("http://x")'


def test_the_board_reads_it_and_a_school_does_not(
    moved: None, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    for role, status in (
        ("trustee", 200), ("governance_professional", 200), ("ceo", 200), ("portal_admin", 403), ("headteacher", 403),
    ):  # fmt: skip
        client = client_of(make_person(role, alder if role == "headteacher" else None))
        answers = [client.get(page).status_code for page in (PAGE, f"{PAGE}moves.csv")]
        assert (role, answers) == (role, [status, status])
        assert client.post(PAGE).status_code == 405


def test_a_step_that_tells_a_tier_counts_for_the_board_and_is_not_told_to_it(
    moved: None, alder: School, event_of: EventOf, make_person: MakePerson, client_of: ClientOf
) -> None:
    step = event_of(alder, "P10.visit").step
    assert step is not None
    step.tiers = [3, 4]
    step.save()
    trustee, ceo = (client_of(make_person(role)) for role in ("trustee", "ceo"))
    assert total(trustee) == total(ceo) == (3, 1, 1, 1)
    page = trustee.get(PAGE)
    assert (page.context["notice"].untold, len(page.context["lines"])) == (2, 1)
    assert "2 of these are counted and not listed" in page.content.decode()
    # Of one school, or of one process, even the number would tell.
    assert (total(trustee, "?school=900001"), total(trustee, "?process=P10")) == ((1, 1, 0, 0), (0, 0, 0, 0))
    assert "counted and not listed" not in ceo.get(PAGE).content.decode()


def move_all(events: QuerySet[Event], by: User) -> None:
    Move.objects.bulk_create(
        Move(
            event=event, from_date=event.due_date, to_date=TODAY, reason="x", by=by, at=NOW, notice_given=1,
            notice_promised=2,
        )
        for event in events
    )  # fmt: skip


def test_it_is_paged_and_asks_the_same_however_much_there_is(moved: None, office: Client, lead: User) -> None:
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            office.get(PAGE)
        counted.append(len(asked))
        move_all(Event.objects.filter(is_moved=False, due_date__gt=TODAY), lead)
    assert counted[0] == counted[1] <= 13
    for _ in range(3):
        move_all(Event.objects.all(), lead)
    first = office.get(PAGE).context
    assert (len(first["lines"]), len(office.get(f"{PAGE}?page=2").context["lines"]) > 0) == (50, True)
    assert office.get(f"{PAGE}?page=999999999999999999999").status_code == 200
