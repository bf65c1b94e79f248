"""Processes that somebody started for a school."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models import School, SchoolYear


class Opening(models.Model):
    """A process started at a school on a day nobody could plan: a new headteacher, an inspection call.

    `trigger` is the word its timings wait for (handbook.timing.TRIGGERS). `number` counts the openings of one process
    at one school in one year from 1, and ends the keys of its events: `P16.review#1`.
    """

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="openings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="openings")
    process_code = models.CharField(max_length=8)
    trigger = models.CharField(max_length=16)
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Called off: what nobody acted on leaves the calendar, what was done stays.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["year", "school", "process_code", "number"], name="one_opening_each"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="opening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="ended_opening_has_who_when_and_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.process_code} at {self.school_id} from {self.day} ({self.number})"
