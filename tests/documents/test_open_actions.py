"""The open steps of the school, in the table that asks for them."""

import pytest

from handbook.models import Document
from schedule.models import Event
from schools.models import School
from tests.conftest import ClientOf, MakePerson
from tests.documents.conftest import FIELDS, address

pytestmark = pytest.mark.django_db


def test_what_is_open_by_then_stands_in_the_table(
    client_of: ClientOf, make_person: MakePerson, alder: School, report: Event
) -> None:
    asking = [one | {"prefill": "actions.open"} if one["code"] == "actions" else one for one in FIELDS]
    Document.objects.filter(code="note").update(fields=asking)
    head = client_of(make_person("headteacher", alder, name="Ruth Ellison"))
    page = head.get(address(report))
    rows = next(one.rows for one in page.context["controls"] if one.code == "actions")
    assert [cell.value for row in rows for cell in row.cells if cell.value] == [
        "P15 statement",
        "Headteacher",
    ]
