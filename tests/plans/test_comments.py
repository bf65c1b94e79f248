"""Comments beside the text: who writes and reads them, and that they can be settled."""

import pytest
from django.urls import reverse

from plans.models import Comment
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.plans.a_written_plan import a_plan, a_priority

pytestmark = pytest.mark.django_db


def test_a_partner_comments_and_the_head_settles(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head, partner = make_person("headteacher", alder), make_person("improvement_partner", alder)
    made = a_plan(alder, year, head)
    url = reverse("plans:comment", args=[made.plan.pk])
    answer = client_of(partner).post(url, {"priority": made.priority.pk, "text": "Who <b>hears</b> them?"})
    comment = Comment.objects.get()
    assert answer["Location"] == f"{made.plan.get_absolute_url()}#priority-{made.priority.pk}"
    assert (comment.text, comment.priority, comment.by) == ("Who hears them?", made.priority, partner)
    page = client_of(head).get(made.plan.get_absolute_url()).context["page"]
    assert (page.priorities[0].comments, page.open_comments) == ((comment,), 1)
    client_of(head).post(reverse("plans:settle", args=[comment.pk]))
    client_of(partner).post(reverse("plans:settle", args=[comment.pk]))
    comment.refresh_from_db()
    assert comment.settled_by == head


def test_what_is_no_comment_is_refused_and_comes_back(
    alder: School, birch: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    made, other = a_plan(alder, year, head), a_plan(birch, year, head)
    client, url = client_of(head), reverse("plans:comment", args=[made.plan.pk])
    assert client.post(url, {"text": "  "}).status_code == 422
    long = client.post(url, {"text": "x" * 2001, "priority": made.priority.pk})
    assert (long.status_code, "x" * 2001 in long.content.decode()) == (422, True)
    for pk in (other.priority.pk, "x", "9" * 30):  # as of a priority that was taken out meanwhile
        asked = client.post(url, {"text": "Kept words", "priority": pk})
        assert (asked.status_code, "Kept words" in asked.content.decode()) == (422, True)
    assert Comment.objects.count() == 0


def test_governors_read_no_comments(
    alder: School, year: SchoolYear, make_person: MakePerson, client_of: ClientOf
) -> None:
    head, lead = make_person("headteacher", alder), make_person("improvement_lead")
    made = a_plan(alder, year, head, state="with_trust")
    a_priority(made.plan, number=2)
    client_of(head).post(reverse("plans:comment", args=[made.plan.pk]), {"text": "Between us"})
    client_of(lead).post(reverse("plans:agree", args=[made.plan.pk]))
    governor = client_of(make_person("local_governor", alder))
    page = governor.get(made.plan.get_absolute_url())
    assert ("Between us" in page.content.decode(), page.status_code) == (False, 200)
    assert governor.post(reverse("plans:comment", args=[made.plan.pk]), {"text": "Me too"}).status_code == 403
