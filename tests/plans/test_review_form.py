"""Each thing is typed once: where a review is the step, the handbook's form for it is not offered beside it."""

import pytest
from django.urls import reverse

from handbook.models import Document, Step
from people.models import User
from schedule.actions import WrittenElsewhere, save_paper
from schedule.actions.papers import Written
from schedule.models import Event, Paper
from schools.models import School, SchoolYear
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.writing_pages import words
from tests.plans.a_plan import Made, agreed_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def forms(step: Step) -> dict[str, Document]:
    """The form that the review takes the place of, and another that the trust asks for at the same step."""
    found = {}
    for position, (code, title) in enumerate(
        (("plan-review", "Termly plan review"), ("our-form", "Our form"))
    ):
        found[code], _ = Document.objects.update_or_create(
            process=step.process, code=code,
            defaults={
                "title": title, "position": position, "purpose": "What for.", "filled_by": "headteacher",
                "who_sees": "You.",
            },
        )  # fmt: skip
        step.documents.add(found[code])
    return found


@pytest.fixture
def made(
    forms: dict[str, Document], asked: dict[str, Event], alder: School, year: SchoolYear, head: User
) -> Made:
    return agreed_plan(alder, year, head)


def paper(event: Event, code: str, name: str = "paper") -> str:
    return reverse(f"documents:{name}", args=[event.pk, code])


def test_the_step_leads_to_the_review_and_keeps_the_other_documents(
    made: Made, asked: dict[str, Event], head: User, client_of: ClientOf
) -> None:
    event = asked["AUT2"]
    answer = client_of(head).get(event.get_absolute_url())
    page = answer.content.decode()
    assert f'href="{paper(event, "plan-review")}"' not in page
    assert f'href="{paper(event, "our-form")}"' in page
    assert "Autumn review Written there, in place of the form “Termly plan review”" in words(answer)
    assert [choice for choice, _ in answer.context["attach_form"].fields["document"].widget.choices] == [
        "our-form",
        "",
    ]


def test_so_does_the_page_of_what_comes_next(
    made: Made, asked: dict[str, Event], alder: School, head: User, client_of: ClientOf
) -> None:
    Event.objects.exclude(pk=asked["AUT2"].pk).delete()
    answer = client_of(head).get("/next/")
    page, review = answer.content.decode(), reverse("plans:review", args=[made.plan.pk, "AUT2"])
    assert answer.context["card"].event == asked["AUT2"]
    assert f'<a class="btn" href="{review}">Autumn review</a>' in page
    assert f'href="{paper(asked["AUT2"], "plan-review")}"' not in page
    assert f'href="{paper(asked["AUT2"], "our-form")}"' in page


def test_who_does_not_do_the_step_reads_what_the_handbook_asks(
    made: Made, asked: dict[str, Event], alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    answer = client_of(make_person("local_governor", alder)).get(asked["AUT2"].get_absolute_url())
    assert "in place of the form" not in words(answer)
    assert "Termly plan review" in words(answer)


def test_the_address_of_the_form_leads_to_the_review_and_takes_nothing(
    made: Made, asked: dict[str, Event], forms: dict[str, Document], head: User, client_of: ClientOf
) -> None:
    client, event = client_of(head), asked["AUT2"]
    review = reverse("plans:review", args=[made.plan.pk, "AUT2"])
    assert client.get(paper(event, "plan-review"))["Location"] == review
    for name in ("save", "submit", "start"):
        answer = client.post(paper(event, "plan-review", name), {}, follow=True)
        assert answer.redirect_chain[-1][0] == review
        assert "is not filled in here: the page “Autumn review” takes its place" in answer.content.decode()
    assert "takes its place" in words(
        client.post(paper(event, "plan-review", "save"), {}, headers={"HX-Request": "true"})
    )
    assert not Paper.objects.exists()
    with pytest.raises(WrittenElsewhere):
        save_paper(event=event, document=forms["plan-review"], written=Written({}, {}, {}), by=head, now=NOW)


def test_without_a_plan_the_form_is_there_as_ever(
    forms: dict[str, Document], asked: dict[str, Event], head: User, client_of: ClientOf
) -> None:
    event = asked["AUT2"]
    assert (
        f'href="{paper(event, "plan-review")}"'
        in client_of(head).get(event.get_absolute_url()).content.decode()
    )
    assert client_of(head).get(paper(event, "plan-review")).status_code == 200
