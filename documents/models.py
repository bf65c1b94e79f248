"""A trust's own Word templates. What is filled in is schedule's Paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class WordTemplate(models.Model):
    """The Word file that a document of the handbook comes out as, in place of ours. Checked when it came in."""

    document_code = models.SlugField(max_length=60)
    file = models.FileField(upload_to="templates/%Y/%m/")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    placeholders = models.JSONField(default=list)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["document_code"],
                condition=Q(removed_at=None),
                name="one_template_per_document",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="removed_template_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} for {self.document_code} ({self.pk})"
