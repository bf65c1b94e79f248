"""Enter in a field of a draft's page presses the first button of the form, and that saves."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from handbook.models import Edition
from tests.handbook.writing_pages import Written

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # the order of buttons


def test_the_first_button_sends_nothing_beside(
    draft: Edition, of_ruth: Client, of_sam: Client, address: str
) -> None:
    mine, theirs = Written(of_ruth, address), Written(of_sam, address)
    for page, words in ((theirs, "Theirs."), (mine, "Mine.")):
        page["why"] = words
        answer = page.send()
    assert answer.status_code == 409  # with a button to leave the other's words
    form = BeautifulSoup(answer.content.decode(), "lxml").find("form", id="write")
    assert form
    first = form.select("[type=submit]")[0]
    assert (first.get("name"), first.get("formaction")) == (None, None)
