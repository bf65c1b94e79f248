"""What is handed in with an event: files, and documents of the handbook filled in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schedule.models.events import Event


class Attachment(models.Model):
    """A file handed in with an event. Checked by content, served only as a download."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attachments")
    document_code = models.SlugField(max_length=60, blank=True)
    file = models.FileField(upload_to="attachments/%Y/%m/")
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="removed_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class Paper(models.Model):
    """A document of the handbook, filled in for one event. Once submitted a version never changes.

    `layout` is the document as it was then (title, purpose, fields ...), so that it reads the same for good.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="papers")
    document_code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    layout = models.JSONField()
    answers = models.JSONField(
        default=dict
    )  # {code of the field: text, number, true/false, or rows of a table}
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["event", "document_code", "version"], name="one_paper_per_version"
            ),
            models.UniqueConstraint(
                fields=["event", "document_code"],
                condition=Q(submitted_at=None),
                name="one_paper_being_written",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="submitted_paper_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_code} for event {self.event_id}, version {self.version}"
