"""One planted fault of each kind, found once and at its place. No database but for drafts in the making."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from handbook.actions import load_pack
from handbook.check import Finding, findings_in, pack_as_it_is
from handbook.models import Edition, Process, Step
from handbook.pack import Pack
from handbook.pack.shape import PackStep, PackTerm, Statutory
from handbook.queries import handbook_findings
from tests.conftest import NOW, TODAY
from tests.handbook.packs import small_pack


@cache
def clean() -> Pack:
    """The small handbook, with minutes for everybody who owns a step."""
    return step_as(small_pack(), "P01.note", minutes={"improvement_partner": 60})


def process_as(pack: Pack, code: str, **values: Any) -> Pack:
    return replace(
        pack,
        processes=tuple(replace(one, **values) if one.code == code else one for one in pack.processes),
    )


def step_as(pack: Pack, address: str, **values: Any) -> Pack:
    code, _, step = address.partition(".")
    process = next(one for one in pack.processes if one.code == code)
    return process_as(
        pack, code, steps=tuple(replace(s, **values) if s.code == step else s for s in process.steps)
    )


def document_as(pack: Pack, **values: Any) -> Pack:
    process = pack.processes[0]
    return process_as(pack, "P01", documents=(replace(process.documents[0], **values),))


def with_step(pack: Pack, inside: str, like: str, **values: Any) -> Pack:
    """One more step in process `inside`, a copy of `like` in it."""
    process = next(one for one in pack.processes if one.code == inside)
    model = next(one for one in process.steps if one.code == like)
    return process_as(pack, inside, steps=(*process.steps, replace(model, **values)))


LAW = Statutory(rule="Publish it.", source="The Act")
NO_REVIEW = process_as(clean(), "P01", statutory=None, review_date=None)
FAULTS: dict[str, tuple[Pack, tuple[str, bool, str]]] = {
    "a step without owner": (step_as(clean(), "P01.note", owner=""), ("no-owner", True, "P01.note")),
    "an owner nobody knows": (step_as(clean(), "P01.note", owner="king"), ("no-owner", True, "P01.note")),
    "a process without owner": (process_as(clean(), "P02", owner=""), ("no-owner", True, "P02")),
    "a document nobody fills in": (
        document_as(clean(), filled_by=""), ("no-owner", True, "P01, document visit-note"),
    ),
    "a step without timing": (step_as(clean(), "P01.note", timing=""), ("no-timing", True, "P01.note")),
    "a timing that cannot be read": (
        step_as(clean(), "P02.read", timing="some day"), ("no-timing", True, "P02.read"),
    ),
    "a step that follows nothing": (
        step_as(clean(), "P01.note", timing="2w after P07.gone"), ("unreachable", True, "P01.note"),
    ),
    "a step for no school": (
        step_as(process_as(clean(), "P01", phases=("secondary",)), "P01.note", phases=("primary",)),
        ("unreachable", True, "P01.note"),
    ),
    "a step on tiers its process is not for": (
        step_as(process_as(clean(), "P01", tiers=(1, 2)), "P01.note", tiers=(3,)), ("unreachable", True, "P01.note"),
    ),
    "a circle": (step_as(clean(), "P01.visit", timing="5wd before note"), ("circle", True, "P01.visit")),
    "a step that follows itself": (
        step_as(clean(), "P01.note", timing="5wd after note"), ("circle", True, "P01.note"),
    ),
    "a document that is not there": (
        step_as(clean(), "P02.read", documents=("nothing",)), ("no-such-document", True, "P02.read"),
    ),
    "a document no step uses": (
        step_as(step_as(clean(), "P01.visit", documents=()), "P01.note", documents=()),
        ("unused-document", False, "P01, document visit-note"),
    ),
    "asked twice at the same time": (
        with_step(clean(), "P01", "note", code="again"), ("asked-twice", False, "P01.again"),
    ),
    "asked again by another process": (
        with_step(
            clean(), "P02", "read", code="again", owner="improvement_partner", documents=("visit-note",),
            minutes={"improvement_partner": 5},
        ),
        ("asked-twice", False, "P02.again"),
    ),
    "law without source": (
        process_as(clean(), "P01", statutory=replace(LAW, source=" ")), ("law-without-source", True, "P01"),
    ),
    "law of a step without source": (
        step_as(clean(), "P01.note", statutory=replace(LAW, source="")), ("law-without-source", True, "P01.note"),
    ),
    "law without a review date": (
        process_as(clean(), "P01", review_date=None), ("law-without-review", True, "P01"),
    ),
    "law of a step without a review date": (
        step_as(NO_REVIEW, "P01.note", statutory=LAW), ("law-without-review", True, "P01"),
    ),
    "a review that has passed": (
        process_as(clean(), "P01", review_date=date(2026, 11, 22)), ("review-passed", False, "P01"),
    ),
    "related to nothing": (process_as(clean(), "P01", related=("P77",)), ("related-to-nothing", True, "P01")),
    "a process without steps": (process_as(clean(), "P02", steps=()), ("no-steps", True, "P02")),
    "a process without purpose": (process_as(clean(), "P02", purpose=""), ("text-missing", True, "P02")),
    "a step without guidance": (step_as(clean(), "P02.read", guidance=""), ("text-missing", True, "P02.read")),
    "a document without purpose": (
        document_as(clean(), purpose=""), ("text-missing", True, "P01, document visit-note"),
    ),
    "an empty study page": (
        process_as(clean(), "P02", study=replace(clean().processes[1].study, key_idea="")),
        ("text-missing", True, "P02, study page"),
    ),
    "a chapter without title": (
        replace(clean(), chapters=(replace(clean().chapters[0], title=""), *clean().chapters[1:])),
        ("text-missing", True, "chapter visits"),
    ),
    "a word without meaning": (
        replace(clean(), glossary=(PackTerm(term="SENCO", meaning=""),)), ("text-missing", True, "the handbook"),
    ),
    "a handbook without title": (replace(clean(), title=""), ("text-missing", True, "the handbook")),
    "minutes of nobody": (
        step_as(clean(), "P01.note", minutes={"king": 5}), ("minutes-of-nobody", False, "P01.note"),
    ),
    "no minutes for the owner": (
        step_as(clean(), "P01.note", minutes={"headteacher": 5}), ("no-minutes", False, "P01.note"),
    ),
    "a trigger word": (
        step_as(clean(), "P02.read", code="inspection"), ("trigger-word", True, "P02.inspection"),
    ),
}  # fmt: skip


def told(findings: tuple[Finding, ...]) -> list[tuple[str, bool, str]]:
    return [(one.kind, one.stops, one.place) for one in findings]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert findings_in(clean(), TODAY) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_once_at_its_place(fault: str) -> None:
    pack, expected = FAULTS[fault]
    findings = findings_in(pack, TODAY)
    assert told(findings) == [expected]
    assert findings[0].sentence.endswith(".")


def test_a_review_is_due_on_its_day_and_passed_on_the_next() -> None:
    pack = process_as(clean(), "P01", review_date=TODAY)
    assert findings_in(pack, TODAY) == ()


def test_a_document_has_a_life_within_its_process() -> None:
    later = with_step(clean(), "P01", "note", code="again", timing="SUM2 W5")
    assert findings_in(later, TODAY) == ()
    following = with_step(
        clean(), "P02", "read", code="again", owner="improvement_partner", documents=("visit-note",),
        minutes={"improvement_partner": 5}, timing="2w after P01.note",
    )  # fmt: skip
    assert findings_in(following, TODAY) == ()


def test_two_circles_are_told_once_each() -> None:
    steps: list[PackStep] = [
        replace(clean().processes[1].steps[0], code=code, timing=timing)
        for code, timing in (("a", "1w after b"), ("b", "1w after c"), ("c", "1w after a"),
                             ("d", "1w after e"), ("e", "1w after d"), ("f", "1w after a"))
    ]  # fmt: skip
    findings = findings_in(process_as(clean(), "P02", steps=tuple(steps)), TODAY)
    assert told(findings) == [("circle", True, "P02.a"), ("circle", True, "P02.d")]
    assert findings[0].sentence == (
        "It waits for itself: P02.a, which follows P02.b, which follows P02.c, which follows P02.a."
    )


def test_what_stops_comes_first_within_a_process() -> None:
    pack = step_as(process_as(clean(), "P01", review_date=date(2020, 1, 1)), "P01.note", owner="")
    assert [one.stops for one in findings_in(pack, TODAY)] == [True, False]


@pytest.mark.django_db
def test_a_stored_edition_is_read_as_it_is() -> None:
    draft = load_pack(pack=clean(), by=None, now=NOW, reason="")
    assert pack_as_it_is(draft) == replace(
        clean(), processes=tuple(replace(one, guide=one.guide) for one in pack_as_it_is(draft).processes)
    )
    assert handbook_findings(draft, TODAY) == ()


@pytest.mark.django_db
def test_a_draft_in_the_making_is_checked_and_not_refused() -> None:
    draft = load_pack(pack=clean(), by=None, now=NOW, reason="")
    chapter = draft.chapters.get(code="visits")
    Process.objects.create(
        edition=draft, chapter=chapter, code="P09", slug="p09", title="", position=9, notice=0
    )
    Step.objects.create(
        process=draft.processes.get(code="P02"), code="new", title="", position=9, kind="task", statutory={}
    )
    kinds = told(handbook_findings(draft, TODAY))
    assert ("no-steps", True, "P09") in kinds
    assert ("no-timing", True, "P02.new") in kinds
    assert ("law-without-source", True, "P02.new") in kinds
    assert Edition.objects.get(pk=draft.pk).status == Edition.Status.DRAFT
