"""A school's self-evaluation as a PDF: an area on a page where its words allow."""

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string

from adapters.pdf import render_pdf
from plans.queries.evaluation_sheets import EvaluationSheet
from schools.accent import readable
from schools.models import School

STYLESHEETS = ("portal/faces.css", "print/page.css", "print/evaluation.css")


@dataclass(frozen=True)
class Paper:
    sheet: EvaluationSheet
    school: School
    today: date


def evaluation_as_pdf(*, sheet: EvaluationSheet, school: School, today: date) -> bytes:
    """`school` comes with its trust. PdfUnavailable where the machine cannot make PDFs."""
    html = render_to_string(
        "plans/evaluation_paper.html", {"page": Paper(sheet, school, today), "trust": school.trust}
    )
    return render_pdf(
        html=html,
        stylesheets=STYLESHEETS,
        title=f"Self-evaluation of {sheet.school}, {sheet.year}",
        colours={"accent": readable(school.trust.accent).light},
    )
