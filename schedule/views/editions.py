"""The editions of the handbook: what each changed, and the way back."""

import re

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from handbook.models import Edition
from people.access import PortalRequest
from people.roles import Permission
from schedule.queries.editions import edition_lines, edition_page, published_editions

A_PAGE = 20


@require_safe
def editions(request: PortalRequest) -> HttpResponse:
    request.access.require_anywhere(Permission.HANDBOOK_READ)
    page = Paginator(published_editions(), A_PAGE).get_page(request.GET.get("page"))
    lines = edition_lines(request.access, page.object_list)
    return render(
        request,
        "schedule/editions.html",
        {
            "page": page,
            "lines": lines,
            "sees_dates": request.access.can_anywhere(Permission.EVENT_VIEW),
        },
    )


@require_safe
def edition(request: PortalRequest, number: int) -> HttpResponse:
    request.access.require_anywhere(Permission.HANDBOOK_READ)
    found = get_object_or_404(published_editions(), number=number)
    urn = request.GET.get("school", "")
    page = edition_page(
        access=request.access,
        edition=found,
        urn=int(urn) if re.fullmatch(r"[0-9]{1,9}", urn) else None,
    )
    return render(
        request, "schedule/edition.html", {"page": page, "school": urn, "amend_url": _amend(request, found)}
    )


def _amend(request: PortalRequest, found: Edition) -> str:
    """Where a draft is made from this edition, for those who may."""
    if not request.access.can(Permission.HANDBOOK_EDIT):
        return ""
    try:
        return reverse("handbook:amend", args=[found.pk])
    except NoReverseMatch:
        try:
            return reverse("handbook:amend")
        except NoReverseMatch:
            return ""
