"""Two people, and twenty, who write in the same plan: nothing is lost, and both versions are shown."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test import Client

from plans.actions.parts import remove_line
from plans.actions.writing import save_part
from plans.models import Objective, Plan, Priority, SuccessCriterion
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.plans.a_written_plan import Desk, a_plan, a_priority
from writing.marks import Change, mark_of

FIELDS = ("title", "because", "stop_doing")


@pytest.fixture
def two(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> tuple[Client, Client, Priority]:
    head = make_person("headteacher", alder, name="Ruth Ellison")
    deputy = make_person("senior_leader", alder, name="Tom Okoro")
    made = a_plan(alder, year, head)
    return client_of(head), client_of(deputy), made.priority


@pytest.mark.django_db
def test_different_fields_of_one_page_are_both_saved(two: tuple[Client, Client, Priority]) -> None:
    head, deputy, priority = two
    mine, theirs = Desk(head, priority), Desk(deputy, priority)
    assert [mine.save(title="Reading well").status_code, theirs.save(stop_doing="Carousels").status_code] == [
        302,
        302,
    ]
    priority.refresh_from_db()
    assert (priority.title, priority.stop_doing) == ("Reading well", "Carousels")


@pytest.mark.django_db
def test_the_same_field_shows_both_and_the_second_chooses(two: tuple[Client, Client, Priority]) -> None:
    head, deputy, priority = two
    mine, theirs = Desk(head, priority), Desk(deputy, priority)
    mine.save(because="The head's reason.")
    answer = theirs.send({"because": "The deputy's reason.", "stop_doing": "Carousels"})
    page = answer.content.decode()
    priority.refresh_from_db()
    assert answer.status_code == 409
    assert (priority.because, priority.stop_doing) == ("The head's reason.", "Carousels")  # the rest is saved
    said = ("<b>Ruth Ellison saved this", "The head&#x27;s reason.", "The deputy&#x27;s reason.")
    assert [words for words in said if words not in page] == []
    theirs.start = answer.context["form"].start_text
    assert theirs.save(because="Both reasons.").status_code == 302
    priority.refresh_from_db()
    assert priority.because == "Both reasons."


@pytest.mark.django_db
def test_who_wrote_the_same_goes_on_from_it(two: tuple[Client, Client, Priority]) -> None:
    head, deputy, priority = two
    mine, theirs = Desk(head, priority), Desk(deputy, priority)
    mine.save(because="One reason.")
    answer = theirs.send({"because": "One reason."}, as_you_go=True)
    theirs.start = answer.context["form"].start_text
    assert theirs.save(because="One reason, and another.").status_code == 302
    priority.refresh_from_db()
    assert priority.because == "One reason, and another."


@pytest.mark.django_db
def test_as_you_go_both_are_kept_until_somebody_looks(two: tuple[Client, Client, Priority]) -> None:
    head, deputy, priority = two
    mine, theirs = Desk(head, priority), Desk(deputy, priority)
    mine.save(because="The head's reason.")
    answers = [theirs.send({"because": "The deputy's."}, as_you_go=True).status_code for _ in range(2)]
    priority.refresh_from_db()
    assert (answers, priority.because) == ([409, 409], "The head's reason.")


@pytest.mark.django_db
def test_leaving_it_as_it_was_saved(two: tuple[Client, Client, Priority]) -> None:
    head, deputy, priority = two
    mine, theirs = Desk(head, priority), Desk(deputy, priority)
    mine.save(because="The head's reason.")
    assert theirs.save(because="The deputy's.", theirs="because").status_code == 302
    priority.refresh_from_db()
    assert priority.because == "The head's reason."


@pytest.mark.django_db
def test_two_lines_of_one_objective_are_two_places(two: tuple[Client, Client, Priority]) -> None:
    head, deputy, priority = two
    objective = priority.objectives.get()
    second = SuccessCriterion.objects.create(objective=objective, position=2, measure="Second")
    first = objective.criteria.exclude(pk=second.pk).get()
    mine, theirs = Desk(head, objective), Desk(deputy, objective)
    mine.send({f"criterion-{first.pk}-target": "25 of 28"})
    assert (
        theirs.send(
            {f"criterion-{second.pk}-target": "9 of 9", f"criterion-{first.pk}-baseline": "14"}
        ).status_code
        == 302
    )
    assert list(objective.criteria.order_by("position").values_list("baseline", "target")) == [
        ("14", "25 of 28"),
        ("", "9 of 9"),
    ]


@pytest.mark.django_db
def test_a_line_that_was_taken_out_gives_its_words_back(two: tuple[Client, Client, Priority]) -> None:
    _, deputy, priority = two
    objective = priority.objectives.get()
    line = objective.criteria.get()
    theirs = Desk(deputy, objective)
    remove_line(objective=objective, kind="criterion", pk=line.pk, by=priority.plan.started_by, now=NOW)
    answer = theirs.send({f"criterion-{line.pk}-measure": "Words of the deputy", "text": "By July"})
    objective.refresh_from_db()
    assert (answer.status_code, objective.text, "Words of the deputy" in answer.content.decode()) == (
        409,
        "By July",
        True,
    )


@pytest.mark.django_db
def test_a_part_that_is_gone_or_closed_gives_back_what_was_written(
    two: tuple[Client, Client, Priority],
) -> None:
    _, deputy, priority = two
    theirs = Desk(deputy, priority)
    Plan.objects.filter(pk=priority.plan_id).update(state=Plan.State.WITH_TRUST)
    answer = theirs.save(because="Not lost")
    assert (answer.status_code, "Not lost" in answer.content.decode()) == (410, True)


@pytest.mark.django_db
def test_two_ends_moved_by_two_people_do_not_cross(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head, deputy = make_person("headteacher", alder), make_person("senior_leader", alder)
    action = a_plan(alder, year, head).action
    mine, theirs = Desk(client_of(head), action), Desk(client_of(deputy), action)
    assert mine.save(planned_start="2026-11-30").status_code == 302
    assert theirs.save(planned_end="2026-11-10").status_code == 409
    action.refresh_from_db()
    assert (str(action.planned_start), str(action.planned_end)) == ("2026-11-30", "2026-12-01")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets in one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once(alder: School, year: SchoolYear, make_person: MakePerson) -> None:
    _twenty(alder, year, make_person, together=True)


@pytest.mark.django_db
def test_twenty_one_after_the_other(alder: School, year: SchoolYear, make_person: MakePerson) -> None:
    _twenty(alder, year, make_person, together=False)


def _twenty(alder: School, year: SchoolYear, make_person: MakePerson, *, together: bool) -> None:
    """Twenty pages opened at the same moment: ten write each a field of their own, ten all the same field."""
    head = make_person("headteacher", alder)
    made = a_plan(alder, year, head)
    rows = [made.priority, *(a_priority(made.plan, number=n).priority for n in range(2, 5))]
    wanted = [(row, name, f"{name} of {row.pk}") for row in rows for name in FIELDS][:10]
    same = [(made.objective, "text", f"Version {n}") for n in range(10)]
    saves = [(row, Change(name, mark_of(getattr(row, name)), value)) for row, name, value in [*wanted, *same]]
    answers: list[tuple[int, int]] = []
    gate = Barrier(len(saves)) if together else None

    def save(part: Priority | Objective, change: Change) -> None:
        if gate:
            gate.wait(timeout=30)
        saved = save_part(part=part, changes=[change], by=head, now=NOW)
        answers.append((len(saved.written), len(saved.conflicts)))
        if gate:
            connections.close_all()

    threads = [Thread(target=save, args=one) for one in saves]
    for thread in threads:
        if gate:
            thread.start()
        else:
            thread.run()
    for thread in threads if gate else ():
        thread.join()
    for row, name, value in wanted:
        row.refresh_from_db()
        assert getattr(row, name) == value
    made.objective.refresh_from_db()
    assert made.objective.text in {value for _, _, value in same}
    assert sorted(answers) == [(0, 1)] * 9 + [(1, 0)] * 11  # the other nine are shown both versions
