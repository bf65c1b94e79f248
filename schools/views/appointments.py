"""Pages: who is appointed where, inviting a person, ending an appointment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from adapters import clock
from adapters.queue import try_to_queue
from people.access import PortalRequest
from people.models import Invitation
from people.roles import ROLES, Permission
from people.tasks import send_invitation
from schools import actions, queries
from schools.forms import EndForm, InviteForm
from schools.models import Appointment


@require_safe
def people(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.PERSON_INVITE)
    role = request.GET.get("role", "")
    return render(
        request,
        "schools/people.html",
        {"rows": queries.person_rows(clock.today(), role=role), "role": role, "roles": ROLES.values()},
    )


@require_http_methods(["GET", "POST"])
def invite(request: PortalRequest) -> HttpResponse:
    request.access.require(Permission.PERSON_INVITE)
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"from_date": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite_person(**form.cleaned_data, by=request.user, now=clock.now())
        except actions.WrongAppointment as wrong:
            form.add_error(None, str(wrong))
        else:
            _send(request, invitation)
            return redirect("appointments:list")
    return render(request, "schools/invite.html", {"form": form})


@require_http_methods(["GET", "POST"])
def end(request: PortalRequest, pk: int) -> HttpResponse:
    request.access.require(Permission.APPOINTMENT_EDIT)
    held = get_object_or_404(Appointment.objects.select_related("person", "school"), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"last_day": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_appointment(
                held=held, last_day=form.cleaned_data["last_day"], by=request.user, now=clock.now()
            )
        except actions.WrongAppointment as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, f"{held.person.name}'s appointment is ended.")
            return redirect("appointments:list")
    return render(request, "schools/end_appointment.html", {"form": form, "held": held})


def _send(request: PortalRequest, invitation: Invitation) -> None:
    if try_to_queue(send_invitation, invitation_id=invitation.pk):
        messages.success(request, f"{invitation.user.name} is invited by e-mail to {invitation.user.email}.")
    else:
        messages.warning(
            request, "The account is made, but the mail could not be sent. Invite again to resend it."
        )
