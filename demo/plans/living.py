"""Plans at their different stages as at a day: drafted, agreed, amended, reviewed. The same for the same day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from demo.plans.making import Cast, Made, as_first_agreed, make_rows
from demo.plans.past import live_past
from demo.plans.reading import day_of, read_plans
from demo.plans.reviewing import review
from people.models import User
from plans.actions import lay_out_plan
from plans.models import Area, Comment, Framework, Plan, PlanVersion
from plans.queries import sheet_of
from plans.sheet import as_content
from schools.models import School, SchoolYear
from schools.queries import calendars

AGREED_STAGES = ("agreed", "in_review", "evaluated")


@transaction.atomic
def make_plans(*, year: SchoolYear, today: date, now: datetime) -> None:
    """The trust's plan, last year's plans, and every school's for this year."""
    schools: dict[int | None, School | None] = {one.urn: one for one in School.objects.all()}
    schools[None] = None
    last = SchoolYear.objects.get(start_year=year.start_year - 1)
    dated = {"last": calendars(last, schools.values()), "this": calendars(year, schools.values())}
    cast = cast_of(today)
    made: dict[tuple[str, int | None], Made] = {}
    for text in read_plans(year.start_year):
        urn, which = text.get("school"), text["year"]
        school = schools[urn]
        stage = _Stage(text, dated[which][school.pk if school else None], now, cast)
        one = make_rows(
            text=text,
            school=school,
            year=last if which == "last" else year,
            calendar=stage.calendar,
            cast=cast,
            started=stage.moment("started"),
            by=stage.head,
            trust=made.get((which, None)),
            before=made.get(("last", urn)),
        )
        made[which, urn] = one
        stage.reach(one, today)


def cast_of(today: date) -> Cast:
    inside = Framework.objects.filter(from_date__lte=today).order_by("-from_date").first()
    return Cast(
        {person.email.partition("@")[0]: person for person in User.objects.all()},
        {area.code: area for area in Area.objects.filter(framework=inside)},
    )


class _Stage:
    """How far one plan has come, and when. A moment that lies ahead is clipped to the days just gone."""

    def __init__(self, text: Mapping[str, Any], calendar: Any, now: datetime, cast: Cast) -> None:  # noqa: ANN401 -- a Calendar
        self.text, self.calendar, self.now, self.cast = text, calendar, now, cast
        self.head = cast.people[text["by"]]
        self.lead = cast.people["lead" if "school" in text else "ceo"]

    def moment(self, name: str) -> datetime:
        order = ("started", "sent", "agreed", "amended").index(name)
        said = self.text[name]
        day = said if isinstance(said, date) else day_of(said, self.calendar, last=True)
        clock = time(14 + order, crc32(f"{self.text['by']}{name}".encode()) % 60)
        return min(timezone.make_aware(datetime.combine(day, clock)), self.now - timedelta(hours=5 - order))

    def reach(self, made: Made, today: date) -> None:
        stage = self.text["stage"]
        plan = made.plan
        if stage == "with_trust":
            self._stands(plan, Plan.State.WITH_TRUST, self.moment("sent"), self.head)
        if stage in AGREED_STAGES:
            self._agree(made, today)
            live_past(made, today, self.now)
            review(made, self.cast, self.head, today, self.now)
        self._comment(made)

    def _agree(self, made: Made, today: date) -> None:
        plan, agreed = made.plan, self.moment("agreed")
        self._stands(plan, Plan.State.AGREED, agreed, self.lead)
        lay_out_plan(plan=plan, now=agreed, today=today)
        content = as_content(sheet_of(plan, self.calendar))
        if "amended" not in self.text:
            self._version(plan, 1, content, agreed)
            return
        self._version(plan, 1, as_first_agreed(made, as_content(sheet_of(plan, self.calendar))), agreed)
        amended = self.moment("amended")
        self._version(plan, 2, content, amended, self.text["reason"])
        self._stands(plan, Plan.State.AGREED, amended, self.lead)

    def _version(
        self, plan: Plan, number: int, content: dict[str, Any], at: datetime, reason: str = ""
    ) -> None:
        PlanVersion.objects.create(
            plan=plan, number=number, content=content, reason=reason, agreed_at=at, agreed_by=self.lead
        )

    def _stands(self, plan: Plan, state: Plan.State, at: datetime, by: User) -> None:
        plan.state, plan.state_at, plan.state_by, plan.changed_at, plan.changed_by = state, at, by, at, by
        plan.save()

    def _comment(self, made: Made) -> None:
        """Newest last; those with an answer are settled a day later."""
        rows = self.text.get("comments", ())
        for number, row in enumerate(rows):
            at = self.now - timedelta(days=len(rows) - number, hours=number % 3)
            settled = bool(row.get("settled"))
            Comment.objects.create(
                plan=made.plan,
                priority=made.priorities[row["priority"] - 1] if "priority" in row else None,
                text=row["text"],
                at=at,
                by=self.cast.people[row["by"]],
                settled_at=at + timedelta(hours=20) if settled else None,
                settled_by=self.head if settled else None,
            )
