"""Which mails wait, and when the timed tasks last ran."""

from datetime import date

from reminders.digest import Week
from reminders.models import MOST_ATTEMPTS, Reminder, Run


def waiting(today: date, *, failed_too: bool) -> list[int]:
    """This week's mails that nobody has claimed. An old week's mail is never sent."""
    rows = Reminder.objects.filter(
        kind=Reminder.Kind.WEEKLY,
        due_date=Week(today).monday,
        claimed_at=None,
        sent_at=None,
        dropped_at=None,
        attempts__lt=MOST_ATTEMPTS,
    )
    if not failed_too:
        rows = rows.filter(error="")
    return list(rows.order_by("pk").values_list("pk", flat=True))


def planned(today: date) -> set[int]:
    """The people who have this week's row, sent or not."""
    rows = Reminder.objects.filter(kind=Reminder.Kind.WEEKLY, event=None, due_date=Week(today).monday)
    return set(rows.values_list("person_id", flat=True))


def runs() -> list[Run]:
    return list(Run.objects.order_by("task"))
