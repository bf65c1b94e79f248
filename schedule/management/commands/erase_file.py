from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from adapters import clock
from people.models import User
from people.roles import Permission
from schedule.actions import ChangedMeanwhile, erase_attachment
from schedule.models import Attachment
from schools.access import access_of


class Command(BaseCommand):
    help = "Deletes a file that was handed in, also from a closed year. Its line in the history stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="the number in the file's address: /attachments/NUMBER/")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose decision it is")
        parser.add_argument("--because", required=True, metavar="REASON", help="what the audit trail says")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = options["because"].strip()
        by = User.objects.filter(email=options["by"].strip().lower()).first()
        attachment = Attachment.objects.filter(pk=options["number"]).select_related("event__school").first()
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']!r}. Nothing was deleted.")
        if not _may_erase(by):
            raise CommandError(f"{by.name} may not delete files here. Nothing was deleted.")
        if attachment is None:
            raise CommandError(f"There is no file {options['number']}. Nothing was deleted.")
        if not reason:
            raise CommandError("Say why it is deleted. Nothing was deleted.")
        try:
            erase_attachment(attachment=attachment, reason=reason, by=by, now=clock.now())
        except ChangedMeanwhile as error:
            raise CommandError(f"“{attachment.name}” was taken off before. Nothing was deleted.") from error
        self.stdout.write(f"“{attachment.name}” is deleted.")


def _may_erase(person: User) -> bool:
    """Whoever answers for the record of the whole trust today: the line there is theirs."""
    return person.is_active and access_of(person, clock.today()).can(Permission.AUDIT_READ)
