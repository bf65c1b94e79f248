"""What the lead asked heads to read before the next visits, and who has."""

from datetime import datetime, timedelta

from handbook.actions import ask_for_reading, confirm_reading
from handbook.models import Process
from people.models import User
from schools.models import Appointment

ASKED = "P10"
NOTE = "Before the spring visits, please: what we bring, what you prepare, and what becomes of the note."
HAVE_READ = (900002, 900003, 900005, 900006, 900008)  # and the head of Alder has not


def ask_and_answer(*, lead: User, now: datetime) -> None:
    process = Process.objects.get(edition__status="published", code=ASKED)
    ask_for_reading(process=process, roles=["headteacher"], note=NOTE, by=lead, now=now - timedelta(days=6))
    heads = Appointment.objects.filter(role="headteacher", school__urn__in=HAVE_READ, to_date=None)
    for number, head in enumerate(heads.select_related("person").order_by("school__urn"), 1):
        confirm_reading(
            process=process, edition_id=process.edition_id, by=head.person, now=now - timedelta(days=number)
        )
