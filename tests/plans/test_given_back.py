"""What was written and cannot be saved any more stands on the page that says so, every word and figure of it."""

import pytest
from django.urls import reverse

from plans.actions.parts import remove_line
from plans.forms.parts import CHOSEN
from plans.models import Plan
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.a_written_plan import Desk, a_plan

pytestmark = pytest.mark.django_db
WORDS = "Words of the deputy"


@pytest.mark.parametrize("kind", ["priority", "objective", "action"])
def test_a_part_taken_out_before_the_button_was_pressed(
    kind: str, alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    made = a_plan(alder, year, make_person("headteacher", alder))
    theirs = Desk(client_of(make_person("senior_leader", alder)), getattr(made, kind))
    made.priority.delete()
    field = "because" if kind == "priority" else "text"
    for as_you_go, said in ((False, f"{WORDS}</textarea>"), (True, "data-gone")):
        answer = theirs.send({field: WORDS}, as_you_go=as_you_go)
        assert (answer.status_code, said in answer.content.decode()) == (410, True)


def test_a_line_added_below_an_objective_that_is_gone(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    made = a_plan(alder, year, head)
    theirs = Desk(client_of(head), made.objective)
    address = reverse("plans:add_line", args=[made.objective.pk, "criterion"])
    made.objective.delete()
    answer = theirs.send({"text": WORDS}, url=address)
    assert (answer.status_code, WORDS in answer.content.decode()) == (410, True)


def test_a_part_of_another_school_is_answered_like_one_that_never_was(
    alder: School, birch: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    made = a_plan(birch, year, make_person("headteacher", birch))
    client = client_of(make_person("headteacher", alder))
    pages = []
    for pk in (made.action.pk, 999999):
        answer = client.post(reverse("plans:write_action", args=[pk]), {"text": WORDS})
        start, _, end = answer.content.decode().partition("<main")
        pages.append((answer.status_code, end, len(start), sorted(answer.headers)))
        assert WORDS in end
    assert (pages[0], pages[0][0]) == (pages[1], 410)
    made.action.refresh_from_db()
    assert made.action.text == "Hear every child read"


def test_a_part_that_is_no_longer_theirs(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    lead = make_person("middle_leader", alder)
    made = a_plan(alder, year, make_person("headteacher", alder), lead=lead)
    theirs = Desk(client_of(lead), made.priority)
    made.priority.lead = None
    made.priority.save()
    answer = theirs.save(because=WORDS)
    assert (answer.status_code, WORDS in answer.content.decode()) == (403, True)


def test_figures_are_given_back_and_choices_are_not(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    made = a_plan(alder, year, head)
    theirs = Desk(client_of(head), made.objective)
    figure, look = f"criterion-{made.criterion.pk}-target", f"monitoring-{made.look.pk}-who"
    Plan.objects.update(state=Plan.State.WITH_TRUST)
    texts = theirs.send({figure: "28", look: "41", "lead": "42"}).context["texts"]
    assert ("target", "28") in texts
    assert {label.replace(" ", "_") for label, _ in texts} & CHOSEN == set()


def test_a_figure_of_a_line_taken_out_meanwhile(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    made = a_plan(alder, year, head)
    theirs = Desk(client_of(head), made.objective)
    remove_line(objective=made.objective, kind="criterion", pk=made.criterion.pk, by=head, now=NOW)
    remove_line(objective=made.objective, kind="monitoring", pk=made.look.pk, by=head, now=NOW)
    figure, look = f"criterion-{made.criterion.pk}-target", f"monitoring-{made.look.pk}-who"
    answer = theirs.send({figure: "28", look: "41"})
    assert (answer.status_code, answer.context["lost"]) == (409, [(figure, "28")])
