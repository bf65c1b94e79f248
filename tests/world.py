"""Alder and Birch with one of each thing, and somebody of every kind who asks: the world of tests/test_matrix.py."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from handbook.models import Chapter, Document, Edition, Process, Step
from people import actions
from people.models import User
from schedule.models import Attachment, Event, FeedToken
from schools.models import Import, School, SchoolYear
from tests.conftest import NOW, TODAY, MakePerson
from tests.matrix import AREAS
from tests.rows import ANONYMOUS, AT_SCHOOL, TRUST_WIDE, UNAPPOINTED, Row

NOWHERE: dict[str, Any] = {"urn": 999999, "event": 999999, "attachment": 999999, "import": 999999, "person": 999999,
           "appointment": 999999, "process": "no-such-process", "document": "no-such-document",
           "chapter": "no-such-chapter", "feed": "x" * 43, "invitation": "nothing",
           "year": 1999}  # fmt: skip
for area in AREAS:
    NOWHERE |= area.NOWHERE


class Asking(Client):
    """A client that keeps nothing of the page but its answer: each template's context copied is a tenth of the time."""

    def request(self, **request: Any) -> Any:
        made = RequestFactory.request(self, **request)  # type: ignore[arg-type]  # a Client is one, and mypy is not told
        return self.handler(made.environ)


class World:
    """Alder and Birch, with one of each thing; and somebody of every kind who asks for them."""

    def __init__(self, make_person: MakePerson, alder: School, birch: School, year: SchoolYear) -> None:
        self.client = Asking(raise_request_exception=False)
        self.cookies: dict[str, str | None] = {ANONYMOUS: None}
        people = {role: make_person(role, alder) for role in AT_SCHOOL}
        people |= {role: make_person(role) for role in TRUST_WIDE}
        people[UNAPPOINTED] = User.objects.create_user("nothing@example.org", "pass", name="Holds Nothing")
        for person, user in people.items():
            self.client.force_login(user)
            self.cookies[person] = self.client.cookies.pop(settings.SESSION_COOKIE_NAME).value
        step = a_step()
        waiting = actions.account_for(email="waiting@example.org", name="Waiting")
        lead = people["improvement_lead"]
        invitation = actions.invite(person=waiting, by=lead, now=NOW)
        kept = Import.objects.create(
            kind="term_dates",
            file_name="f.csv",
            sha256="0" * 64,
            size=1,
            rows={"rows": [], "warnings": []},
            read_at=NOW,
        )
        of_trust = {
            "import": kept.pk, "person": waiting.pk, "appointment": lead.appointments.get().pk,
            "process": step.process.slug, "document": "briefing", "chapter": "the-year",
            "feed": FeedToken.objects.create(person=lead, token="f" * 43, made_at=NOW).token,
            "invitation": actions.token_of(invitation), "year": year.start_year,
        }  # fmt: skip
        for area in AREAS:
            of_trust |= area.of_trust(lead, step)
        self.names: dict[str, dict[str, Any]] = {"none": NOWHERE}
        for place, school in (("own", alder), ("other", birch)):
            event = an_event(school, year, step)
            self.names[place] = of_trust | {
                "urn": school.urn, "event": event.pk, "attachment": an_attachment(event, lead).pk
            }  # fmt: skip
            for area in AREAS:
                self.names[place] |= area.of_school(lead, event)

    def of(self, name: str, row: Row, place: str) -> str:
        return reverse(name, args=[self.names[place][one] for one in row.args])

    def ask(self, person: str, method: str, url: str) -> Any:
        """The answer; whatever it changed is taken back."""
        cache.clear()  # attempts are counted
        self.client.cookies.clear()
        if cookie := self.cookies[person]:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = cookie
        with transaction.atomic():
            answer: Any = self.client.generic(method, url)
            if answer.streaming:
                b"".join(answer.streaming_content)  # to its end, which closes the file
            transaction.set_rollback(True)
        return answer


def a_step() -> Step:
    edition = Edition.objects.create(
        number=1, title="Handbook", status="published", made_at=NOW, published_at=NOW
    )
    chapter = Chapter.objects.create(edition=edition, code="the-year", title="The year", position=1)
    process = Process.objects.create(
        edition=edition, chapter=chapter, code="P01", slug="visits", title="Visits", position=1,
        purpose="What for.", why="Why.", owner="improvement_lead", notice=20, who_sees="You.",
    )  # fmt: skip
    Document.objects.create(
        process=process, code="briefing", title="Briefing", position=1, purpose="What for.",
        filled_by="headteacher", who_sees="You.",
    )  # fmt: skip
    return Step.objects.create(
        process=process,
        code="read",
        title="Read",
        position=1,
        kind="task",
        timing="AUT2 W5",
        owner="headteacher",
    )


def an_event(school: School, year: SchoolYear, step: Step) -> Event:
    due = date(2026, 12, 1)
    return Event.objects.create(
        school=school, year=year, key="P01.read", step=step, title="Read", opens_date=TODAY,
        scheduled_date=due, due_date=due, owner_role="headteacher", changed_at=NOW,
    )  # fmt: skip


def an_attachment(event: Event, by: User) -> Attachment:
    return Attachment.objects.create(
        event=event, file=ContentFile(b"%PDF-1.7", name="a.pdf"), name="a.pdf",
        content_type="application/pdf", size=8, added_at=NOW, added_by=by,
    )  # fmt: skip
