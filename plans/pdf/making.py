"""From plain values to a file: the four forms, what each is for, and when one made before still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from adapters.pdf import render_pdf
from plans.models import PlanVersion
from plans.pdf import kept
from plans.pdf.full import full_plan
from plans.pdf.governors import governors_summary
from plans.pdf.kept import Place
from plans.pdf.monitoring import monitoring_schedule
from plans.pdf.one_page import SIZES, likely, one_page
from plans.pdf.words import ONE_LINE, STAGES, shortened
from plans.queries.prints import Print

MANY_LINES = 60  # of actions, milestones, measures and monitoring
FACES = ("portal/faces.css", "print/page.css", "print/plan.css")


@dataclass(frozen=True)
class Form:
    code: str  # of the address and the file name
    title: str
    purpose: str
    template: str
    stylesheet: str
    page: Callable[[Print], Any]
    only_closed: bool = False  # of the reviews, whoever makes it: others than its writers read it


FORMS: Mapping[str, Form] = {
    form.code: form
    for form in (
        Form(
            "plan",
            "Development plan",
            "Everything, for those who work with it: reasons, measures, milestones, actions, checks, costs, reviews.",
            "full",
            "plan-full",
            full_plan,
        ),
        Form(
            "on-a-page",
            "Plan on a page",
            "One side of A4 for the staff room wall, the first page of a meeting, and new colleagues.",
            "one_page",
            "plan-one-page",
            one_page,
            only_closed=True,
        ),
        Form(
            "monitoring",
            "Monitoring schedule",
            "Who checks what, how and by when, half-term by half-term, with what was found.",
            "monitoring",
            "plan-monitoring",
            monitoring_schedule,
        ),
        Form(
            "governors",
            "Governors’ summary",
            "What was promised, how it goes and what is next, in two or three pages. No names below a priority’s lead.",
            "governors",
            "plan-governors",
            governors_summary,
            only_closed=True,
        ),
    )
}


def title_of(made: Print, form: Form) -> str:
    """Alder Primary School · Plan on a page 2026/27."""
    return f"{made.sheet.school} · {form.title} {made.year}"


def head_of(made: Print, form: Form) -> str:
    """What runs at the head of every page, on one line: the title, with the everyday name where it is long."""
    title = title_of(made, form)
    if len(title) <= ONE_LINE:
        return title
    return shortened(f"{made.known_as} · {form.title} {made.year}", ONE_LINE)


def html_of(made: Print, form: Form) -> str:
    told = _told(made, form)
    return _html(told, form, form.page(told))


def pdf_of(made: Print, form: Form) -> bytes:
    """PdfUnavailable where the machine cannot make PDFs."""
    if form.page is one_page:
        return _on_one_page(_told(made, form), form)
    return _pdf(made, form, html_of(made, form), None)


def key_of(made: Print, form: Form) -> str:
    """A digest of all that the file says and how it looks: the same as long as nothing of it changes."""
    content = json.dumps(_told(made, form).content(), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(f"{settings.VERSION}\0{form.code}\0{content}".encode()).hexdigest()


def place_of(made: Print, form: Form, *, drafts: bool) -> Place:
    return Place(made.sheet.pk, form.code, drafts, key_of(made, form))


def version_place(version: PlanVersion) -> Place:
    """Only for the notes that it is being made: the file itself belongs to the version."""
    return Place(version.plan_id, "version", drafts=False, key=str(version.number))


def keep_made(place: Place, made: Print, form: Form) -> bytes:
    pdf = pdf_of(made, form)
    kept.keep(place, pdf, made.today)
    return pdf


def is_long(made: Print, form: Form) -> bool:
    """Whether nobody should wait for it in a page: the full plan of some length takes more than two seconds."""
    return form.page is full_plan and len(made.lines) > MANY_LINES


def _told(made: Print, form: Form) -> Print:
    return made.closed() if form.only_closed else made


def _html(made: Print, form: Form, page: object) -> str:
    return render_to_string(
        f"plans/print/{form.template}.html",
        {
            "made": made,
            "page": page,
            "title": title_of(made, form),
            "head": head_of(made, form),
            "stages": STAGES,
        },
    )


def _pdf(
    made: Print, form: Form, html: str, on_page: Callable[[int], None] | None, size: str = "9pt"
) -> bytes:
    return render_pdf(
        html=html,
        stylesheets=(*FACES, f"print/{form.stylesheet}.css"),
        title=title_of(made, form),
        colours={"accent": made.accent, "size": size},
        on_page=on_page,
    )


def _on_one_page(made: Print, form: Form) -> bytes:
    """The size that probably fits, or the next larger; where it does not, the next smaller that does."""
    place = likely(made)
    pdf, pages = _counted(made, form, place)
    if pages == 1 and place:
        larger, pages = _counted(made, form, place - 1)
        return larger if pages == 1 else pdf
    while pages > 1 and place + 1 < len(SIZES):
        place += 1
        pdf, pages = _counted(made, form, place)
    return pdf


def _counted(made: Print, form: Form, place: int) -> tuple[bytes, int]:
    size, pages = SIZES[place], 0

    def on_page(number: int) -> None:
        nonlocal pages
        pages = number

    pdf = _pdf(made, form, _html(made, form, one_page(made, size)), on_page, f"{size.points}pt")
    return pdf, pages
