"""`/handbook/<slug>/`: one process, with its steps in a school's own dates."""

from datetime import date
from typing import Any

import pytest

from handbook.models import Edition, Process
from people.models import User
from schedule.actions import complete_event
from schedule.models import Event
from schools.models import Appointment, Period, School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import NOW, SMALL, TODAY, Build, EventOf, changed, publish

pytestmark = pytest.mark.usefixtures("built_kept")

URL = "/handbook/process-p10/"


def steps(response: Any) -> list[tuple[str, list[str], str]]:
    return [
        (line.step.code, [one.when for one in line.dates], line.timing)
        for line in response.context["page"].lines
    ]


def test_the_steps_stand_in_the_schools_dates(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    response = client_of(make_person("headteacher", alder)).get(URL)
    assert response.status_code == 200
    assert response.context["page"].school == alder
    assert steps(response) == [
        ("prepare", ["Tuesday 17 November 2026"], "10 working days before “P10 visit”"),
        ("visit", ["Tuesday 1 December 2026"], "Autumn 2, week 5, Tuesday"),
        ("note", ["Tuesday 8 December 2026"], "5 working days after “P10 visit”"),
        ("reply", ["Tuesday 15 December 2026"], "5 working days after “P10 note”"),
    ]


def test_each_date_says_how_it_stands(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    make_person("improvement_partner", alder, name="Priya Nair")
    complete_event(event=event_of(alder, "P10.visit"), done_date=TODAY, by=head, now=NOW, today=TODAY)
    lines = client_of(head).get(URL).context["page"].lines
    assert [(line.dates[0].tag and line.dates[0].tag.words, line.dates[0].distance) for line in lines] == [
        ("Late by 10 school days", ""),  # it follows the day the visit really was
        ("Done on 23 November", ""),
        (None, "in 5 school days"),
        (None, "in 10 school days"),
    ]
    assert [line.is_over for line in lines] == [False, True, False, False]
    assert [line.owner for line in lines] == ["You", *["Priya Nair, improvement partner"] * 2, "You"]


def test_the_dates_of_the_process_in_order(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf
) -> None:
    head = make_person("headteacher", alder)
    complete_event(event=event_of(alder, "P10.visit"), done_date=TODAY, by=head, now=NOW, today=TODAY)
    page = client_of(head).get(URL).context["page"]
    assert [one.item.key for one in page.behind] == ["P10.visit"]
    due = [one.item.due for one in page.ahead]
    assert (len(due), due) == (3, sorted(due))


def test_when_this_year_is_over_the_next_ones_dates_are_there(
    next_year: SchoolYear, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    this_year = Event.objects.filter(key__startswith="P10.", year__start_year=2026, school=alder)
    page = client.get(URL).context["page"]
    assert {one.item.start_year for one in page.ahead} == {2026}
    this_year.update(state="not_needed", state_reason="Held before.", state_at=NOW)
    page = client.get(URL).context["page"]
    assert [one.item.start_year for one in page.behind] == [2026] * this_year.count()
    assert {(one.item.start_year, one.is_next_year) for one in page.ahead} == {(2027, True)}
    assert "2027" in client.get(URL).content.decode()


def test_several_occasions_of_one_step(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    response = client_of(make_person("headteacher", alder)).get("/handbook/process-p06/")
    assert [len(line.dates) for line in response.context["page"].lines] == [3, 3]


def test_a_person_with_several_schools_switches(
    built: object, alder: School, birch: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf,
    build: Build,
) -> None:  # fmt: skip
    Period.objects.create(
        year=year, school=birch, code="AUT2", first_date=date(2026, 11, 9), last_date=date(2026, 12, 18)
    )
    build()
    partner = make_person("improvement_partner", alder)
    Appointment.objects.create(
        person=partner, role="improvement_partner", school=birch, from_date=date(2026, 9, 1)
    )
    client = client_of(partner)
    first, second = client.get(URL), client.get(URL, {"school": birch.urn})
    assert [response.context["page"].school for response in (first, second)] == [alder, birch]
    assert first.context["page"].schools == (alder, birch)
    assert steps(second)[1][1] == ["Tuesday 8 December 2026"]


def test_a_school_that_is_not_theirs_gives_way_to_their_own(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    for urn in ("900002", "999999", "x", "٣", "9" * 30, "9" * 5000):
        response = client.get(URL, {"school": urn})
        assert (response.status_code, response.context["page"].school) == (200, alder), urn


def test_from_the_trust_the_timings_alone_until_a_school_is_chosen(
    built: object, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("trustee"))
    plain = client.get(URL)
    assert (plain.context["page"].school, {tuple(dates) for _, dates, _ in steps(plain)}) == (None, {()})
    assert steps(client.get(URL, {"school": birch.urn}))[1][1] == ["Tuesday 1 December 2026"]


def test_before_the_year_is_built_the_timings_alone(
    small: Edition, alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    Event.objects.all().delete()
    response = client_of(make_person("headteacher", alder)).get(URL)
    assert [dates for _, dates, _ in steps(response)] == [[], [], [], []]
    assert response.context["page"].has_dates is False


def test_guidance_is_cleaned(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    publish(changed(SMALL, "P10.visit", guidance="Look **well**. <script>alert(1)</script>"), number=2)
    page = client_of(make_person("headteacher", alder)).get(URL).content.decode()
    assert (page.count("<strong>well</strong>"), page.count("<script>alert")) == (1, 0)


def test_only_the_edition_in_force(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    publish({"P10": SMALL["P10"]}, number=2)
    client = client_of(make_person("headteacher", alder))
    assert client.get("/handbook/process-p18/").status_code == 404
    assert client.get(URL).context["process"] == Process.objects.get(edition__number=2)


def test_other_roles_read_it_and_nobody_without_one(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    nobody = User.objects.create_user("nobody@example.org", "pass", name="Nobody")
    people = (make_person("local_governor", alder), make_person("portal_admin"), nobody)
    assert [client_of(person).get(URL).status_code for person in people] == [200, 200, 403]


def test_missing_and_other_methods(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    assert client.get("/handbook/no-such-process/").status_code == 404
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_number_of_questions_for_any_number_of_steps(
    alder: School, make_person: MakePerson, client_of: ClientOf, build: Build, year: SchoolYear, rows: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    step = {"timing": "AUT2 W5", "owner": "headteacher"}
    publish(
        {"P10": [{"code": f"step-{n}", "documents": [f"form-{n}"], **step} for n in range(rows)]}, number=2
    )
    build()
    client = client_of(make_person("headteacher", alder))
    with django_assert_num_queries(16):
        assert client.get(URL).status_code == 200


def test_a_date_before_the_school_year_says_its_half_term_only_where_that_is_entered(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf, event_of: EventOf
) -> None:
    slots = event_of(None, "P01.slots")
    slots.opens_date = slots.due_date = date(2026, 6, 26)
    slots.save()
    client = client_of(make_person("headteacher", alder))

    def place() -> str:
        lines = client.get("/handbook/process-p01/").context["page"].lines
        return str(lines[0].dates[0].place)

    assert place() == ""
    year = SchoolYear.objects.create(start_year=2025)
    Period.objects.create(
        year=year, school=alder, code="SUM2", first_date=date(2026, 6, 1), last_date=date(2026, 7, 21)
    )
    assert place() == "Summer 2, week 4"


def test_who_may_not_see_tiers_is_not_told_that_there_is_no_date(
    built: object, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    said = {
        role: "No date at Alder this year."
        in client_of(make_person(role, alder)).get("/handbook/process-p20/").content.decode()
        for role in ("headteacher", "local_governor")
    }
    assert said == {"headteacher": True, "local_governor": False}
