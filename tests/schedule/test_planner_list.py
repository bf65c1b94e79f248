"""The planner's list a page at a time: its own rows are read and no others, and every row stands on one page."""

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import ClientOf, MakePerson
from tests.schedule.conftest import Build, publish

pytestmark = pytest.mark.django_db
ALL = "/planner/?school=all&view=list"


def lay_out(build: Build, *, past: int = 0, ahead: int = 0) -> None:
    """As many steps at each school: before today, in Autumn 1, and after, in Spring 1."""
    publish({
        "P10": [{"code": f"past-{n}", "timing": "AUT1 W3", "owner": "headteacher"} for n in range(past)],
        "P11": [
            {"code": f"next-{n}", "timing": "SPR1 W3", "owner": "data_lead" if n % 2 else "headteacher"}
            for n in range(ahead)
        ],
    })  # fmt: skip
    build()


@pytest.fixture
def lead(
    year: SchoolYear, alder: School, birch: School, make_person: MakePerson, client_of: ClientOf
) -> Client:
    return client_of(make_person("improvement_lead"))


def read(client: Client, address: str) -> tuple[Any, list[str]]:
    """What the page was made of, and what was asked of the table of events."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200
    return answer, [one["sql"] for one in caught]


@pytest.mark.parametrize("rows", [1, 130])
def test_as_many_questions_for_a_hundred_rows_as_for_one(
    rows: int, alder: School, birch: School, year: SchoolYear, build: Build, make_person: MakePerson,
    client_of: ClientOf,
) -> None:  # fmt: skip
    """A trust's own steps, which the lead owns: the same number under every filter."""
    publish({
        "P10": [
            {"code": f"step-{n}", "timing": "SPR1 W3", "owner": "improvement_lead", "scope": "trust",
             "takes_part": ["data_lead"]}
            for n in range(rows)
        ]
    })  # fmt: skip
    build()
    client = client_of(make_person("improvement_lead"))
    for narrow in ("", "&role=senior_leader", "&whose=me", "&state=planned&kind=task"):
        answer, asked = read(client, ALL + narrow)
        assert len(answer.context["page"].entries) == min(rows, 100)
        assert answer.context["page"].tally.count == rows
        assert (narrow, len(asked)) == (narrow, 11 if "whose" in narrow else 10)
        assert sum('"schedule_event"."title"' in sql for sql in asked) == 1


def test_a_page_reads_its_own_rows_and_no_others(lead: Client, build: Build) -> None:
    lay_out(build, past=40, ahead=70)
    answer, asked = read(lead, f"{ALL}&page=2")
    [rows] = [sql for sql in asked if '"schedule_event"."title"' in sql]
    assert re.search(r"LIMIT 100 OFFSET 100\)", rows)
    assert len(answer.context["page"].entries) == 100


@pytest.mark.parametrize("where", ["all", "900001"])
def test_the_pages_together_are_what_the_file_holds(where: str, lead: Client, build: Build) -> None:
    lay_out(build, past=40, ahead=81)
    Event.objects.filter(key="P11.next-5").update(start_time="09:15")
    address = f"/planner/?school={where}&view=list"
    count = lead.get(address).context["lines"].paginator.num_pages
    assert count == (3 if where == "all" else 2)
    pages = [lead.get(f"{address}&page={n}").context["page"].entries for n in range(1, count + 1)]
    shown = [(str(one.item.due), one.where, one.item.title) for page in pages for one in page]
    file = lead.get(address.replace("/planner/", "/planner/events.csv")).content.decode("utf-8-sig")
    told = [(row[0], row[5], row[6]) for row in list(csv.reader(io.StringIO(file)))[1:]]
    assert sorted(shown) == sorted(told)
    assert len(set(shown)) == len(told) == (242 if where == "all" else 121)
    assert [due for due, *_ in shown] == [due for due, *_ in told]


def test_the_tally_is_of_the_whole_list(lead: Client, build: Build) -> None:
    lay_out(build, past=40, ahead=70)
    Event.objects.filter(key__in=["P10.past-1", "P10.past-2"]).update(state="done", done_date="2026-09-20")
    Event.objects.filter(key="P11.next-3").update(state="agreed")
    tally = lead.get(f"{ALL}&page=1").context["page"].tally
    assert (tally.count, tally.to_come, tally.late) == (220, 140, 76)
    assert "220 dates, 140 to come" in lead.get(ALL).content.decode()
    one = lead.get("/planner/?school=900001&view=list").context["page"].tally
    assert (one.count, one.to_come, one.late) == (110, 70, 38)


def test_the_pager_keeps_the_filters_and_works_as_links(lead: Client, build: Build) -> None:
    lay_out(build, past=40, ahead=120)
    html = lead.get(f"{ALL}&process=P11&page=2").content.decode()
    kept = "/planner/?school=all&amp;view=list&amp;process=P11"
    assert f'<a rel="prev" href="{kept}&amp;page=1">Earlier in the list</a>' in html
    assert f'<a rel="next" href="{kept}&amp;page=3">Further down the list</a>' in html
    assert "Page 2 of 3 · 101 to 200 of 240" in html
    assert '<a href="/planner/?school=all&amp;process=P11&amp;view=list&amp;page=all">' in html
    # A link to each half-term leads to the page where it begins.
    [spring] = re.findall(r'<a href="([^"]*)#from-here">Spring 1</a>', html)
    answer = lead.get(spring.replace("&amp;", "&"))
    assert answer.context["lines"].number == 1
    assert answer.content.decode().count('id="from-here"') == 1


def test_the_whole_list_stands_on_one_page_to_print(lead: Client, build: Build) -> None:
    lay_out(build, past=40, ahead=70)
    answer = lead.get(f"{ALL}&page=all")
    html = answer.content.decode()
    assert (len(answer.context["page"].entries), html.count('<li class="event">')) == (220, 220)
    assert (html.count('type="checkbox"'), answer.context["form"]) == (0, None)
    assert "By pages again" in html
    assert "to print</a>" not in html


def test_a_refused_change_stays_on_its_page_and_leads_back(lead: Client, build: Build) -> None:
    lay_out(build, past=40, ahead=120)
    answer = lead.get(f"{ALL}&page=3")
    html = answer.content.decode()
    [action] = re.findall(r'<form class="bulk" method="post" action="([^"]*)"', html)
    assert action == "/planner/bulk/?school=all&amp;view=list&amp;page=3"
    event = answer.context["page"].entries[-1].item
    fields = {"act": "not-needed", "event": event.pk}
    answer = lead.post(action.replace("&amp;", "&"), fields)
    assert (answer.status_code, answer.context["lines"].number) == (422, 3)
    html = answer.content.decode()
    assert f'value="{event.pk}" checked' in html
    # The form has an address of its own, at which nothing is read: no link may lead there.
    assert not re.findall(r'<a [^>]*href="\?', html)
    answer = lead.post(action.replace("&amp;", "&"), fields | {"reason": "Twice."})
    assert answer["Location"] == "/planner/?school=all&view=list&page=3"


def test_each_line_says_what_and_where_and_is_written_as_it_is(
    lead: Client, build: Build, alder: School
) -> None:
    lay_out(build, ahead=1)
    here = Event.objects.get(school=alder)
    Event.objects.filter(pk=here.pk).update(title="<b>Visit</b>", start_time="09:15", opens_date="2027-01-04")
    School.objects.filter(pk=alder.pk).update(short_name="A & B")
    html = lead.get(ALL).content.decode()
    assert f'<a href="/events/{here.pk}/">&lt;b&gt;Visit&lt;/b&gt;</a>' in html
    assert "<small>A &amp; B · Headteacher · 9:15 · from 4 January</small>" in html
    assert f'value="{here.pk}" aria-label="&lt;b&gt;Visit&lt;/b&gt;, A &amp; B, Fri 22 January"' in html
    assert "<small>Headteacher · 9:15" in lead.get("/planner/?school=900001&view=list").content.decode()


def test_who_may_not_change_steps_has_no_boxes(
    lead: Client, build: Build, alder: School, make_person: MakePerson, client_of: ClientOf
) -> None:
    lay_out(build, ahead=2)
    head: User = make_person("headteacher", alder)
    html = client_of(head).get("/planner/?view=list").content.decode()
    assert (html.count('<li class="event">'), html.count('<input type="checkbox"')) == (2, 0)
    assert lead.get(ALL).content.decode().count('<li class="event tickable">') == 4
