"""What was agreed: read, compared, and as a PDF."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from adapters import clock
from adapters.pdf import PdfUnavailable
from people.access import PortalRequest
from people.roles import Permission
from plans.access import get_evaluation_for
from plans.models import EvaluationVersion, SelfEvaluation
from plans.pdf.evaluation import evaluation_as_pdf
from plans.queries.evaluation import versions_of
from plans.queries.evaluation_changes import changes_between
from plans.queries.evaluation_sheets import EvaluationSheet, areas_of, sheet_of_evaluation, version_sheet

NOW = "now"  # in an address: the words as they stand


@require_safe
def evaluation_version(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    found = get_evaluation_for(request.access, pk)
    versions = versions_of(found)
    return show_version(request, found, versions, _version(versions, number))


def show_version(
    request: PortalRequest,
    found: SelfEvaluation,
    versions: list[EvaluationVersion],
    version: EvaluationVersion,
) -> HttpResponse:
    request.trust = found.school.trust
    earlier = [one for one in versions if one.number < version.number]
    context = {
        "evaluation": found,
        "school": found.school,
        "sheet": version_sheet(version),
        "version": version,
        "versions": versions,
        "earlier": earlier[0] if earlier else None,
        "is_newest": version.number == versions[0].number,
        "reads_drafts": request.access.can(Permission.PLAN_COMMENT, found.school_id),
    }
    return render(request, "plans/evaluation_version.html", context)


@require_safe
def compare_evaluation(request: PortalRequest, pk: int) -> HttpResponse:
    """?old=1&new=2, or new=now for who reads drafts. Without them the last two there are."""
    found = get_evaluation_for(request.access, pk)
    request.trust = found.school.trust
    versions = versions_of(found)
    reads_drafts = request.access.can(Permission.PLAN_COMMENT, found.school_id)
    sides = [(str(one.number), f"Version {one.number}") for one in reversed(versions)]
    if reads_drafts:
        sides.append((NOW, "As it stands now"))
    old, new = (
        _side(request.GET.get(name, ""), [key for key, _ in sides], place)
        for name, place in (("old", -2), ("new", -1))
    )
    context = {
        "evaluation": found,
        "school": found.school,
        "sides": sides,
        "old": old,
        "new": new,
        "names": dict(sides),
        "areas": changes_between(_sheet(found, versions, old), _sheet(found, versions, new)) if new else (),
    }
    return render(request, "plans/evaluation_compare.html", context)


@require_safe
def evaluation_version_pdf(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    found = get_evaluation_for(request.access, pk)
    version = _version(versions_of(found), number)
    return _pdf(request, found, version_sheet(version))


@require_safe
def evaluation_pdf(request: PortalRequest, pk: int) -> HttpResponse:
    """The words as they stand, marked as a draft."""
    found = get_evaluation_for(request.access, pk, Permission.PLAN_COMMENT)
    return _pdf(request, found, sheet_of_evaluation(found, areas_of(found)))


def _version(versions: list[EvaluationVersion], number: int) -> EvaluationVersion:
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Http404
    return version


def _side(asked: str, known: list[str], place: int) -> str:
    """What was asked for, or the one at that place; empty when there are not two."""
    if asked:
        if asked not in known:
            raise Http404
        return asked
    return known[place] if len(known) > 1 else ""


def _sheet(found: SelfEvaluation, versions: list[EvaluationVersion], side: str) -> EvaluationSheet:
    if side == NOW:
        return sheet_of_evaluation(found, areas_of(found))
    return version_sheet(_version(versions, int(side) if re.fullmatch(r"[0-9]{1,5}", side) else 0))


def _pdf(request: PortalRequest, found: SelfEvaluation, sheet: EvaluationSheet) -> HttpResponse:
    school = found.school
    try:
        pdf = evaluation_as_pdf(sheet=sheet, school=school, today=clock.today())
    except PdfUnavailable as error:
        return render(
            request, "plans/evaluation_no_pdf.html", {"evaluation": found, "why": str(error)}, status=503
        )
    kind = f"version-{sheet.number}" if sheet.number else "draft"
    name = f"self-evaluation-{slugify(school.known_as)}-{sheet.year.replace('/', '-')}-{kind}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-cache"
    return response
