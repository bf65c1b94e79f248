"""What a step says of who will see it is true of its days: they stand in the school's year for all who see it."""

import pytest

from handbook.models import Edition
from schedule.models import Event
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.handbook.writing_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_kept")]


@pytest.mark.parametrize("role", ["local_governor", "middle_leader"])
def test_the_days_of_a_heads_appraisal_are_said_to_be_seen_by_those_who_see_them(
    starter: Edition, alder: School, make_person: MakePerson, client_of: ClientOf, role: str
) -> None:
    client = client_of(make_person(role, alder))
    events = Event.objects.filter(school=alder, key__startswith="P15.").order_by("due_date", "pk")
    assert len(events) == 6
    for event in events:
        page = client.get(event.get_absolute_url())
        assert page.status_code == 200
        assert "Who will see it Whoever sees the school’s year sees the da" in words(page), event.key
