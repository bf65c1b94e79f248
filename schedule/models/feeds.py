"""Secret addresses of calendar feeds."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.models import School


class FeedToken(models.Model):
    """The secret address of one person's calendar feed: all that is theirs, one school's, or one process's.

    Revoked when it is renewed, or when the person's appointments no longer open what it gives. Never used again then.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    process_code = models.CharField(max_length=8, blank=True)
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "school", "process_code"],
                condition=Q(revoked_at=None, school__isnull=False),
                name="one_open_feed_of_a_school",
            ),
            models.UniqueConstraint(
                fields=["person", "process_code"],
                condition=Q(revoked_at=None, school=None),
                name="one_open_feed_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"Feed of {self.person_id} ({self.pk})"
