"""Events made by hand on a Monday in term, and a mail server on this machine."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from itertools import count
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import DjangoDbBlocker, Settings

from handbook.models import Chapter, Edition, Process, Step
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import a_trust, a_year, the_alder, the_birch
from tests.keeping import kept

MakeEvent = Callable[..., Event]
MakeStep = Callable[..., Step]


@pytest.fixture(scope="module")
def year_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For `usefixtures` of a file: the schools and the year are made once for all its tests."""
    with kept(django_db_blocker):
        trust = a_trust()
        the_alder(trust)
        the_birch(trust)
        a_year()
        yield


@pytest.fixture
def make_step(db: None) -> MakeStep:
    """A step of a handbook in force; `make_step(takes_part=["headteacher"], process={"tiers": [3]})`."""
    numbers = count(1)

    def make(*, process: dict[str, Any] | None = None, **values: Any) -> Step:
        number = next(numbers)
        moment = datetime(2026, 7, 1, tzinfo=UTC)
        edition, _ = Edition.objects.get_or_create(
            status="published",
            defaults={"number": 1, "title": "Handbook", "made_at": moment, "published_at": moment},
        )
        chapter, _ = Chapter.objects.get_or_create(
            edition=edition, code="year", defaults={"title": "Year", "position": 1}
        )
        parent = {
            "title": "Visits", "position": number, "purpose": "To see.", "why": "An outside eye.",
            "owner": "improvement_lead", "notice": 20, "who_sees": "You.", **(process or {}),
        }  # fmt: skip
        made = Process.objects.create(
            edition=edition, chapter=chapter, code=f"P{number:02}", slug=f"p{number}", **parent
        )
        plain = {"title": "Step", "kind": "task", "timing": "AUT2 W5", "owner": "headteacher", "position": 1}
        return Step.objects.create(process=made, code="step", **(plain | values))

    return make


@pytest.fixture
def make_event(year: SchoolYear) -> MakeEvent:
    """`make_event(alder, date(2026, 11, 25))`; owned by the headteacher unless told otherwise."""
    numbers = count(1)

    def make(school: School | None, due: date, *, opens: date | None = None, **values: Any) -> Event:
        number = next(numbers)
        plain = {
            "key": f"P01.s{number}",
            "title": f"Event {number}",
            "owner_role": "headteacher",
            "year": year,
        }
        return Event.objects.create(
            school=school, opens_date=opens or due, scheduled_date=due, due_date=due,
            changed_at=datetime(2026, 9, 1, tzinfo=UTC), **(plain | values),
        )  # fmt: skip

    return make


class Sink(Controller):
    """Keeps what it takes, counts who calls, and refuses the addresses it is told to."""

    def __init__(self, port: int) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.refused: set[str] = set()
        self.hangs_up_on: set[str] = set()
        self.stops_listening = False  # when it hangs up
        super().__init__(self, hostname="127.0.0.1", port=port)

    def factory(self) -> SMTP:
        self.connections += 1
        return SMTP(self.handler)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 No such person here"
        if address in self.hangs_up_on:
            assert server.transport is not None
            server.transport.close()
            if self.stops_listening:
                assert self.server is not None
                self.server.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        mail = BytesParser(policy=default).parsebytes(content)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server that listens, and the portal set to send through it."""
    sink = Sink(free_port())
    sink.start()
    sink.connections = 0  # its own start called once
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.stop()
