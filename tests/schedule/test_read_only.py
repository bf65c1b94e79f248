"""Whatever can be posted about a year or a school changes something while they are open, and nothing afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from handbook.models import Document
from people.models import AuditEntry, User
from schedule.actions import attach_file, complete_event, move_event, propose_date, start_paper
from schedule.actions.openings import find_startable, start_opening
from schedule.building import build_year
from schedule.models import Attachment, Event, Move, Opening, Paper, Proposal, StateChange
from schools.models import Import, NonPupilDay, Period, School, SchoolYear
from schools.reading import read_term_dates
from tests.conftest import ClientOf, a_trust, a_year, people, the_alder
from tests.files import term_file
from tests.keeping import kept
from tests.matrix import OURS
from tests.messages import said
from tests.schedule.conftest import NOW, SMALL, TODAY, pdf, publish

pytestmark = pytest.mark.django_db
JOINED, LEFT = date(2026, 9, 9), date(2026, 11, 20)
MODELS = (
    Event, StateChange, Attachment, Paper, Move, Proposal, Opening, Period, NonPupilDay, Import, AuditEntry,
)  # fmt: skip
# Posts of these two apps that write to no year and to no school's history.
OF_NO_YEAR = {
    "schedule:seen", "schedule:make_feed", "schedule:renew_feed", "schedule:stop_feed",
    "schedule:publish",  # leaves closed years out: test_closed_years.py; and schools that left: test_leaving.py
    "schedule:carry_over", "schedule:close_year", "schedule:make_archive",  # test_rollover.py, test_archive.py
    "documents:template", "documents:remove_template",
}  # fmt: skip


@dataclass
class World:
    school: School
    year: SchoolYear
    lead: User
    head: User
    args: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    as_head: set[str] = field(default_factory=set)

    def post(self, name: str, client_of: ClientOf) -> Any:
        client: Client = client_of(self.head if name in self.as_head else self.lead)
        data = {key: one() if callable(one) else one for key, one in self.data.get(name, {}).items()}
        return client.post(reverse(name.partition(" ")[0], args=self.args[name]), data)


def on(world: World, name: str, *args: Any, head: bool = False, **data: Any) -> None:
    world.args[name], world.data[name] = args, data
    if head:
        world.as_head.add(name)


def event_at(world: World, key: str) -> Event:
    found = Event.objects.select_related("school", "year", "step__process")
    return found.get(school=world.school, key=key)


def a_handbook() -> None:
    visits = [{**one, "documents": ["briefing"]} if one["code"] == "note" else one for one in SMALL["P10"]]
    talks = [
        {"code": "early", "timing": "AUT1 W1", "owner": "headteacher"},
        {"code": "talk", "timing": "AUT2 W6 Tue", "owner": "headteacher", "kind": "meeting"},
    ]
    start = [{"code": "meet", "timing": "1wd after appointment", "owner": "headteacher"}]
    publish({**SMALL, "P10": visits, "P02": talks, "P16": start})


def a_world() -> World:
    """Something is asked for, moved, done, filled in and started; and one thing is there to do at each address."""
    a_handbook()
    make, school = people(), the_alder(a_trust())
    School.objects.filter(pk=school.pk).update(joined_date=JOINED)
    school.refresh_from_db()
    world = World(school, a_year(), make("improvement_lead"), make("headteacher", school))
    how: dict[str, Any] = {"by": world.lead, "now": NOW, "today": TODAY}
    build_year(year=world.year, **how)
    of_a_visit(world, how)
    of_other_events(world, how)
    of_the_year(world, how)
    return world


DAY: dict[str, Any] = {"to": "2026-12-10", "reason": "A concert.", "looked": "2026-12-10 None None"}


def of_a_visit(world: World, how: dict[str, Any]) -> None:
    """It has a file, a document that is being written, and another day that is asked for."""
    visit, by_head = event_at(world, "P10.visit"), how | {"by": world.head}
    file = attach_file(event=visit, name="a.pdf", file=pdf(), document_code="", by=world.head, now=NOW)
    briefing = Document.objects.get(code="briefing")
    start_paper(event=visit, document=briefing, answers={}, by=world.head, now=NOW)
    wish: dict[str, Any] = {"side": "school", "to_date": date(2026, 12, 9), "reason": "A concert."}
    asked = propose_date(event=visit, **wish, **by_head)
    on(world, "schedule:remove_attachment", file.pk)
    on(world, "schedule:proposal_agree", visit.pk, asked.pk)
    on(world, "schedule:proposal_counter", visit.pk, asked.pk, **DAY)
    on(world, "schedule:proposal_decline", visit.pk, asked.pk, answer="No.")
    on(world, "schedule:proposal_withdraw", visit.pk, asked.pk, answer="No.", head=True)
    on(world, "documents:submit", visit.pk, "briefing")


def of_other_events(world: World, how: dict[str, Any]) -> None:
    """One that is done, one that is moved, one with a date to agree, and one that nobody touched."""
    meeting, data = event_at(world, "P01.meeting"), event_at(world, "P06.data#1")
    change = complete_event(event=meeting, done_date=date(2026, 10, 1), **how)
    moved = move_event(event=data, to_date=date(2026, 12, 8), reason="Snow.", **how)
    standing = event_at(world, "P10.note")
    note = standing.pk
    on(world, "schedule:undo", meeting.pk)
    on(world, "schedule:planner_undo", changes=str(change.pk))
    on(world, "schedule:undo_move", data.pk)
    on(world, "schedule:undo_moves", changes=str(moved.pk))
    on(world, "schedule:agree", event_at(world, "P02.talk").pk)
    on(world, "schedule:done", note, done_date="2026-11-20")
    on(world, "schedule:not_needed", note, reason="No.")
    on(world, "schedule:attach", note, document="", file=lambda: SimpleUploadedFile("a.pdf", pdf().read()))
    on(world, "schedule:move", note, do="move", **DAY)
    on(world, "schedule:move asked", note, do="ask", head=True, **DAY)
    looked = f"{note}:{standing.due_date}:2026-12-10"
    on(
        world,
        "schedule:move_together",
        note,
        how="day",
        event=[note],
        **(DAY | {"do": "move", "looked": looked}),
    )
    on(world, "schedule:planner_bulk", act="not-needed", reason="No.", event=[note])
    on(world, "schedule:waive", 900001, events=[note], reason="No.")
    on(world, "documents:start", note, "briefing")
    on(world, "documents:save", note, "briefing")


def of_the_year(world: World, how: dict[str, Any]) -> None:
    """A process that was started, a file of term dates that was read, and a step that is missing."""
    opening = start_opening(
        school=world.school, process=find_startable("P16"), day=date(2026, 11, 2), reason="New.", **how
    )
    dates = read_term_dates(data=term_file(), file_name="t.csv", by=world.lead, now=NOW)
    event_at(world, "P07.moderate").delete()
    on(world, "schedule:start_opening", school="900001", process="P16", day="2026-11-16", reason="New.")
    on(world, "schedule:end_opening", opening.pk, reason="No.")
    on(world, "schedule:ask_again", 900001, key="P02.early", day="2026-12-08", reason="Yes.")
    on(world, "schedule:build_apply", 2026)
    on(world, "schools:apply_import", dates.pk)
    on(world, "schools:read_term_dates", file=lambda: SimpleUploadedFile("t.csv", term_file()))


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with kept(django_db_blocker):
        yield a_world()


def told(answer: Any) -> str:
    """On the page, or to be shown on the next."""
    return " ".join([answer.content.decode(), *said(answer)])


def everything() -> list[object]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in MODELS]


NAMES = (
    "schedule:done", "schedule:not_needed", "schedule:undo", "schedule:attach", "schedule:remove_attachment",
    "schedule:move", "schedule:move asked", "schedule:move_together", "schedule:undo_moves",
    "schedule:undo_move", "schedule:agree", "schedule:proposal_agree",
    "schedule:proposal_counter", "schedule:proposal_decline", "schedule:proposal_withdraw",
    "schedule:planner_bulk", "schedule:planner_undo", "schedule:start_opening", "schedule:end_opening",
    "schedule:waive", "schedule:ask_again", "documents:start", "documents:save", "documents:submit",
)  # fmt: skip
OF_THE_YEAR = ("schedule:build_apply", "schools:apply_import", "schools:read_term_dates")


def test_every_address_that_writes_is_asked_here_or_writes_to_no_year() -> None:
    posts = {
        name
        for name, row in OURS.items()
        if "POST" in row.methods and name.partition(":")[0] in ("schedule", "documents")
    }
    assert posts == {name.partition(" ")[0] for name in (*NAMES, "schedule:build_apply")} | OF_NO_YEAR


@pytest.mark.parametrize("name", [*NAMES, *OF_THE_YEAR])
def test_it_changes_something_while_they_are_open(world: World, client_of: ClientOf, name: str) -> None:
    """So that what is refused below is refused for that reason."""
    before = everything()
    world.post(name, client_of)
    assert everything() != before


@pytest.mark.once  # refused before anything is written; that it writes otherwise is seen on each
@pytest.mark.parametrize("name", [*NAMES, *OF_THE_YEAR])
def test_nothing_in_a_closed_year(world: World, client_of: ClientOf, name: str) -> None:
    SchoolYear.objects.filter(pk=world.year.pk).update(closed_at=NOW, closed_by=world.lead)
    before = everything()
    answer = world.post(name, client_of)
    assert everything() == before
    assert "2026/27 is closed: it is kept as it was" in told(answer)


@pytest.mark.once  # refused before anything is written; that it writes otherwise is seen on each
@pytest.mark.parametrize("name", NAMES)
def test_nothing_at_a_school_that_left(world: World, client_of: ClientOf, name: str) -> None:
    School.objects.filter(pk=world.school.pk).update(left_date=LEFT)
    before = everything()
    answer = world.post(name, client_of)
    assert everything() == before
    words = "Choose a school from the list" if name == "schedule:start_opening" else "Alder left the trust on"
    assert words in told(answer)


def test_what_is_being_typed_is_not_lost_without_a_word(world: World, client_of: ClientOf) -> None:
    SchoolYear.objects.filter(pk=world.year.pk).update(closed_at=NOW, closed_by=world.lead)
    url = reverse("documents:save", args=world.args["documents:submit"])
    part = client_of(world.lead).post(url, {}, headers={"HX-Request": "true"}).content.decode()
    assert "Not saved" in part
    assert "2026/27 is closed: it is kept as it was" in part
    page = client_of(world.lead).get(reverse("documents:paper", args=world.args["documents:submit"]))
    assert "Submit" not in page.content.decode()
