"""Pages: who can see what, the record of who did what, opening an account, your own settings."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from people import actions, queries
from people.access import PortalRequest
from people.forms import AcceptForm
from people.roles import JOBS, ROLES, Permission


@require_safe
def roles(request: PortalRequest) -> HttpResponse:
    jobs = sorted(JOBS.values(), key=lambda job: job.title)
    return render(
        request,
        "people/roles.html",
        {"roles": ROLES.values(), "matrix": queries.matrix(), "jobs": jobs, "all_roles": ROLES},
    )


@require_safe
def audit(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.AUDIT_READ)
    action = request.GET.get("action", "")
    page = Paginator(queries.audit_entries(action=action), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "people/audit.html",
        {
            "page": page,
            "action": action,
            "actions": queries.audit_actions(),
            "hidden": () if request.access.can(Permission.TIER_VIEW) else queries.TELLS_TIER,
        },
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    now = clock.now()
    try:
        invitation = actions.invitation_of(token, now=now)
        form = (
            AcceptForm(request.POST, user=invitation.user)
            if request.method == "POST"
            else AcceptForm(user=invitation.user)
        )
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            user = actions.accept(
                invitation=invitation, name=values["name"], password=values["password"], now=now
            )
            login(request, user)
            return redirect("/")
    except actions.InvitationSpent:
        return render(request, "people/invitation_spent.html", status=410)
    return render(request, "people/accept.html", {"form": form, "invitation": invitation})


@require_safe
def address(request: PortalRequest) -> HttpResponse:
    """In place of allauth's page for changing it: the address is the trust's record of who was invited."""
    return render(request, "people/address.html")


@require_safe
def second_factor(request: PortalRequest) -> HttpResponse:
    """Where somebody who holds a whole-trust role is sent until they have one."""
    return render(request, "people/second_factor.html")


@require_safe
def me(request: PortalRequest) -> HttpResponse:
    return render(request, "people/me.html", {"all_roles": ROLES})


@require_POST
def weekly_mail(request: PortalRequest) -> HttpResponse:
    wanted = request.POST.get("wanted") == "yes"
    actions.set_weekly_mail(person=request.user, wanted=wanted, now=clock.now())
    messages.success(request, "You get the weekly mail." if wanted else "You get no weekly mail.")
    return redirect("people:me")
