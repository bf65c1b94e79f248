"""A copy of the handbook to take away: one PDF for each edition, part, school and what its reader may know."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from handbook.models import Edition
from schools.models import School

FOLDER = "copies"
MOST_ATTEMPTS = 3


class Copy(models.Model):
    """`key` is a digest of all that the copy says, so the same wish finds the same copy, and one that changed does not.

    `part` is empty for the whole, or the code of a chapter or a process. `school` null is a copy without dates.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Not made"

    key = models.CharField(max_length=64, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="copies")
    part = models.CharField(max_length=60, blank=True)
    part_title = models.CharField(max_length=120)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    sees_tiers = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    doing = models.CharField(max_length=60, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to=FOLDER, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(made_at__isnull=False) & ~Q(file="")),
                name="ready_copy_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="making") | Q(started_at__isnull=False), name="claimed_copy_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(sees_tiers=False),
                name="only_a_schools_dates_tell_tiers",
            ),
        )
        indexes = (models.Index(fields=["edition", "state"]),)

    def __str__(self) -> str:
        return f"{self.part_title} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("copies:copy", args=[self.pk])

    @property
    def title(self) -> str:
        """ "Visits and reviews, with the dates of Alder"."""
        return (
            f"{self.part_title}, with the dates of {self.school.known_as}" if self.school else self.part_title
        )

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.MAKING)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY
