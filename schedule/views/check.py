"""Whether everything dovetails: the edition in force, and a draft before it is published. Reading only."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from adapters import clock
from handbook.access import get_draft_for
from handbook.models import Edition
from handbook.queries import LOOKED_AT, current_edition
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.check import CALENDAR_LOOKED_AT, check_edition
from schedule.queries.check_page import grouped


@require_safe
def check(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.HANDBOOK_EDIT)
    edition = current_edition()
    return render(request, "handbook/none.html") if edition is None else _page(request, edition)


@require_safe
def check_draft(request: PortalRequest, pk: int) -> HttpResponse:
    return _page(request, get_draft_for(request.access, pk))


def _page(request: PortalRequest, edition: Edition) -> HttpResponse:
    found = check_edition(edition, clock.today())
    only_must = bool(found.must) and request.GET.get("only") == "must"
    shown = tuple(one for one in found.findings if one.stops or not only_must)
    return render(
        request,
        "schedule/check.html",
        {
            "edition": edition,
            "is_draft": edition.status == Edition.Status.DRAFT,
            "check": found,
            "groups": grouped(edition, shown),
            "only_must": only_must,
            "looked_at": LOOKED_AT,
            "calendar_looked_at": () if found.not_laid else CALENDAR_LOOKED_AT,
        },
    )
