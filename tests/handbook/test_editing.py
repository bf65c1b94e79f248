"""Writing in a draft: what is saved, what is kept, and what two people in one process see of each other."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from handbook.actions import load_pack
from handbook.models import Edition, Process, Step
from handbook.pack import pack_of_files
from people.models import User
from tests.conftest import NOW, ClientOf, MakePerson
from tests.handbook.packs import small_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Edition:
    return load_pack(pack=pack_of_files(small_files()), by=None, now=NOW, reason="")


def test_open(draft, make_person, client_of):
    lead = make_person("improvement_lead")
    c = client_of(lead)
    p = draft.processes.order_by("code").first()
    s = p.steps.order_by("position").first()
    for u in (
        f"/handbook/drafts/{draft.pk}/{p.code}/",
        f"/handbook/drafts/{draft.pk}/{p.code}/study/",
        f"/handbook/drafts/{draft.pk}/{p.code}/steps/{s.code}/",
    ):
        a = c.get(u)
        assert a.status_code == 200
        from html.parser import HTMLParser

        open("/tmp/wt/ed_page.html", "w").write(a.content.decode())
