"""Printed plans, read back as a screen reader and a printer would get them."""

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from plans.pdf import FORMS, html_of, is_long, key_of, pdf_of
from plans.pdf.chart import rating_chart
from plans.pdf.full import full_plan
from plans.pdf.governors import governors_summary
from plans.pdf.monitoring import monitoring_schedule
from plans.pdf.one_page import one_page
from plans.pdf.words import first_sentence, full_span, pounds, shortened, span
from plans.queries.prints import Print
from tests.adapters.accessible import faults
from tests.adapters.test_pdf import elements, figures
from tests.conftest import TODAY
from tests.plans.printed import DECEMBER, RATING, objective, printed, priority

REVIEWED = printed(priority(1), priority(2), ratings={1: (RATING,)})
WORDS = st.text(st.characters(codec="ascii", categories=("L", "Z", "P")), max_size=80)


@cache
def read(made_as: str, form: str) -> PdfReader:
    made = {"reviewed": REVIEWED, "draft": printed(priority(1), is_draft=True, standing="Draft")}[made_as]
    return PdfReader(io.BytesIO(pdf_of(made, FORMS[form])))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def outline(reader: PdfReader) -> list[str]:
    titles, waiting = [], list(reader.outline)
    while waiting:
        entry: Any = waiting.pop(0)
        if isinstance(entry, list):
            waiting = [*entry, *waiting]
        else:
            titles.append(" ".join(entry["/Title"].split()))
    return titles


@pytest.mark.parametrize("form", FORMS)
def test_its_frame_for_a_screen_reader(form: str) -> None:
    reader = read("reviewed", form)
    root: Any = reader.root_object
    assert (root["/MarkInfo"]["/Marked"].value, root["/Lang"]) == (True, "en-GB")
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        f"Alder Primary School · {FORMS[form].title} 2026/27",
        "Fenmoor Academies Trust",
    )
    assert [node["/S"] for node in elements(reader)].count("/H1") == 1
    assert faults(reader) == []


def test_the_full_plan_has_bookmarks_and_pictures_with_words() -> None:
    reader = read("reviewed", "plan")
    assert outline(reader) == [
        "Alder Primary School",
        "Contents",
        "The plan at a glance",
        "Where we start from",
        "Reading 1",
        "Objective By July 2027 more pupils read with ease.",
        "Reading 2",
        "Objective By July 2027 more pupils read with ease.",
        "What it costs",
        "Reviews",
        "1. Reading 1",
    ]
    assert figures(reader) == [
        f"{name} of priority 1 over the terms. Autumn term: {said}. Spring term: not reviewed. "
        "Summer term: not reviewed."
        for name, said in (("Delivery", "G, On track"), ("Impact", "A, Needs attention"))
    ]


def test_the_full_plan_reads_in_order() -> None:
    text = text_of(read("reviewed", "plan"))
    in_order = [
        "Development plan 2026/27", "Agreed on 9 October 2026", "Contents", "The plan at a glance", "We are small.",
        "Priority 1", "Only 14 of 27", "Link governor", "Delivery", "What stops", "How we will know",
        "What will be seen", "What we will do", "Hear every child read", "Who checks, and how",
        "Four read well", "Priority 2",
        "What it costs", "£1,281 in all", "Six lessons seen",
    ]  # fmt: skip
    places: list[int] = []
    for words in in_order:
        places.append(text.index(words, places[-1] if places else 0))
    assert f"Page 3 of {len(read('reviewed', 'plan').pages)}" in text


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_says_so_on_every_page(form: str) -> None:
    assert ["Draft" in page.extract_text() for page in read("draft", form).pages] == [True] * len(
        read("draft", form).pages
    )


def test_an_empty_plan_prints() -> None:
    for form in FORMS.values():
        assert pdf_of(printed(), form)[:5] == b"%PDF-"


LONG = "A word that goes on " * 40
ENDLESS = "x" * 600


@pytest.mark.parametrize(("number", "text"), [(5, LONG), (10, LONG), (14, ENDLESS)])
def test_a_plan_on_a_page_is_one_page_whatever_it_says(number: int, text: str) -> None:
    long = objective()
    long = replace(
        long,
        criteria=tuple(
            replace(one, measure=text[:200], baseline=text[:80], target=text[:80]) for one in long.criteria
        ),
        milestones=tuple(replace(one, text=text) for one in long.milestones),
        actions=tuple(replace(one, text=text) for one in long.actions * 2),
    )
    plan = [
        priority(
            n, title=text[:120], because=text, lead=text[:100], serves=f"{n}{text}"[:120], objectives=(long,)
        )
        for n in range(1, number + 1)
    ]
    made = printed(*plan, ratings=dict.fromkeys(range(1, number + 1), (RATING,)))
    made = replace(made, sheet=replace(made.sheet, vision=text[:200], school=text[:120]))
    reader = PdfReader(io.BytesIO(pdf_of(made, FORMS["on-a-page"])))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_a_plan_on_a_page_takes_the_first_actions_of_every_objective() -> None:
    first, second = (
        objective(1),
        replace(objective(2), actions=(replace(objective(2).actions[0], text="Of the second"),)),
    )
    page = one_page(printed(priority(1, objectives=(first, second))))
    [[box]] = page.rows
    assert box.actions == ("Hear every child read", "Of the second", "=Buy(texts)")
    assert (box.why, box.change) == ("Only 14 of 27 read with ease.", "From 14 of 27 to 22 of 28")
    assert page.terms == (
        ("Autumn", ((1, "Every adult is trained."),)),
        ("Spring", ((1, "Eighteen read with ease."),)),
        ("Summer", ()),
    )


def test_a_governors_summary_names_nobody_below_the_lead() -> None:
    text = text_of(read("reviewed", "governors"))
    named = [
        name
        for name in ("Priority Lead", "Objective Owner", "Action Owner", "Second Owner", "Priya")
        if name in text
    ]
    assert named == ["Priority Lead"]


def test_a_governors_summary_says_what_was_promised_and_what_is_next() -> None:
    summary = governors_summary(REVIEWED)
    part = summary.parts[0]
    assert [(one.text, one.tag.words) for one in part.promised] == [
        ("Every class has its texts.", "Done"),
        ("Every adult is trained.", "Late"),
    ]
    assert [one.text for one in part.next] == ["Eighteen read with ease."]
    assert summary.so_far == "2 of 4 milestones due by now are done."
    text = text_of(read("reviewed", "governors"))
    for words in ("G On track", "Four mornings a week.", "Improving, medium confidence.", "Coach Year 4."):
        assert words in text


def test_a_monitoring_schedule_goes_by_half_term() -> None:
    schedule = monitoring_schedule(REVIEWED)
    assert [(one.name, one.dates, len(one.looks)) for one in schedule.half_terms] == [
        ("Autumn 2", "2 November to 18 December 2026", 2)
    ]


def test_nothing_is_late_in_a_draft_or_in_the_copy_that_is_kept() -> None:
    def tags(made: Print) -> list[str]:
        return [row.tag.words for row in full_plan(made).priorities[0].objectives[0].actions]

    assert tags(printed(priority())) == ["Done 25 Sep", "Late"]
    assert tags(printed(priority(), is_draft=True)) == ["Done 25 Sep", "In progress"]
    assert tags(printed(priority(), is_dated=False)) == ["Done 25 Sep", "In progress"]


def test_a_file_is_the_same_until_the_plan_or_its_look_changes() -> None:
    form = FORMS["plan"]
    key = key_of(REVIEWED, form)
    assert key_of(replace(REVIEWED, today=TODAY + timedelta(1)), form) == key
    changed = (
        replace(REVIEWED, today=DECEMBER + timedelta(1)),  # more is late
        replace(REVIEWED, accent="#7a1f5c"),
        replace(REVIEWED, trust="Another trust"),
        replace(REVIEWED, ratings={1: (replace(RATING, impact="G"),)}),
        replace(REVIEWED, is_draft=True),
        printed(priority(1, title="Writing"), priority(2), ratings={1: (RATING,)}),
    )
    assert len({key, key_of(REVIEWED, FORMS["governors"]), *(key_of(one, form) for one in changed)}) == 8


def test_only_a_full_plan_of_some_length_is_made_apart() -> None:
    many = printed(*(priority(n) for n in range(1, 12)))
    assert [is_long(many, form) for form in FORMS.values()] == [True, False, False, False]
    assert is_long(REVIEWED, FORMS["plan"]) is False


def test_what_people_wrote_is_text_and_nothing_else() -> None:
    html = html_of(printed(priority(1, title="<img src=x>", because="<script>1</script>")), FORMS["plan"])
    assert ("<img" in html, "<script" in html) == (False, False)


def test_a_chart_places_the_better_higher() -> None:
    drawn = rating_chart(
        "Impact of priority 1", (RATING, replace(RATING, period="SPR2", impact="B")), "impact"
    )
    assert drawn.startswith('<svg class="chart"')
    assert "Autumn term: A, Needs attention. Spring term: B, Complete and embedded." in drawn
    assert drawn.count("<polyline") == 1


@given(WORDS, st.integers(min_value=1, max_value=60))
@settings(max_examples=60)
def test_shortened_text_ends_with_a_word(text: str, most: int) -> None:
    short, whole = shortened(text, most), " ".join(text.split())
    if len(whole) <= most:
        assert short == whole
    else:
        assert len(short) <= most + 1
        assert short.endswith("…")
        assert whole.startswith(short[:-1])


def test_words_of_money_days_and_sentences() -> None:
    assert [pounds(Decimal(one)) for one in ("1900", "1900.5", "0")] == ["£1,900", "£1,900.50", ""]
    assert span(date(2026, 12, 1), date(2027, 1, 8)) == "1 Dec 2026 to 8 Jan 2027"
    assert (span(None, DECEMBER), span(TODAY, None), span(None, None)) == (
        "18 Dec 2026",
        "from 23 Nov 2026",
        "",
    )
    assert full_span(TODAY, DECEMBER) == "23 November to 18 December 2026"
    assert first_sentence("One. Two.") == "One."
    assert shortened("One two, three", 10) == "One two…"
