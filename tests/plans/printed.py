"""A plan to print, made by hand: no database."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from plans.queries.prints import Print, Rating, TermReview
from plans.sheet import (
    ActionLine,
    CriterionLine,
    MilestoneLine,
    MonitoringLine,
    ObjectiveSheet,
    PlanSheet,
    PrioritySheet,
)
from schools.terms import Calendar, Period
from tests.conftest import PERIODS_2026, TODAY

CALENDAR = Calendar(2026, tuple(Period(code, *days) for code, days in PERIODS_2026.items()))
OCTOBER, DECEMBER, MARCH = date(2026, 10, 23), date(2026, 12, 18), date(2027, 3, 25)


def objective(pk: int = 1) -> ObjectiveSheet:
    return ObjectiveSheet(
        pk,
        "By July 2027 more pupils read with ease.",
        "Objective Owner",
        "",
        (CriterionLine(pk, "Pupils reading 90 words a minute", "14 of 27", "22 of 28", "Check", "", "in_progress"),),
        (
            MilestoneLine(pk * 10 + 1, "AUT1", "Every class has its texts.", OCTOBER, "done"),
            MilestoneLine(pk * 10 + 2, "AUT1", "Every adult is trained.", OCTOBER, "not_started"),
            MilestoneLine(pk * 10 + 3, "SPR2", "Eighteen read with ease.", MARCH, "not_started"),
        ),
        (
            ActionLine(
                pk * 10 + 1, "Hear every child read", "Action Owner", "Second Owner", date(2026, 9, 7),
                date(2026, 10, 2), date(2026, 10, 2), None, "", "", "done", date(2026, 9, 25),
            ),
            ActionLine(
                pk * 10 + 2, "=Buy(texts)", "Action Owner", "", date(2026, 9, 28), date(2026, 11, 13),
                date(2026, 11, 6), Decimal("640.50"), "Books", "One twilight", "in_progress", None,
            ),
        ),
        (MonitoringLine(pk, "AUT2", "Hear six pupils", "Priya Nair", "Four read well.", DECEMBER, "not_started"),),
    )  # fmt: skip


def priority(number: int = 1, **changes: Any) -> PrioritySheet:
    made = PrioritySheet(
        number, number, f"Reading {number}", "Only 14 of 27 read with ease. The rest guess.", ("Achievement",),
        "Every pupil a fluent reader", "Priority Lead", "", "Gov Ernor", "deliver", "Carousels.", (),
        (objective(number),),
    )  # fmt: skip
    return replace(made, **changes)


RATING = Rating(
    "AUT2", "G", "Four mornings a week.", "A", "Two more than in September.", "medium", "up", "Six lessons seen.",
    "Coach Year 4.", is_closed=True,
)  # fmt: skip


def printed(
    *priorities: PrioritySheet, ratings: Mapping[int, tuple[Rating, ...]] | None = None, **changes: Any
) -> Print:
    sheet = PlanSheet(
        1, "Alder Primary School", 900001, 2026, "Every child reads.", "We are small.", "", priorities
    )
    made = Print(
        sheet, CALENDAR, "half-terms", "Alder", "Fenmoor Academies Trust", "#0b5a63", "Agreed on 9 October 2026",
        is_draft=False, today=TODAY, ratings=ratings or {},
        reviews=(TermReview("AUT2", "It begins well.", "", is_closed=True),) if ratings else (),
    )  # fmt: skip
    return replace(made, **changes)
