"""Dates that were moved, and dates that somebody asks to move."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schedule.models.events import Event


class Move(models.Model):
    """A date that was moved: why, by whom, and whether the notice the handbook promises was given."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="moves")
    from_date = models.DateField()
    to_date = models.DateField()
    # How it stood before, so that the last move can be undone. Moves from before 0.3.0 do not know.
    from_opens_date = models.DateField(null=True, blank=True)
    from_start_time = models.TimeField(null=True, blank=True)
    from_end_time = models.TimeField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    notice_given = (
        models.IntegerField()
    )  # working days from the day it was moved to the earlier of the two dates
    notice_promised = models.PositiveSmallIntegerField()
    # Who asked for it is not surprised by it: a move the school asked for breaks no notice.
    asked_by_school = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="move_has_a_reason"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_move_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_id}: {self.from_date} to {self.to_date}"

    @property
    def broke_notice(self) -> bool:
        return (
            self.undone_at is None and not self.asked_by_school and self.notice_given < self.notice_promised
        )


class Proposal(models.Model):
    """Another day that one side asks for. The other side agrees, suggests a third, or says no.

    `from_date` is the due day when it was asked; `answers` is the proposal that this one answers with another day.
    """

    class Side(models.TextChoices):
        TRUST = "trust", "The trust"
        SCHOOL = "school", "The school"

    class State(models.TextChoices):
        OPEN = "open", "Waits for an answer"
        AGREED = "agreed", "Agreed"
        COUNTERED = "countered", "Another day was suggested"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="proposals")
    side = models.CharField(max_length=6, choices=Side.choices)
    from_date = models.DateField()
    to_date = models.DateField()
    start_time = models.TimeField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)  # why it was declined or withdrawn
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="countered_by"
    )
    move = models.OneToOneField(
        Move, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["event"], condition=Q(state="open"), name="one_open_proposal"),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None)
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="answered_proposal_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_id}: {self.from_date} to {self.to_date}, {self.state} ({self.pk})"
