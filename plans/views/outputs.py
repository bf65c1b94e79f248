"""A plan to take away. Who reads drafts gets it as it stands; others as it was last agreed."""

from collections.abc import Iterable
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.pdf import PdfUnavailable
from adapters.report import CONTENT_TYPE as WORD
from adapters.workbook import CONTENT_TYPE as EXCEL
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_plan_for, reads_drafts
from plans.exports import actions_csv, actions_xlsx
from plans.models import Plan, PlanVersion
from plans.pdf import FORMS, Place, is_long, keep_made, kept, place_of, version_place
from plans.queries.prints import Print, print_of, prints_of
from plans.tasks import hand_on, hand_on_version
from plans.word import word_of
from schools.queries import year_of

NOT_YET = 202
PDF = "application/pdf"
KINDS = {"csv": ("text/csv; charset=utf-8", actions_csv), "xlsx": (EXCEL, actions_xlsx)}


@require_safe
def take_away(request: PortalRequest, pk: int) -> HttpResponse:
    plan = get_plan_for(request.access, pk)
    drafts = reads_drafts(request.access, plan)
    made = print_of(plan, drafts=drafts, today=clock.today())
    forms = [
        (form, kept.find(place_of(made, form, drafts=drafts)) if made else None) for form in FORMS.values()
    ]
    versions = PlanVersion.objects.filter(plan=plan).order_by("-number").only("number", "agreed_at", "reason")
    return render(
        request,
        "plans/take_away.html",
        {
            "plan": plan,
            "made": made,
            "forms": forms,
            "versions": versions,
            "sees_all": request.access.can(Permission.PLAN_AGREE),
        },
    )


@require_safe
def pdf(request: PortalRequest, pk: int, form: str) -> HttpResponse:
    plan, made, drafts = _asked(request, pk)
    if form not in FORMS:
        raise Http404
    asked = FORMS[form]
    place = place_of(made, asked, drafts=drafts)
    name = _file_name(made, form, "pdf")
    found = kept.find(place)
    if found and _looks(request):
        return _waiting(request, plan, place, asked.title)
    body = found.read() if found else None
    if body is not None:
        return _file(request, body, PDF, name, tag=place.key)
    if is_long(made, asked):
        if kept.claim(place, clock.now()):
            hand_on(plan.pk, form, drafts=drafts)
        return _waiting(request, plan, place, asked.title)
    if not kept.begin(place, clock.now()):
        return _waiting(request, plan, place, asked.title)
    try:
        return _file(request, keep_made(place, made, asked), PDF, name, tag=place.key)
    except PdfUnavailable as error:
        return render(request, "plans/no_file.html", {"plan": plan, "why": str(error)}, status=503)
    finally:
        kept.done(place)


@require_safe
def version_pdf(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """The dated PDF that is kept for good. One that is missing is made now."""
    plan = get_plan_for(request.access, pk)
    version = get_object_or_404(PlanVersion, plan=plan, number=number)
    if version.file and not _looks(request):
        with version.file.open("rb") as file:
            return _file(request, file.read(), PDF, Path(version.file.name or "").name)
    if not version.file:
        hand_on_version(version)
    return _waiting(request, plan, version_place(version), f"Version {number} of the plan")


@require_safe
def word(request: PortalRequest, pk: int) -> HttpResponse:
    _, made, _ = _asked(request, pk)
    return _file(request, word_of(made, clock.now()), WORD, _file_name(made, "plan", "docx"), inline=False)


@require_safe
def actions(request: PortalRequest, pk: int, kind: str) -> HttpResponse:
    _, made, _ = _asked(request, pk)
    return _table(request, [made], kind, _file_name(made, "actions", kind))


@require_safe
def all_actions(request: PortalRequest, kind: str) -> HttpResponse:
    """Of every school's plan of this year, as it stands: for those who agree plans."""
    request.access.require(Permission.PLAN_AGREE)
    today = clock.today()
    year = year_of(today)
    plans = list(
        Plan.objects.filter(year=year)
        .exclude(year=None)
        .select_related("school__trust", "year")
        .order_by("school__name", "pk")
    )
    made = prints_of(plans, drafts=True, today=today)
    name = f"actions-of-all-plans-{str(year or today.year).replace('/', '-')}.{kind}"
    return _table(request, [made[plan.pk] for plan in plans], kind, name)


def _asked(request: PortalRequest, pk: int) -> tuple[Plan, Print, bool]:
    """404 where the reader sees agreed plans only, and this one never was."""
    plan = get_plan_for(request.access, pk)
    drafts = reads_drafts(request.access, plan)
    made = print_of(plan, drafts=drafts, today=clock.today())
    if made is None:
        raise Http404
    return plan, made, drafts


def _looks(request: PortalRequest) -> bool:
    """The page that waits for it looks whether it is ready; the file itself is for the browser."""
    return bool(request.headers.get("HX-Request"))


def _waiting(request: PortalRequest, plan: Plan, place: Place, title: str) -> HttpResponse:
    name = "plans/_making.html" if _looks(request) else "plans/making.html"
    found = kept.find(place) is not None or _has_file(plan, place)
    context = {"plan": plan, "title": title, "is_ready": found, "why": kept.why_failed(place, clock.now())}
    return render(request, name, context, status=NOT_YET)


def _has_file(plan: Plan, place: Place) -> bool:
    """In process it may be ready at once."""
    is_version = place.form == "version"
    return (
        is_version and PlanVersion.objects.filter(plan=plan, number=int(place.key)).exclude(file="").exists()
    )


def _table(request: PortalRequest, made: Iterable[Print], kind: str, name: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    content_type, write = KINDS[kind]
    return _file(request, write(made), content_type, name, inline=False)


def _file_name(made: Print, what: str, kind: str) -> str:
    year = made.year.replace("/", "-")
    draft = "-draft" if made.is_draft else ""
    words = f"{slugify(made.known_as)}-plan" if what == "plan" else f"{slugify(made.known_as)}-plan-{what}"
    return f"{words}-{year}{draft}.{kind}"


def _file(
    request: PortalRequest, body: bytes, content_type: str, name: str, *, inline: bool = True, tag: str = ""
) -> HttpResponse:
    unchanged = get_conditional_response(request, etag=f'"{tag}"') if tag else None
    response = unchanged or HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    if tag:
        response["ETag"] = f'"{tag}"'
    return response
