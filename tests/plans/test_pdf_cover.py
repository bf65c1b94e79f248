"""The cover of the full plan: whose it is, where it stands, who agreed it, what the year is about. And page breaks."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from people.models import User
from plans.models import Plan, PlanVersion
from plans.pdf import FORMS, pdf_of
from plans.pdf.cover import MOST, cover_of
from plans.pdf.making import head_of
from plans.queries import sheet_of
from plans.queries.prints import Print, print_of, print_of_version
from plans.sheet import as_content
from schools.models import School, SchoolYear
from schools.queries import calendar_of
from tests.adapters.accessible import faults
from tests.adapters.test_pdf import elements
from tests.conftest import NOW, TODAY
from tests.plans.a_written_plan import a_plan
from tests.plans.printed import printed, priority

NAME = "Saint Bartholomew and Our Lady of Perpetual Succour Catholic Voluntary Academy and Nursery"
AGREED = "Version 1, agreed on 9 October 2026 by Daniel Firth"
ENDLESS = "A very long title that somebody pasted out of another document " * 4


def read(made: Print) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_of(made, FORMS["plan"])))


def words_of(reader: PdfReader, page: int) -> str:
    return " ".join(reader.pages[page].extract_text().split())


def test_what_stands_on_it_in_order() -> None:
    made = printed(
        priority(1, supporter="Second Lead"), priority(2, lead=""), state="In review", agreed=AGREED
    )
    reader = read(made)
    in_order = (
        "Fenmoor Academies Trust", "Alder Primary School", "Development plan 2026/27", "Every child reads.",
        "The priorities of the year", "1 Reading 1 Priority Lead leads, with Second Lead", "2 Reading 2",
        "In review", f"{AGREED}.", "As it stood on 23 November 2026.",
    )  # fmt: skip
    places = [words_of(reader, 0).index(words) for words in in_order]
    assert places == sorted(places)
    assert words_of(reader, 1).count("Agreed on 9 October 2026 · as it stood on 23 November 2026") == 1
    assert faults(reader) == []
    assert [node["/S"] for node in elements(reader)].count("/L") >= 1


@pytest.mark.parametrize("number", [0, 1, 7, 14])
def test_it_is_one_page_however_much_is_written(number: int) -> None:
    made = printed(*(priority(n, title=ENDLESS, lead=NAME, objectives=()) for n in range(1, number + 1)))
    made = replace(
        made, sheet=replace(made.sheet, school=NAME, vision=ENDLESS * 3), state="Agreed", agreed=AGREED
    )
    reader = read(made)
    assert words_of(reader, 0).endswith("Dates can move: the portal has those that hold.")
    assert words_of(reader, 1).partition("Contents")[1] == "Contents"
    assert ("And 4 more: see the contents." in words_of(reader, 0)) == (number > MOST)
    assert head_of(made, FORMS["plan"]) == "Alder · Development plan 2026/27"


def test_the_trusts_own_plan_names_the_trust_once() -> None:
    made = printed(priority(1))
    made = replace(made, sheet=replace(made.sheet, school=made.trust))
    assert (cover_of(made).trust, cover_of(printed(priority(1))).trust) == ("", "Fenmoor Academies Trust")


@pytest.mark.django_db
def test_who_agreed_it_and_how_it_stands_for_whom(alder: School, year: SchoolYear, head: User) -> None:
    plan = a_plan(alder, year, head).plan
    draft = print_of(plan, drafts=True, today=TODAY)
    assert draft is not None
    assert (draft.state, draft.agreed) == ("Draft", "")
    content = as_content(sheet_of(plan, calendar_of(plan.year, plan.school)))
    version = PlanVersion.objects.create(plan=plan, number=1, content=content, agreed_at=NOW, agreed_by=head)
    said = f"Version 1, agreed on {date(2026, 11, 23).day} November 2026 by {head.name}"
    Plan.objects.update(state=Plan.State.IN_REVIEW)
    plan = Plan.objects.select_related("school__trust", "year").get()
    states = []
    for state, drafts in (("in_review", True), ("draft", True), ("draft", False)):
        plan.state, plan.is_being_amended = state, state == "draft"
        made = print_of(plan, drafts=drafts, today=TODAY)
        assert made is not None
        states.append((made.state, made.agreed, made.is_draft))
    assert states == [("In review", said, False), ("Draft", said, True), ("Agreed", said, False)]
    kept = print_of_version(version)
    assert (kept.state, kept.agreed, kept.is_dated) == ("Agreed", said, False)


def test_no_row_of_a_schedule_stands_alone_on_a_page() -> None:
    made = printed(*(priority(n, title=ENDLESS) for n in range(1, 8)))
    made = replace(made, sheet=replace(made.sheet, school=NAME))
    reader = PdfReader(io.BytesIO(pdf_of(made, FORMS["monitoring"])))
    rows = [page.extract_text().count("Hear six pupils") for page in reader.pages]
    assert (sum(rows), len(rows), min(rows)) == (7, 2, 2)
