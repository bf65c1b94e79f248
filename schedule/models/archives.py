"""Closed years as files."""

from django.db import models
from django.db.models import Q

from schools.models import School, SchoolYear


class YearArchive(models.Model):
    """The PDF of a closed year: of one school, or of the whole trust. A row before it is a file."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="archives")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    file = models.FileField(upload_to="archives/%Y/", blank=True)
    pages = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "school"], name="one_archive_of_a_school"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(school=None), name="one_archive_of_the_trust"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False) & ~Q(file=""),
                name="ready_archive_has_its_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year_id} at {self.school_id or 'the trust'}"
