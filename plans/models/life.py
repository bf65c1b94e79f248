"""What happens to a plan: comments, agreed versions, reviews, and the files made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models.plans import Plan, Priority
from plans.rag import MARKS
from schedule.models import Event


class Comment(models.Model):
    """Beside the text: on a priority, or on the plan as a whole."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="comments")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="settled_comment_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"Comment {self.pk} on plan {self.plan_id}"


class Presence(models.Model):
    """That somebody has a page open on which the plan is written. Counts for a few minutes, and then goes.

    `place` says which: "opening", "priorities/12", "objectives/3", "actions/40", "reviews/AUT2".
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="present")
    place = models.CharField(max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "place", "person"], name="one_presence_each"),)

    def __str__(self) -> str:
        return f"{self.person_id} at {self.place} of plan {self.plan_id}"


class PlanVersion(models.Model):
    """The plan as it was agreed, whole and in words: names, titles and dates as they then were. Never changed."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    reason = models.TextField(blank=True)  # of an amendment
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="plans/%Y/", blank=True)  # the full plan as a PDF, dated

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_each"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="amended_version_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"Version {self.number} of plan {self.plan_id}"


class Review(models.Model):
    """One term's look at the plan, due by the end of `period` (AUT2, SPR2, SUM2). May be skipped, with a reason."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    period = models.CharField(max_length=4)
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_review"
    )
    summary = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why_skipped = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["plan", "period"], name="one_review_a_term"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_review_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(why_skipped="") | Q(closed_at__isnull=False), name="skipped_review_is_closed"
            ),
        )

    def __str__(self) -> str:
        return f"Review {self.period} of plan {self.plan_id}"


class PriorityReview(models.Model):
    """Two questions kept apart: are we doing it (delivery), and is it working (impact)? Each with a sentence."""

    class Rating(models.TextChoices):
        BLUE = "B", MARKS["B"].word
        GREEN = "G", MARKS["G"].word
        AMBER = "A", MARKS["A"].word
        RED = "R", MARKS["R"].word
        NONE = "N", MARKS["N"].word

    class Confidence(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    class Direction(models.TextChoices):
        UP = "up", "Improving"
        LEVEL = "level", "Holding"
        DOWN = "down", "Declining"

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="priorities")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="reviews")
    delivery = models.CharField(max_length=1, choices=Rating.choices, blank=True)
    delivery_why = models.TextField(blank=True)
    impact = models.CharField(max_length=1, choices=Rating.choices, blank=True)
    impact_why = models.TextField(blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    direction = models.CharField(max_length=5, choices=Direction.choices, blank=True)
    evidence = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["review", "priority"], name="one_review_of_a_priority"),
            models.CheckConstraint(
                condition=(Q(delivery="") | ~Q(delivery_why="")) & (Q(impact="") | ~Q(impact_why="")),
                name="rating_has_its_sentence",
            ),
        )

    def __str__(self) -> str:
        return f"Priority {self.priority_id} in review {self.review_id}"


class PlanImport(models.Model):
    """A plan read from a Word or Excel file: its tables as text, how they were mapped, whether it was applied."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=160)
    tables = models.JSONField()
    mapping = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"
