"""What the weekly mail says."""

from datetime import date, time

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from people.models import User
from reminders.tasks import send_weekly
from schools.models import School
from tests.conftest import MakePerson
from tests.reminders.conftest import MakeEvent, MakeStep

pytestmark = pytest.mark.once  # what the mail says; which rows it says: test_who.py and test_rows.py

MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)
BEFORE = date(2026, 11, 20)
VISIT = date(2026, 12, 1)

Box = list[EmailMultiAlternatives]

WHOLE = """Dear Ruth Ellison,

WHAT COMES NEXT

Improvement partner visit
Wednesday 25 November 2026 · 9:15 to 12:15 · Autumn 2, week 4 · in 2 school days
You take part, led by the improvement partner: about 1 hour 15.

An outside eye.

Prepare, about 15 minutes in all:
- Read the briefing (10 min)
- Choose two classes (5 min)

https://portal.example.org/events/{first.pk}/

WAITING FOR YOU

- Confirm the meeting's record
  Due Friday 20 November · Autumn 2, week 3 · late by 1 school day
  https://portal.example.org/events/{late.pk}/

THIS WEEK

- Check the website
  By Friday 27 November · Autumn 2, week 4 · in 4 school days
  Yours to do: about 20 minutes
  https://portal.example.org/events/{second.pk}/

NEXT WEEK

- Plan review
  Tuesday 1 December · Autumn 2, week 5 · in 6 school days
  Yours to lead
  https://portal.example.org/events/{third.pk}/

Everything that comes next, with the documents: https://portal.example.org/next/

--
You get this mail on the first school day of a week when there is something for you, and never in the holidays.
Stop it or start it again: https://portal.example.org/me/
"""


@pytest.fixture(autouse=True)
def portal(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://portal.example.org"


@pytest.fixture
def head(alder: School, make_person: MakePerson) -> User:
    return make_person("headteacher", alder, name="Ruth Ellison")


def html_of(mail: EmailMultiAlternatives) -> str:
    ((content, kind),) = mail.alternatives
    assert kind == "text/html"
    return str(content)


def test_the_whole_text(
    head: User, alder: School, make_event: MakeEvent, make_step: MakeStep, mailoutbox: Box
) -> None:
    visit = make_step(
        kind="visit",
        takes_part=["headteacher"],
        minutes={"headteacher": 75, "improvement_partner": 240},
        prepare=[{"text": "Read the briefing", "minutes": 10}, {"text": "Choose two classes", "minutes": 5}],
    )
    first = make_event(
        alder, WEDNESDAY, title="Improvement partner visit", step=visit, owner_role="improvement_partner",
        start_time=time(9, 15), end_time=time(12, 15),
    )  # fmt: skip
    website = make_step(minutes={"headteacher": 20})
    second = make_event(alder, FRIDAY, opens=MONDAY, title="Check the website", step=website)
    third = make_event(alder, VISIT, title="Plan review", step=make_step(kind="review"))
    late = make_event(alder, BEFORE, title="Confirm the meeting's record")
    send_weekly()
    (mail,) = mailoutbox
    assert mail.body == WHOLE.format(first=first, second=second, third=third, late=late)


def test_the_html_says_the_same_and_needs_nothing_from_outside(
    head: User, alder: School, make_event: MakeEvent, make_step: MakeStep, mailoutbox: Box
) -> None:
    step = make_step(prepare=[{"text": "Read <the> briefing", "minutes": 10}])
    event = make_event(alder, WEDNESDAY, title="Tom & Ann's visit", step=step)
    send_weekly()
    html = html_of(mailoutbox[0])
    assert html.count("<h1") == 1
    assert '<html lang="en-GB">' in html
    address = f"https://portal.example.org/events/{event.pk}/"
    assert f'<a href="{address}" style="color: #1c2430;">Tom &amp; Ann&#x27;s visit</a>' in html
    assert "Read &lt;the&gt; briefing (10 min)" in html
    assert "<strong>Wednesday 25 November 2026 · Autumn 2, week 4 · in 2 school days</strong>" in html
    assert '<a href="https://portal.example.org/me/"' in html
    assert [word for word in ("<img", "<script", "<link", "url(", "@import") if word in html] == []
    assert html.count("<table") == html.count('<table role="presentation"')


def test_the_subject_is_plain_text(head: User, alder: School, make_event: MakeEvent, mailoutbox: Box) -> None:
    make_event(alder, WEDNESDAY, title="Tom & Ann's visit")
    send_weekly()
    assert mailoutbox[0].subject == "What comes next at Alder: Tom & Ann's visit, Wednesday 25 November"
    assert "Tom & Ann's visit" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("events", "subject"),
    [
        ([(FRIDAY, MONDAY)], "What comes next at Alder: Event 1, by Friday 27 November"),
        ([(BEFORE, BEFORE)], "Waiting for you at Alder: Event 1"),
        ([(BEFORE, BEFORE), (VISIT, VISIT)], "What comes next at Alder: Event 2, Tuesday 1 December"),
        ([(BEFORE, BEFORE), (date(2026, 12, 14),) * 2], "Waiting for you at Alder: Event 1"),
        ([(date(2026, 12, 14), FRIDAY)], "What comes next at Alder: Event 1, by Monday 14 December"),
    ],
)
def test_subjects(
    events: list[tuple[date, date]],
    subject: str,
    head: User,
    alder: School,
    make_event: MakeEvent,
    mailoutbox: Box,
) -> None:
    for due, opens in events:
        make_event(alder, due, opens=opens)
    send_weekly()
    assert [mail.subject for mail in mailoutbox] == [subject]


@pytest.mark.parametrize("where", ["step", "process"])
@pytest.mark.parametrize(
    ("due", "subject"),
    [
        (WEDNESDAY, "What comes next at Alder: Wednesday 25 November"),
        (BEFORE, "Waiting for you at Alder"),
    ],
)
def test_a_subject_never_tells_the_tier(
    where: str,
    due: date,
    subject: str,
    head: User,
    alder: School,
    make_event: MakeEvent,
    make_step: MakeStep,
    mailoutbox: Box,
) -> None:
    """A subject is read on a locked screen."""
    step = make_step(tiers=[3, 4]) if where == "step" else make_step(process={"tiers": [3, 4]})
    make_event(alder, due, title="Extra visit for a school with intensive support", step=step)
    send_weekly()
    assert [mail.subject for mail in mailoutbox] == [subject]


def test_a_legal_deadline_names_the_last_school_day(
    head: User, alder: School, make_event: MakeEvent, mailoutbox: Box
) -> None:
    make_event(alder, date(2026, 12, 31), opens=MONDAY, last_school_date=date(2026, 12, 18))
    send_weekly()
    assert mailoutbox[0].body.splitlines()[5:8] == [
        "By Thursday 31 December 2026 · Christmas holiday · in 38 days",
        "Open from Monday 23 November.",
        "A legal deadline. The last school day before it is Friday 18 December 2026.",
    ]


def test_who_works_with_several_schools_reads_which(
    alder: School, birch: School, make_person: MakePerson, make_event: MakeEvent, mailoutbox: Box
) -> None:
    make_person("improvement_lead")
    for school in (alder, birch, None):
        make_event(school, WEDNESDAY, owner_role="improvement_lead")
    send_weekly()
    lines = mailoutbox[0].body.splitlines()
    assert [line for line in lines if "Event" in line] == [
        "Event 1, Alder", "- Event 2, Birch", "- Event 3, Fenmoor Academies Trust",
    ]  # fmt: skip


def test_a_long_list_is_cut_and_counted(
    head: User, alder: School, make_event: MakeEvent, mailoutbox: Box
) -> None:
    for _ in range(13):
        make_event(alder, WEDNESDAY)
    send_weekly()
    assert mailoutbox[0].body.count("- Event") == 10
    assert "- and 2 more on your page\n" in mailoutbox[0].body
    assert "<li>and 2 more on your page</li>" in html_of(mailoutbox[0])
