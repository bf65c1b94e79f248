"""A handbook that asks for a review of the plan each term. None of its names is that of the starter handbook."""

from datetime import date

from handbook.models import Chapter, Document, Edition, Process, Step
from schedule.models import Event
from schools.models import School, SchoolYear
from tests.conftest import NOW

DUE = {"AUT2": date(2026, 12, 11), "SPR2": date(2027, 3, 19), "SUM2": date(2027, 7, 2)}


def the_step() -> Step:
    edition = Edition.objects.create(
        number=1, title="Ours", status="published", made_at=NOW, published_at=NOW
    )
    chapter = Chapter.objects.create(edition=edition, code="plans", title="Plans", position=1)
    process = Process.objects.create(
        edition=edition, chapter=chapter, code="P40", slug="plan", title="The plan", position=1, purpose="What for.",
        why="Why.", owner="improvement_lead", notice=20, who_sees="You.",
    )  # fmt: skip
    for code in ("school-development-plan", "our-form"):
        Document.objects.create(
            process=process, code=code, title=code, position=1, purpose="What for.", filled_by="headteacher",
            who_sees="You.",
        )  # fmt: skip
    return a_step(process, "look")


def a_step(process: Process, code: str, kind: str = "review") -> Step:
    return Step.objects.create(
        process=process, code=code, title="Look at the plan", position=1, kind=kind, timing="AUT2 W6",
        owner="headteacher",
    )  # fmt: skip


def an_event(step: Step, school: School | None, year: SchoolYear, key: str, due: date) -> Event:
    return Event.objects.create(
        school=school, year=year, key=key, step=step, title=step.title, opens_date=due, scheduled_date=due,
        due_date=due, owner_role="headteacher", changed_at=NOW,
    )  # fmt: skip
