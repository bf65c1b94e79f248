"""The page of a person's addresses: make one, renew it, stop it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from handbook.models import Edition
from people.models import AuditEntry
from schedule.actions.feed import renew_feed_token
from schedule.models import FeedToken
from schools.models import School
from tests.conftest import NOW, ClientOf, MakePerson
from tests.schedule.feed_reading import address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built_kept")]


def open_feeds() -> list[FeedToken]:
    return list(FeedToken.objects.filter(revoked_at=None).order_by("pk"))


def test_it_makes_renews_and_stops_an_address(
    alder: School, make_person: MakePerson, client_of: ClientOf, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://portal.example.org"
    head = make_person("headteacher", alder)
    client = client_of(head)
    first = client.get("/calendar/")
    assert ("Make my address" in first.content.decode(), open_feeds()) == (True, [])
    assert client.post("/calendar/make/", {"own": "yes"})["Location"] == "/calendar/"
    [made] = open_feeds()
    page = client.get("/calendar/").content.decode()
    for words in (
        f'value="https://portal.example.org/calendar/{made.token}.ics"',
        f'href="webcal://portal.example.org/calendar/{made.token}.ics"',
        "Outlook",
        "Google",
        "Apple",
        "Make a new address",
    ):
        assert words in page
    assert "Make my address" not in page
    client.post("/calendar/renew/", {"feed": made.pk})
    [renewed] = open_feeds()
    assert (Client().get(address(made)).status_code, Client().get(address(renewed)).status_code) == (404, 200)
    assert len(renewed.token) >= 43
    client.post("/calendar/stop/", {"feed": renewed.pk})
    assert (open_feeds(), Client().get(address(renewed)).status_code) == ([], 404)
    entries = AuditEntry.objects.filter(action__startswith="feed.").order_by("pk")
    assert [(entry.actor_id, entry.action) for entry in entries] == [
        (head.pk, "feed.renew"), (head.pk, "feed.renew"), (head.pk, "feed.revoke"),
    ]  # fmt: skip
    texts = "".join(f"{entry.target_label}{entry.before}{entry.after}{entry.reason}" for entry in entries)
    assert not any(feed.token in texts for feed in FeedToken.objects.all())


def test_a_school_and_a_process_from_the_form(
    small: Edition, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("improvement_lead"))
    for given in (
        {"school": "900002", "process": ""},
        {"school": "", "process": "P10"},
        {"school": "900001", "process": "P10"},
        {"school": "900001", "process": "P10"},
    ):
        answer = client.post("/calendar/make/", given)
        query = "&".join(f"{name}={value}" for name, value in given.items() if value)
        assert answer["Location"] == f"/calendar/?{query}"
    assert [(feed.school_id, feed.process_code) for feed in open_feeds()] == [
        (birch.pk, ""), (None, "P10"), (alder.pk, "P10"),
    ]  # fmt: skip
    lines = client.get("/calendar/?school=900001&process=P10").context["lines"]
    assert [one["line"].title for one in lines] == ["Process P10 at Alder", "Birch", "Process P10"]


def test_a_link_offers_what_is_not_made_yet(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    client = client_of(head)
    asked = "/calendar/?school=900001&process=P10"
    assert client.get(asked).context["asked_title"] == "Process P10 at Alder"
    renew_feed_token(by=head, now=NOW, school=alder, process_code="P10")
    assert client.get(asked).context["asked_title"] == ""


@pytest.mark.once  # the form is judged before anything is written
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose a school, a process, or both."),
        ({"school": "900002"}, "Choose a school from the list: the dates of that one are not yours to see."),
        ({"school": "9" * 40}, "Choose a school from the list: the dates of that one are not yours to see."),
        ({"school": "a"}, "Choose a school from the list: the dates of that one are not yours to see."),
        ({"process": "P99"}, "Choose a process from the list: the handbook in force has none of that name."),
        (
            {"process": "P" * 5000},
            "Choose a process from the list: the handbook in force has none of that name.",
        ),
    ],
)
def test_what_is_not_there_to_be_chosen_is_refused(
    given: dict[str, str],
    said: str,
    small: Edition,
    alder: School,
    birch: School,
    make_person: MakePerson,
    client_of: ClientOf,
) -> None:
    client = client_of(make_person("headteacher", alder))
    answer = client.post("/calendar/make/", given)
    form = answer.context["form"]
    assert (answer.status_code, open_feeds()) == (422, [])
    assert [error for errors in form.errors.values() for error in errors] == [said]
    assert said in answer.content.decode()
    # The same in the address is a link that went old: the page opens without it.
    assert client.get("/calendar/", given).context["asked_title"] == ""


def test_only_ones_own_open_addresses_can_be_acted_on(
    alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head, other = make_person("headteacher", alder), make_person("headteacher", alder)
    old, theirs = renew_feed_token(by=head, now=NOW), renew_feed_token(by=other, now=NOW)
    mine = renew_feed_token(by=head, now=NOW)
    client = client_of(head)
    for feed in (theirs.pk, old.pk, "9" * 30, "9" * 5000, "-1", "x", "", "²"):
        for act in ("renew", "stop"):
            assert client.post(f"/calendar/{act}/", {"feed": feed}).status_code == 404, feed
    assert open_feeds() == [theirs, mine]


def test_who_sees_no_dates_is_told_and_makes_none(make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("portal_admin"))
    assert "No dates to subscribe to" in client.get("/calendar/").content.decode()
    posts = [
        client.post(f"/calendar/{act}/", {"own": "yes"}).status_code for act in ("make", "renew", "stop")
    ]
    assert (posts, open_feeds()) == ([403, 403, 403], [])


def test_who_is_not_signed_in(alder: School) -> None:
    assert Client().get("/calendar/")["Location"].startswith("/accounts/login/")
    for act in ("make", "renew", "stop"):
        assert Client().post(f"/calendar/{act}/")["Location"].startswith("/accounts/login/")


def test_changes_are_posts(alder: School, make_person: MakePerson, client_of: ClientOf) -> None:
    client = client_of(make_person("headteacher", alder))
    statuses = [client.get(f"/calendar/{act}/").status_code for act in ("make", "renew", "stop")]
    assert (statuses, client.post("/calendar/").status_code) == ([405, 405, 405], 405)


def test_as_many_questions_for_three_addresses_as_for_one(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    head = make_person("headteacher", alder)
    client = client_of(head)
    counts = []
    for codes in (["P01"], ["P06", "P10"]):
        for code in codes:
            renew_feed_token(by=head, now=NOW, school=alder, process_code=code)
        with CaptureQueriesContext(connection) as queries:
            client.get("/calendar/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_links_lead_there(
    small: Edition, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    client = client_of(make_person("headteacher", alder))
    page = client.get("/handbook/process-p10/").content.decode()
    assert 'href="/calendar/?process=P10&amp;school=900001"' in page
