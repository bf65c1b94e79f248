"""What no page can read is the browser's mistake (400), not the portal's (500), whatever the database."""

import pytest
from django.test import Client

from tests.conftest import ClientOf, MakePerson

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/calendar/%00.ics", "/calendar/a%00b.ics", "/accounts/login/?next=%00"])
def test_an_address_with_a_nul_is_refused(address: str) -> None:
    response = Client().get(address)
    assert (response.status_code, b"The portal did not understand that" in response.content) == (400, True)


def test_a_search_for_a_nul_is_refused(make_person: MakePerson, client_of: ClientOf) -> None:
    assert client_of(make_person("improvement_lead")).get("/audit/?action=%00").status_code == 400


def test_a_session_with_a_nul_is_refused() -> None:
    client = Client()
    client.cookies["sessionid"] = "\0" * 10
    assert client.get("/accounts/login/").status_code == 400


def test_a_percent_sign_that_is_meant_is_none() -> None:
    assert Client().get("/accounts/login/?next=/%2500/").status_code == 200


def test_a_form_in_other_letters_than_utf8_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    assert strict.post("/accounts/login/", "login=a", content_type=kind).status_code == 400


@pytest.mark.parametrize("header", [{}, {"X-Save": "as-you-go"}])
def test_a_form_that_is_too_large_says_so(header: dict[str, str], client: Client) -> None:
    answer = client.post(
        "/accounts/login/",
        "a=" + "x" * (5 * 1024 * 1024),
        content_type="application/x-www-form-urlencoded",
        headers=header,
    )
    assert answer.status_code == 413
    assert "larger than 5 MB" in answer.content.decode()
    assert "what you wrote is still on that page" in answer.content.decode()


def test_a_form_with_too_many_boxes_says_so(make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("improvement_lead"))
    data = {f"field-{number}": "x" for number in range(5_001)}
    answer = client.post("/handbook/drafts/amend/", data)
    assert answer.status_code == 413
    assert "has more than 5000 boxes in it, so nothing of it was saved" in answer.content.decode()
    assert "what you wrote is still on that page" in answer.content.decode()


def test_a_document_with_full_tables_is_no_such_form(make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("improvement_lead"))
    data = {f"field-{number}": "x" for number in range(2_500)}
    assert client.post("/handbook/drafts/amend/", data).status_code == 404  # there is no edition


def test_letters_that_are_too_many_in_a_form_with_files_are_told_too(client: Client) -> None:
    answer = client.post("/accounts/login/", {"a": "x" * (5 * 1024 * 1024 + 1)})  # as multipart/form-data
    assert (answer.status_code, "larger than 5 MB" in answer.content.decode()) == (413, True)


def test_a_page_is_kept_by_nobody_else(make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("improvement_lead"))
    for address in ("/handbook/", "/search/?q=a", "/handbook/drafts/"):
        assert client.get(address)["Cache-Control"] == "private, no-cache"
    assert "no-store" in Client().get("/accounts/login/")["Cache-Control"]  # what says otherwise stays
