"""`/events/<pk>/move-together/`: what moving one step at several schools would mean, and what is refused."""

from datetime import date
from typing import Any

import pytest

from people.models import User
from schedule.actions import complete_event, move_event, propose_date
from schedule.models import Event, Move, Proposal
from schools.models import Appointment, NonPupilDay, Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.schedule.conftest import NOW, TODAY, EventOf
from tests.schedule.moving_together import HOW, ON_8, by, confirm, days, looked, to_day, told, url, would_be

# Once: what is told and refused before it moves; that it moves: test_moves.py and test_moves_together_done.py.
pytestmark = [pytest.mark.usefixtures("built_kept"), pytest.mark.once]


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Daniel Firth")


# --- what is shown before


def test_every_school_where_it_is_still_to_do_is_ticked_at_first(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, birch: School
) -> None:
    complete_event(event=visits[1], done_date=TODAY, by=lead, **HOW)
    page = client_of(lead).get(url(visits[0])).context["page"]
    assert [(one.where, one.was, one.chosen, one.stays) for one in page.lines] == [
        ("Alder", "Tuesday 1 December 2026 (Autumn 2, week 5)", True, ""),
        ("Birch", "Tuesday 1 December 2026 (Autumn 2, week 5)", False, "It is marked as done, so its date stays."),
    ]  # fmt: skip


def test_one_day_is_told_for_each_school_in_both_languages_and_nothing_is_written(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, birch: School, year: SchoolYear
) -> None:
    """Birch's half-term begins a week later than the trust's, so the same day is week 5 there."""
    Period.objects.create(
        school=birch, year=year, code="AUT2", first_date=date(2026, 11, 9), last_date=date(2026, 12, 18)
    )
    before = list(Event.objects.order_by("pk").values())
    answer = client_of(lead).post(url(visits[0]), to_day(*visits))
    assert answer.status_code == 200
    assert would_be(answer) == {
        "Alder": "Tuesday 8 December 2026 (Autumn 2, week 6)",
        "Birch": "Tuesday 8 December 2026 (Autumn 2, week 5)",
    }
    assert (list(Event.objects.order_by("pk").values()), Move.objects.count()) == (before, 0)


def test_where_the_day_is_closed_the_nearest_school_day_is_offered(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, birch: School, year: SchoolYear
) -> None:
    NonPupilDay.objects.create(
        year=year, school=birch, kind="closure", first_date=ON_8, last_date=date(2026, 12, 9), label="Boiler"
    )
    client = client_of(lead)
    answer = client.post(url(visits[0]), to_day(*visits))
    assert would_be(answer)["Birch"] == "Monday 7 December 2026 (Autumn 2, week 6)"
    assert answer.context["page"].on_another_day == 1
    assert (
        "Tuesday 8 December 2026 is a closed day (Boiler), so it goes to the nearest school day."
        in answer.content.decode()
    )
    assert confirm(client, answer, *visits).status_code == 302
    assert days(*visits) == [ON_8, date(2026, 12, 7)]


@pytest.mark.parametrize(
    ("asked", "at_alder", "at_birch"),
    [
        ({"count": 3}, "Friday 4 December 2026", "Monday 7 December 2026"),
        ({"count": 3, "way": "earlier"}, "Thursday 26 November 2026", "Thursday 26 November 2026"),
        ({"count": 2, "unit": "weeks"}, "Tuesday 15 December 2026", "Tuesday 15 December 2026"),
    ],
)
def test_each_by_a_number_of_its_own_school_days_or_of_weeks(
    visits: tuple[Event, Event],
    lead: User,
    client_of: ClientOf,
    asked: dict[str, Any],
    at_alder: str,
    at_birch: str,
) -> None:
    """Birch is closed on Thursday 3 December."""
    birch, closed = visits[1], date(2026, 12, 3)
    NonPupilDay.objects.create(
        year=birch.year, school=birch.school, kind="closure", first_date=closed, last_date=closed
    )
    answer = client_of(lead).post(url(visits[0]), by(*visits, **asked))
    said = {where: day.partition(" (")[0] for where, day in would_be(answer).items()}
    assert said == {"Alder": at_alder, "Birch": at_birch}


def test_it_tells_what_the_page_of_one_event_tells_and_once_what_is_the_same_everywhere(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    page = client_of(lead).post(url(visits[0]), to_day(*visits)).context["page"]
    alone = client_of(lead).get(f"/events/{visits[0].pk}/move/?to=2026-12-08").context["meaning"]
    line = page.moving[0].meaning
    assert (line.remarks, line.notice, line.followers) == (alone.remarks, alone.notice, alone.followers)
    assert [one.about for one in page.everywhere] == ["The handbook", "Notice"]
    assert page.breaking == 2
    assert [remarks for _, remarks in page.drawn] == [[], []]


def test_what_follows_at_each_school_alike_is_told_once(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, birch: School, year: SchoolYear
) -> None:
    answer = client_of(lead).post(url(visits[0]), to_day(*visits))
    assert "What follows it P10 prepare from" in words(answer)
    assert "steps follow it" not in words(answer)
    NonPupilDay.objects.create(year=year, school=birch, kind="closure", first_date=ON_8, last_date=ON_8)
    answer = client_of(lead).post(url(visits[0]), to_day(*visits))
    assert answer.context["page"].follow_everywhere is None
    assert words(answer).count("3 steps follow it at") == 2


def test_that_nothing_moves_with_it_is_told_once_for_all_of_them(
    built: object, event_of: EventOf, lead: User, client_of: ClientOf, alder: School, birch: School
) -> None:
    walks = [event_of(school, "P07.moderate") for school in (alder, birch)]
    said = words(client_of(lead).post(url(walks[0]), to_day(*walks, day="2026-12-15")))
    assert "It would move at 2 schools. Nothing else moves with it." in said
    assert said.count("Nothing else moves with it.") == 1


def test_a_number_alone_is_understood(visits: tuple[Event, Event], lead: User, client_of: ClientOf) -> None:
    answer = client_of(lead).post(
        url(visits[0]), by(*visits, count=1, unit="weeks") | {"how": "day", "to": ""}
    )
    assert would_be(answer)["Alder"] == "Tuesday 8 December 2026 (Autumn 2, week 6)"
    assert answer.context["form"]["how"].value() == "by"


def test_one_partner_for_two_schools_on_one_day_is_told_before_both_are_there(
    visits: tuple[Event, Event],
    lead: User,
    client_of: ClientOf,
    make_person: MakePerson,
    alder: School,
    birch: School,
) -> None:
    partner = make_person("improvement_partner", alder, name="Priya Nair")
    Appointment.objects.create(
        person=partner, role="improvement_partner", school=birch, from_date=date(2026, 9, 1)
    )
    client = client_of(lead)
    page = client.post(url(visits[0]), to_day(*visits)).context["page"]
    people = [[one.words for one in remarks if one.about == "The people"] for _, remarks in page.drawn]
    assert people == [
        ["Priya Nair has it at Birch that day too."], ["Priya Nair has it at Alder that day too."],
    ]  # fmt: skip
    # Birch stays on 1 December, so nothing is told of it.
    page = client.post(url(visits[0]), to_day(visits[0])).context["page"]
    assert [one for one in page.moving[0].remarks if one.about == "The people"] == []


# --- what is refused


def test_a_school_where_it_cannot_move_is_said_and_the_others_move(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, birch: School
) -> None:
    propose_date(event=visits[1], side="school", to_date=date(2026, 12, 10), reason="A trip.", by=lead, **HOW)
    client = client_of(lead)
    answer = client.post(url(visits[0]), to_day(*visits))
    assert would_be(answer)["Birch"] == "The school asks for Thursday 10 December 2026. Answer that first."
    assert told(confirm(client, answer, *visits)) == [
        "“P10 visit” is moved at 1 school. Each sees it on its page. At 1 it could not move, so it stays as it was."
    ]
    assert (days(*visits), Proposal.objects.get().state) == ([ON_8, date(2026, 12, 1)], "open")


def test_what_the_trust_itself_asked_for_is_taken_back_as_the_page_says(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    propose_date(event=visits[1], side="trust", to_date=date(2026, 12, 10), reason="A trip.", by=lead, **HOW)
    client = client_of(lead)
    answer = client.post(url(visits[0]), to_day(*visits))
    assert (
        "You asked the school for Thursday 10 December 2026: that is taken back." in answer.content.decode()
    )
    confirm(client, answer, *visits)
    assert (days(*visits), Proposal.objects.get().state) == ([ON_8, ON_8], "withdrawn")


def test_a_day_that_cannot_be_moves_none_and_keeps_what_was_typed(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    for day, why in (
        ("2026-11-20", "Friday 20 November 2026 is over: choose a day from today on."),
        ("2027-09-01", "Wednesday 1 September 2027 is not in 2026/27"),
        ("2026-12-01", "It is on Tuesday 1 December 2026 already."),
        ("2027-08-31", "no school day is near."),
    ):
        asked = to_day(*visits, day=day, do="move") | {"reason": "A training day."}
        answer = client.post(url(visits[0]), asked)
        body = answer.content.decode()
        assert (answer.status_code, Move.objects.count()) == (422, 0)
        assert all(why in said for said in would_be(answer).values())
        assert ("It can move at none of these schools" in body, "A training day." in body) == (True, True)
        assert (body.count(" checked"), f'value="{day}"' in body) == (3, True)


def test_the_year_and_the_school_that_are_read_only_stay(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf, birch: School, year: SchoolYear
) -> None:
    client = client_of(lead)
    School.objects.filter(pk=birch.pk).update(left_date=date(2026, 11, 20))
    answer = client.post(url(visits[0]), to_day(*visits))
    assert would_be(answer)["Birch"].startswith("Birch left the trust on Friday 20 November 2026")
    assert confirm(client, answer, *visits).status_code == 302
    assert days(*visits) == [ON_8, date(2026, 12, 1)]
    SchoolYear.objects.filter(pk=year.pk).update(closed_at=NOW, closed_by=lead)
    body = client.get(url(visits[0])).content.decode()
    assert ("2026/27 is closed" in body, 'name="to"' in body) == (True, False)


def test_a_page_that_is_stale_moves_nothing_and_says_where(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    shown = looked(client.post(url(visits[0]), to_day(*visits)))
    move_event(event=visits[1], to_date=date(2026, 12, 10), reason="Snow.", by=lead, **HOW)
    sent = to_day(*visits, do="move") | {"reason": "A training day.", "looked": shown}
    answer = client.post(url(visits[0]), sent)
    body = answer.content.decode()
    assert (answer.status_code, days(*visits)) == (409, [date(2026, 12, 1), date(2026, 12, 10)])
    assert "Changed a moment ago: Birch. Nothing is moved" in body
    assert "A training day." in body
    # As it stands now it can be confirmed.
    assert client.post(url(visits[0]), sent | {"looked": looked(answer)}).status_code == 302
    assert days(*visits) == [ON_8, ON_8]


def test_nobody_confirms_what_they_were_not_shown(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    shown = looked(client.post(url(visits[0]), to_day(visits[0])))
    sent = to_day(*visits, do="move") | {"reason": "A training day.", "looked": shown}
    answer = client.post(url(visits[0]), sent)
    assert (answer.status_code, Move.objects.count()) == (422, 0)
    assert "Nothing is moved yet: look at what this means" in answer.content.decode()


def test_a_form_that_lacks_something_comes_back(
    visits: tuple[Event, Event], lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    wrong: tuple[tuple[dict[str, Any], dict[str, list[str]]], ...] = (
        ({"to": ""}, {"to": ["Choose the new day."]}),
        ({"to": "soon"}, {"to": ["Write the day as 2026-12-08."]}),
        ({"how": "by"}, {"count": ["Say by how many."]}),
        ({"how": "by", "count": "900"}, {"count": ["Ensure this value is less than or equal to 60."]}),
        ({"event": ["x", "9" * 40]}, {"event": ["Tick at least one school."]}),
        (
            {"event": list(range(1, 53))},
            {"event": ["At most 30 schools move at once: untick some, and move them after."]},
        ),
        ({"do": "move"}, {"reason": ["Say why: everyone it concerns reads the reason."]}),
    )
    for change, error in wrong:
        answer = client.post(url(visits[0]), to_day(*visits) | change)
        assert (answer.status_code, answer.context["form"].errors) == (422, error)


@pytest.mark.parametrize("role", ["headteacher", "senior_leader", "improvement_partner", "local_governor"])
def test_who_may_only_ask_does_not_move_many(
    role: str, visits: tuple[Event, Event], make_person: MakePerson, alder: School, client_of: ClientOf
) -> None:
    client = client_of(make_person(role, alder))
    assert client.get(url(visits[0])).status_code == client.post(url(visits[0])).status_code == 403
    assert client.post("/events/undo-moves/", {"changes": "1"}).status_code == 403
    assert "move-together" not in client.get(f"/events/{visits[0].pk}/move/").content.decode()


def test_the_trusts_own_event_is_at_no_school(
    built: object, lead: User, client_of: ClientOf, event_of: EventOf
) -> None:
    assert client_of(lead).get(url(event_of(None, "P01.slots"))).status_code == 404
