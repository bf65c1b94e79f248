"""Pages: who is appointed where, inviting a person, ending an appointment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adapters import clock
from adapters.queue import try_to_queue
from people import actions as accounts
from people.access import PortalRequest, get_person_for
from people.models import Invitation
from people.roles import ROLES, Permission, title_of
from schools import actions, queries
from schools.forms import EndForm, InviteForm
from schools.models import Appointment
from schools.tasks import send_invitation
from schools.views.offers import offer


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
    request.access.require(Permission.APPOINTMENT_EDIT)
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"from_date": clock.today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.invite_person(**form.cleaned_data, by=request.user, now=clock.now())
        except actions.WrongAppointment as wrong:
            form.add_error(None, str(wrong))
        else:
            if invited.invitation is None:
                messages.success(request, _appointed(invited))
            else:
                _mail(request, invited.invitation)
            _offer_induction(request, invited.held)
            return redirect("appointments:list")
    return render(request, "schools/invite.html", {"form": form})


def _offer_induction(request: PortalRequest, held: Appointment) -> None:
    if held.role != "headteacher" or held.job or held.school is None:
        return
    if request.access.can(Permission.PROCESS_OPEN, held.school.pk):
        said = f"{held.school.known_as} has a new headteacher."
        messages.info(request, offer(said, held.school, "appointment", held.from_date))


@require_POST
def resend(request: PortalRequest, pk: int) -> HttpResponse:
    person = get_person_for(request.access, pk)
    try:
        invitation = accounts.invite(person=person, by=request.user, now=clock.now())
    except accounts.NotInvited as reason:
        messages.error(request, str(reason))
    else:
        _mail(request, invitation)
    return redirect("appointments:list")


@require_POST
def withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    person = get_person_for(request.access, pk)
    try:
        accounts.withdraw_invitation(person=person, by=request.user, now=clock.now())
    except accounts.NotInvited as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"The invitation to {person.email} can no longer be used.")
    return redirect("appointments:list")


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


def _appointed(invited: actions.Invited) -> str:
    held = invited.held
    where = f"at {held.school.name}" if held.school else "for the whole trust"
    return (
        f"{invited.person.name} has an account at {invited.person.email} already "
        f"and is {title_of(held.job or held.role).lower()} {where} from {held.from_date:%-d %B %Y}."
    )


def _mail(request: PortalRequest, invitation: Invitation) -> None:
    if not try_to_queue(send_invitation, invitation_id=invitation.pk):
        messages.warning(
            request,
            f"{invitation.user.name} is invited, but the mail could not be sent. Send the invitation again later.",
        )
    else:
        messages.success(request, f"{invitation.user.name} is invited by e-mail to {invitation.user.email}.")
