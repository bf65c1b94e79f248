"""A sheet as a Word file, by the trust's own template where there is one, and as a tagged PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.template.loader import render_to_string

from adapters.docx_package import NotAccepted
from adapters.paper import Part, Sheet
from adapters.pdf import render_pdf
from documents.queries.facts import Facts, blank
from documents.queries.sheets import blank_sheet
from documents.queries.templates import column_names, context_of, template_of
from handbook.models import Document

STYLESHEETS = ("portal/faces.css", "print/page.css", "print/document.css")


class NotMade(RuntimeError):
    """Why a file did not come out, in a sentence for whoever asked for it."""


def pdf_of(sheet: Sheet) -> bytes:
    """PdfUnavailable where the machine cannot make PDFs."""
    title = " - ".join(word for word in (sheet.title, sheet.place) if word)
    html = render_to_string("documents/sheet.html", {"sheet": sheet, "title": title})
    return render_pdf(html=html, stylesheets=STYLESHEETS, title=title, colours={"accent": sheet.accent})


def word_of(code: str, sheet: Sheet, facts: Facts) -> bytes:
    from adapters.docx import word_file  # noqa: PLC0415 -- python-docx is slow to load

    own = template_of(code)
    if own is None:
        return word_file(sheet)
    from adapters.docx_templates import fill  # noqa: PLC0415 -- docxtpl is slow to load

    try:
        with own.file.open("rb") as file:
            return fill(file.read(), context_of(sheet, facts))
    except (NotAccepted, FileNotFoundError) as error:
        raise NotMade(
            f"Your trust’s own Word template for “{sheet.title}” could not be filled in. Take the PDF, and tell the "
            "school improvement lead."
        ) from error


def starting_template(document: Document, now: datetime) -> bytes:
    """Our own form as a template: every name stands where its answer goes."""
    from adapters.docx import word_file  # noqa: PLC0415 -- python-docx is slow to load

    sheet = blank_sheet(document, blank(), now)
    named = replace(
        sheet, trust="{{ trust.name }}", place="{{ school.name }}", occasion="{{ event.title }}",
        state="{{ document.state }}", parts=tuple(_named(part) for part in sheet.parts),
    )  # fmt: skip
    return word_file(named, heading=document.title)


def _named(part: Part) -> Part:
    if part.kind != "table":
        return replace(part, value=f"{{{{ {part.code} }}}}", choices=())
    cells = tuple(f"{{{{ row.{name} }}}}" for name in column_names(part.columns))
    empty = ("",) * (len(cells) - 1)
    opens, closes = (f"{{%tr for row in {part.code} %}}", *empty), ("{%tr endfor %}", *empty)
    return replace(part, value=(opens, cells, closes), has_row_names=False)
