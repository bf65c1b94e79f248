"""A self-evaluation on paper: an area on a page, tagged, with its contents; a draft says that it is one."""

import io
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from plans.pdf.evaluation import evaluation_as_pdf
from plans.queries.evaluation_sheets import MOST, TEXTS, AreaSheet, EvaluationSheet
from schools.models import School
from tests.adapters.accessible import faults
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SENTENCE = (
    "Nineteen of the twenty-nine children met the standard in all three subjects this year. "  # 14 words
)


def an_area(code: str, words: int, **more: Any) -> AreaSheet:
    each = words // len(TEXTS)
    text = " ".join((SENTENCE * 99).split()[:each])
    values = {
        "code": code, "title": code.title(), "meaning": "What to look at, in one sentence or two. " * 3, "scale": "s",
        "grade": "Secure", "grade_meaning": "", "partner_grade": "", "agreed_grade": "", "texts": (text,) * len(TEXTS),
        "partner_view": "", "difference": "", "saved": None, "saved_by": "", "viewed": None, "viewed_by": "",
    }  # fmt: skip
    return AreaSheet(**(values | more))


def paper(school: School, *areas: AreaSheet, **more: Any) -> PdfReader:
    sheet = EvaluationSheet(school.name, 2026, "Our framework", areas, **more)
    return PdfReader(io.BytesIO(evaluation_as_pdf(sheet=sheet, school=school, today=TODAY)))


def test_an_area_has_a_page_whether_short_or_full(alder: School) -> None:
    reader = paper(
        alder,
        an_area("short", 160, partner_view=SENTENCE * 3, viewed_by="Priya Nair", viewed=TODAY),
        an_area("good", 328, partner_view=SENTENCE * 5, difference=SENTENCE * 2),
        an_area("full", MOST, partner_view=SENTENCE * 2),
    )
    beginnings = [
        next(one for one in ("Short", "Good", "Full") if one in page.extract_text()) for page in reader.pages
    ]
    assert beginnings == ["Short", "Short", "Good", "Full"]  # the contents name all of them


def test_its_frame_for_a_screen_reader(alder: School) -> None:
    reader = paper(
        alder, an_area("reading", 40), number=2, agreed=date(2026, 11, 20), agreed_by="Daniel Firth"
    )
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert reader.metadata
    assert reader.metadata.title == "Self-evaluation of Alder Primary School, 2026/27"
    outline: Any = reader.outline
    assert [outline[0]["/Title"], outline[1][0]["/Title"]] == ["Alder Primary School", "Reading"]
    assert faults(reader) == []
    assert "agreed on Friday 20 November 2026 by Daniel Firth" in text_of(reader)


def test_a_draft_says_on_every_page_that_it_is_one(alder: School) -> None:
    reader = paper(alder, an_area("reading", 40), an_area("conduct", 0, grade=""))
    for page in reader.pages:
        assert "draft of 23 November 2026, not agreed" in page.extract_text()
    assert "Not judged yet" in text_of(reader)


def text_of(reader: PdfReader) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())
