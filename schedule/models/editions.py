"""What publishing an edition did to the calendar."""

from django.db import models

from handbook.models import Edition
from schedule.models.events import Event
from schools.models import School, SchoolYear


class Amendment(models.Model):
    """What one edition did to one date of the calendar: added, moved or withdrew it. Kept for good."""

    class Kind(models.TextChoices):
        ADDED = "added", "Added"
        MOVED = "moved", "Moved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="amendments")
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="amendments"
    )
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    owner_role = models.CharField(max_length=32)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    from_opens_date = models.DateField(null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    to_opens_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    notice_given = models.IntegerField()  # working days from publishing to the earliest day concerned
    notice_promised = models.PositiveSmallIntegerField()

    class Meta:
        indexes = (models.Index(fields=["school", "edition"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key} by edition {self.edition_id} ({self.pk})"

    @property
    def broke_notice(self) -> bool:
        return self.notice_given < self.notice_promised
