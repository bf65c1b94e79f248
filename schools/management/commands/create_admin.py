from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from adapters import clock
from people import actions as accounts
from people.models import Invitation, User
from schools.actions import WrongAppointment, invite_person
from schools.models import Appointment
from schools.queries import appointed_on

ROLE = "portal_admin"


class Command(BaseCommand):
    help = "Makes the first portal administrator and prints the one-time link that opens their account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("name", metavar="NAME", help='in quotes: "Ruth Ellison"')
        parser.add_argument(
            "--again", action="store_true", help="make another one, or a new link when the first was lost"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"].strip().lower(), options["name"].strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address. Nothing was changed.") from error
        if not name or len(name) > 120:
            raise CommandError("Give the name too, in 120 letters or fewer. Nothing was changed.")
        if not name.isprintable():
            raise CommandError("The name holds letters that cannot be shown. Nothing was changed.")
        there = User.objects.filter(
            pk__in=Appointment.objects.filter(appointed_on(clock.today()), role=ROLE).values("person")
        ).order_by("email")
        if there and not options["again"]:
            raise CommandError(
                f"There is a portal administrator: {', '.join(user.email for user in there)}. Use --again to make "
                "another or to get a new link. Nothing was changed."
            )
        try:
            invitation = self._invitation(email, name, next((u for u in there if u.email == email), None))
        except (WrongAppointment, accounts.NotInvited) as reason:
            raise CommandError(f"{reason} Nothing was changed.") from reason
        if invitation is None:
            self.stdout.write(f"{email} has an account already and is portal administrator now.")
        else:
            until = f"{invitation.expires_at:%-d %B %Y}"
            self.stdout.write(f"Open this link once, before {until}:\n{accounts.link_of(invitation)}")

    def _invitation(self, email: str, name: str, admin: User | None) -> Invitation | None:
        now = clock.now()
        if admin is not None:
            return accounts.invite(person=admin, by=None, now=now)
        return invite_person(
            email=email, name=name, role=ROLE, job="", school=None, from_date=clock.today(), by=None, now=now
        ).invitation
