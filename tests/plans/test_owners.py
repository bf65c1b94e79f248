"""Owners edit down, not up: whoever leads a priority, an objective or an action writes that and what is below it."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from plans.models import Objective, Plan
from schools.models import Appointment, School
from tests.conftest import TODAY, ClientOf, MakePerson
from tests.plans.a_written_plan import AWrittenPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("written_kept")]
WRITES = ("write_plan", "write_priority", "write_objective", "write_action")


@pytest.fixture
def leader(alder: School, make_person: MakePerson) -> User:
    return make_person("middle_leader", alder, name="Amira Khan")


@pytest.fixture
def made(written: AWrittenPlan) -> AWrittenPlan:
    return written


def opened(client: Client, made: AWrittenPlan) -> list[str]:
    parts = (made.plan, made.priority, made.objective, made.action)
    answers = {
        name: client.get(reverse(f"plans:{name}", args=[part.pk])).status_code
        for name, part in zip(WRITES, parts, strict=True)
    }
    assert set(answers.values()) <= {200, 403}
    return [name for name, status in answers.items() if status == 200]


@pytest.mark.parametrize("what", ["priority", "objective", "action"])
@pytest.mark.parametrize("how", ["lead", "supporter"])
def test_what_an_owner_writes(
    made: AWrittenPlan, leader: User, client_of: ClientOf, what: str, how: str
) -> None:
    part = getattr(made, what)
    setattr(part, how, leader)
    part.save()
    assert opened(client_of(leader), made) == list(WRITES[WRITES.index(f"write_{what}") :])


def test_whoever_owns_nothing_writes_nothing_and_reads_no_draft(
    made: AWrittenPlan, leader: User, client_of: ClientOf
) -> None:
    client = client_of(leader)
    assert opened(client, made) == []
    assert client.get(made.plan.get_absolute_url()).context["page"] is None


def test_an_owner_reads_the_draft_and_cannot_take_out_what_is_theirs(
    made: AWrittenPlan, leader: User, client_of: ClientOf
) -> None:
    made.priority.lead = leader
    made.priority.save()
    client = client_of(leader)
    assert client.get(made.plan.get_absolute_url()).context["page"].sheet.priorities[0].title == "Reading 1"
    asked = {
        kind: client.get(reverse("plans:remove", args=[kind, pk])).status_code
        for kind, pk in (("priorities", made.priority.pk), ("objectives", made.objective.pk))
    }
    assert asked == {"priorities": 403, "objectives": 200}
    assert client.post(reverse("plans:send", args=[made.plan.pk])).status_code == 403


def test_a_governor_who_is_named_in_a_plan_reads_no_draft_of_it(
    made: AWrittenPlan, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    governor = make_person("local_governor", alder)
    made.action.supporter = governor
    made.action.save()
    said = client_of(governor).get(made.plan.get_absolute_url()).content.decode()
    assert made.priority.title not in said


def test_whoever_has_left_owns_nothing(made: AWrittenPlan, leader: User, client_of: ClientOf) -> None:
    made.priority.lead = leader
    made.priority.save()
    Appointment.objects.filter(person=leader).update(to_date=TODAY.replace(day=1))
    assert client_of(leader).get(reverse("plans:write_priority", args=[made.priority.pk])).status_code == 404


def test_owners_say_how_their_parts_stand_and_no_others(
    made: AWrittenPlan, leader: User, client_of: ClientOf
) -> None:
    made.action.lead = leader
    made.action.save()
    Plan.objects.update(state=Plan.State.AGREED)
    client = client_of(leader)
    page = client.get(reverse("plans:progress", args=[made.objective.pk]))
    assert ([row.pk for row in page.context["actions"]], page.context["criteria"]) == ([made.action.pk], [])
    asked = [
        client.post(reverse("plans:under_way", args=[made.action.pk])).status_code,
        client.post(reverse("plans:result", args=[made.criterion.pk]), {"state": "met"}).status_code,
        client.post(reverse("plans:found", args=[made.look.pk]), {"found": "All well"}).status_code,
    ]
    assert asked == [302, 403, 403]


def test_nobody_overwrites_what_somebody_else_said_meanwhile(
    made: AWrittenPlan, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    Plan.objects.update(state=Plan.State.AGREED)
    client = client_of(make_person("headteacher", alder))
    page = client.get(reverse("plans:progress", args=[made.objective.pk]))
    ((_, _, of_result),), ((_, _, of_found),) = page.context["criteria"], page.context["looks"]
    for address, first, second, start in (
        (reverse("plans:result", args=[made.criterion.pk]), {"result": "16 of 28", "state": "in_progress"},
         {"result": "17 of 28", "state": "in_progress"}, of_result),
        (reverse("plans:found", args=[made.look.pk]), {"found": "They read."}, {"found": "They write."}, of_found),
    ):  # fmt: skip
        assert client.post(address, first | {"start": start}).status_code == 302
        late = client.post(address, second | {"start": start})
        words = late.content.decode()
        said, mine = (next(iter(one.values())) for one in (first, second))
        assert (late.status_code, said in words, mine in words) == (422, True, True)
        # The same words again are no clash, and whoever has read the other's may put theirs in place.
        assert client.post(address, first | {"start": start}).status_code == 302
    made.criterion.refresh_from_db()
    made.look.refresh_from_db()
    assert (made.criterion.result, made.look.found) == ("16 of 28", "They read.")


def test_who_may_say_how_nothing_stands_is_not_led_there(
    made: AWrittenPlan, leader: User, client_of: ClientOf
) -> None:
    other = Objective.objects.create(priority=made.priority, position=9, text="Attendance").pk
    made.look.who = leader
    made.look.save()
    Plan.objects.update(state=Plan.State.AGREED)
    client = client_of(leader)
    page = client.get(made.plan.get_absolute_url()).content.decode()
    for pk, status in ((made.objective.pk, 200), (other, 403)):
        address = reverse("plans:progress", args=[pk])
        assert (address in page, client.get(address).status_code) == (status == 200, status)
