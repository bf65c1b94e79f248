"""A small handbook, made in the test, and the year 2026/27 built from it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from pytest_django import DjangoDbBlocker

from handbook.models import Chapter, Document, Edition, Process, Step
from people.models import User
from schedule.building import Difference, build_year
from schedule.models import Event
from schools.models import Period, School, SchoolYear
from tests.conftest import MakePerson, a_trust, a_year, the_alder, the_birch
from tests.keeping import kept, standing
from tests.schedule.starter import a_starter_year, change, clone

PUBLISHED = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
TODAY = datetime(2026, 11, 23, tzinfo=UTC).date()
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

StepSpec = dict[str, Any]
Spec = Mapping[str, Sequence[StepSpec]]

# Code of a process to its steps; what is left out gets a plain default.
SMALL: Spec = {
    "P01": [
        {"code": "slots", "timing": "previous SUM2 W4", "owner": "improvement_lead", "scope": "trust"},
        {"code": "meeting", "timing": "AUT1 W1-3", "owner": "ceo", "kind": "meeting", "takes_part": ["headteacher"]},
    ],
    "P06": [
        {"code": "data", "timing": "each AUT2 W5, SPR2 W3, SUM2 W3", "owner": "data_lead"},
        {"code": "analysis", "timing": "2w after data", "owner": "headteacher"},
    ],
    "P07": [{"code": "moderate", "timing": "AUT2 W6", "owner": "subject_leader"}],
    "P10": [
        {"code": "prepare", "timing": "10wd before visit", "owner": "headteacher"},
        {
            "code": "visit",
            "timing": "AUT2 W5 Tue",
            "owner": "improvement_partner",
            "kind": "visit",
            "takes_part": ["headteacher", "senior_leader"],
            "prepare": [{"text": "Read the briefing", "minutes": 10}],
            "documents": ["briefing"],
            "afterwards": "You get the draft note within five working days.",
        },
        {"code": "note", "timing": "5wd after visit", "owner": "improvement_partner", "kind": "deadline"},
        {"code": "reply", "timing": "5wd after note", "owner": "headteacher"},
    ],
    "P15": [
        {"code": "statement", "timing": "AUT2 W5 Thu", "owner": "headteacher", "documents": ["appraisal"]},
    ],
    "P18": [
        {"code": "publish", "timing": "by 31 Dec statutory", "owner": "headteacher", "kind": "publication"},
    ],
    "P20": [
        {"code": "phonics", "timing": "SUM2 W2", "owner": "headteacher", "phases": ["primary"]},
        {"code": "review", "timing": "SPR1 W3", "owner": "improvement_lead", "kind": "review", "tiers": [3, 4]},
    ],
}  # fmt: skip
CONFIDENTIAL = {"appraisal"}

MakeEdition = Callable[..., Edition]
Build = Callable[..., Difference]
EventOf = Callable[..., Event]


def publish(spec: Spec, *, number: int = 1, reason: str = "", when: datetime = PUBLISHED) -> Edition:
    """Puts an edition in force in place of the one before."""
    Edition.objects.filter(status="published").update(status="replaced")
    edition = Edition.objects.create(
        number=number,
        title="Small handbook",
        status="published",
        made_at=when,
        published_at=when,
        reason=reason,
    )
    chapter = Chapter.objects.create(edition=edition, code="the-year", title="The year", position=1)
    processes = Process.objects.bulk_create(
        Process(
            edition=edition, chapter=chapter, code=code, slug=f"process-{code.lower()}", title=f"Process {code}",
            position=position, purpose="What it is for.", why=f"Why {code} matters.", owner="improvement_lead",
            notice=20, who_sees="You and the school improvement lead.", words=1200,
        )
        for position, code in enumerate(spec)
    )  # fmt: skip
    _add_steps(processes, spec)
    return edition


def _add_steps(processes: Sequence[Process], spec: Spec) -> None:
    steps, named = [], []
    for process in processes:
        for position, given in enumerate(spec[process.code]):
            values = {"kind": "task", "title": f"{process.code} {given['code']}", **given}
            named.append((process, values.pop("documents", [])))
            steps.append(Step(process=process, position=position, **values))
    Step.objects.bulk_create(steps)
    _add_documents(
        [(step, process, code) for step, (process, codes) in zip(steps, named, strict=True) for code in codes]
    )


def _add_documents(named: Sequence[tuple[Step, Process, str]]) -> None:
    """One document for each process and code, joined to every step that names it."""
    documents = {
        (process.pk, code): Document(
            process=process, code=code, title=code.capitalize(), position=1, purpose="Its purpose.",
            filled_by="headteacher", who_sees="Both people in the meeting.", confidential=code in CONFIDENTIAL,
        )
        for _, process, code in named
    }  # fmt: skip
    Document.objects.bulk_create(documents.values())
    joins = Step.documents.through
    joins.objects.bulk_create(
        joins(step=step, document=documents[process.pk, code]) for step, process, code in named
    )


def changed(spec: Spec, ref: str, **values: Any) -> dict[str, list[StepSpec]]:
    """A copy in which one step, "P10.visit", reads otherwise; `drop=True` leaves it out."""
    process, _, code = ref.partition(".")
    copy = {name: [dict(step) for step in steps] for name, steps in spec.items()}
    if values.pop("drop", False):
        copy[process] = [step for step in copy[process] if step["code"] != code]
    for step in copy[process]:
        if step["code"] == code:
            step.update(values)
    return copy


@pytest.fixture
def small(db: None) -> Edition:
    return standing(Edition, status="published") or publish(SMALL)


@pytest.fixture
def build(year: SchoolYear) -> Build:
    def run(*, apply: bool = True) -> Difference:
        return build_year(year=year, by=None, now=NOW, today=TODAY, apply=apply)

    return run


@pytest.fixture
def built(
    small: Edition, alder: School, birch: School, build: Build, request: pytest.FixtureRequest
) -> Difference:
    if "built_kept" in request.fixturenames:
        kept_difference: Difference = request.getfixturevalue("built_kept")
        return kept_difference
    return build()


@pytest.fixture(scope="module")
def built_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Difference]:
    """For `usefixtures` of a file: the small handbook's year is built once for all its tests, and `built` finds it."""
    with kept(django_db_blocker):
        trust = a_trust()
        the_alder(trust)
        the_birch(trust)
        publish(SMALL)
        yield build_year(year=a_year(), by=None, now=NOW, today=TODAY)


@pytest.fixture(scope="module")
def next_year_kept(built_kept: Difference, django_db_blocker: DjangoDbBlocker) -> Iterator[SchoolYear]:
    """For `usefixtures` of a file: the year after is laid out once as well, and `next_year` finds it."""
    with kept(django_db_blocker):
        yield a_next_year()


@pytest.fixture
def next_year(built: Difference) -> SchoolYear:
    return standing(SchoolYear, start_year=2027) or a_next_year()


def a_next_year() -> SchoolYear:
    """2027/28, laid out: this year's half-terms 52 weeks later."""
    made = SchoolYear.objects.create(start_year=2027)
    Period.objects.bulk_create(
        Period(
            year=made,
            code=one.code,
            first_date=one.first_date + timedelta(weeks=52),
            last_date=one.last_date + timedelta(weeks=52),
        )
        for one in Period.objects.filter(year__start_year=2026, school=None)
    )
    build_year(year=made, by=None, now=NOW, today=TODAY)
    return made


@pytest.fixture
def event_of(year: SchoolYear) -> EventOf:
    """`event_of(alder, "P10.visit")`; no school is the trust."""

    def get(school: School | None, key: str) -> Event:
        return Event.objects.select_related("school", "year", "step__process").get(
            year=year, school=school, key=key
        )

    return get


def pdf(name: str = "agenda.pdf") -> BytesIO:
    file = BytesIO(b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n")
    file.name = name
    return file


def office(content_type: str, *more: str, name: str = "note.docx") -> BytesIO:
    """The least that passes for an Office file of that kind, with more parts if wanted."""
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{content_type}"/></Types>')
        for part in more:
            package.writestr(part, "x")
    file.seek(0)
    file.name = name
    return file


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_the_test(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def publisher(make_person: MakePerson) -> User:
    return make_person("improvement_lead", name="Dan Firth")


@pytest.fixture(scope="module")
def starter_kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For `usefixtures` of a file: the starter year is made once for all its tests, and `starter` finds it there."""
    with kept(django_db_blocker):
        trust = a_trust()
        the_alder(trust)
        the_birch(trust)
        a_starter_year(a_year())
        yield


@pytest.fixture(scope="module")
def later_meetings_kept(starter_kept: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with kept(django_db_blocker):
        _later_meetings()
        yield


@pytest.fixture
def starter(year: SchoolYear, alder: School, birch: School) -> Edition:
    """The starter handbook in force and the year laid out from it."""
    return standing(Edition, status="published") or a_starter_year(year)


@pytest.fixture
def later_meetings(starter: Edition) -> Edition:
    """The autumn headteacher meetings a week later."""
    return standing(Edition, status="draft") or _later_meetings()


def _later_meetings() -> Edition:
    made = clone()
    change(made, "P01.meeting", timing="AUT1 W2-4")
    return made


@pytest.fixture
def visits(built: object, alder: School, birch: School, event_of: EventOf) -> tuple[Event, Event]:
    """At both on Tuesday 1 December; 8 December is a Tuesday, week 6."""
    return event_of(alder, "P10.visit"), event_of(birch, "P10.visit")
