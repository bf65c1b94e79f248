"""Agreeing a self-evaluation: the partner or the trust, together with the school."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from adapters import clock
from people.access import PortalRequest
from people.roles import Permission
from plans import actions
from plans.access import get_evaluation_for, stands_beside
from plans.actions.evaluation_agreeing import not_ready, seen_of
from plans.forms.evaluation import AgreeForm
from plans.models import Grade
from plans.queries.evaluation import why_closed
from plans.queries.evaluation_sheets import areas_of, sheet_of_evaluation
from schedule.actions import Refused

REFUSED = 422


@require_http_methods(["GET", "POST"])
def agree_evaluation(request: PortalRequest, pk: int) -> HttpResponse:
    found = get_evaluation_for(request.access, pk, Permission.PLAN_COMMENT)
    if not stands_beside(request.access, found.school_id):
        raise PermissionDenied
    request.trust = found.school.trust
    rows = areas_of(found)
    sheet = sheet_of_evaluation(found, rows)
    grades: dict[str, list[Grade]] = defaultdict(list)
    for grade in Grade.objects.filter(framework=found.framework_id).order_by("position", "pk"):
        grades[grade.scale].append(grade)
    judged = [(area, row) for area, row in rows if row and row.grade]
    form = AgreeForm(judged, grades, seen_of(sheet), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.agree_evaluation(
                evaluation=found, agreed=form.agreed(), note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"], by=request.user, now=clock.now(), today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Agreed, and kept as version {version.number}. Governors and trustees read it now."
            )
            return redirect("plans:evaluation_version", found.pk, version.number)
    context = {
        "evaluation": found,
        "school": found.school,
        "form": form,
        "not_ready": not_ready(sheet),
        "closed": why_closed(found, clock.today()),
    }
    status = REFUSED if request.method == "POST" else 200
    return render(request, "plans/evaluation_agree.html", context, status=status)
