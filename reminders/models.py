"""A reminder is a row before it is a mail: unique, claimed once, swept when a claim goes stale."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schedule.models import Event

MOST_ATTEMPTS = 3


class Reminder(models.Model):
    """`event` is null for a weekly mail, which covers the week that starts on `due_date`."""

    class Kind(models.TextChoices):
        WEEKLY = "weekly", "What comes next"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.CASCADE, related_name="reminders"
    )
    due_date = models.DateField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)  # nothing to say, or given up
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "kind", "event"], name="one_reminder_per_event"),
            models.UniqueConstraint(
                fields=["person", "kind", "due_date"], condition=Q(event=None), name="one_digest_per_week"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_date"],
                condition=Q(sent_at=None, dropped_at=None),
                name="reminder_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id} on {self.due_date}"


class Run(models.Model):
    """When a timed task last ran and what came of it, so that a clock that stopped is noticed."""

    task = models.CharField(max_length=60, unique=True)
    ran_at = models.DateTimeField()
    said = models.CharField(max_length=240)

    def __str__(self) -> str:
        return f"{self.task} at {self.ran_at}"
