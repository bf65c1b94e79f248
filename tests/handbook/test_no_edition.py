"""The reading pages of a portal that has no handbook in force yet."""

import pytest
from django.test import Client

from handbook.actions import load_pack
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_pack
from tests.handbook.test_pages import PAGES, text_of


@pytest.fixture
def reader(client_of: ClientOf, make_person: MakePerson, alder: School) -> Client:
    return client_of(make_person("headteacher", alder))


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_draft_is_not_read(page: str, reader: Client) -> None:
    load_pack(pack=small_pack(), by=None, now=NOW, reason="")
    assert reader.get(page).status_code == 404


def test_without_a_handbook_the_page_teaches(reader: Client) -> None:
    response = reader.get("/handbook/")
    assert response.status_code == 200
    assert "There is no handbook yet" in text_of(response.content.decode())


def test_before_there_is_a_handbook_the_page_says_how_to_begin(
    client_of: ClientOf, make_person: MakePerson
) -> None:
    client = client_of(make_person("improvement_lead"))
    page = client.get("/handbook/drafts/").content.decode()
    assert "No handbook yet" in page
    assert "/handbook/drafts/import/" in page
    assert client.post("/handbook/drafts/amend/").status_code == 404
