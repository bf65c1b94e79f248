"""A school's evaluation of itself: judge first, then say how you know."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from plans.models.frameworks import Area, Framework, Grade
from schools.models import School, SchoolYear


class SelfEvaluation(models.Model):
    """One school's for one year. It is never finished: an agreed version is kept, and writing goes on."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="self_evaluations")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="self_evaluations")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="self_evaluations")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "year", "framework"], name="one_self_evaluation_each"),
        )

    def __str__(self) -> str:
        return f"Self-evaluation of {self.school_id} in {self.year_id} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("plans:self_evaluation", args=[self.pk])


class AreaEvaluation(models.Model):
    """One area: at most a page. `grade` is the school's own; `agreed_grade` what school and partner agreed."""

    self_evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey(Grade, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)  # why this grade, in two sentences
    evidence = models.TextField(blank=True)
    helps = models.TextField(blank=True)
    hinders = models.TextField(blank=True)
    disadvantaged = models.TextField(blank=True)  # impact on groups
    send = models.TextField(blank=True)
    other_groups = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner_grade = models.ForeignKey(
        Grade, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner_view = models.TextField(blank=True)
    partner_at = models.DateTimeField(null=True, blank=True)
    partner_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_grade = models.ForeignKey(Grade, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    difference = models.TextField(blank=True)  # where they did not agree, in words
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["self_evaluation", "area"], name="one_evaluation_of_an_area"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{what}_at": None, f"{what}_by": None})
                    | Q(**{f"{what}_at__isnull": False, f"{what}_by__isnull": False}),
                    name=f"area_{what}_has_who_and_when",
                )
                for what in ("saved", "partner", "agreed")
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_id} in self-evaluation {self.self_evaluation_id}"


class EvaluationVersion(models.Model):
    """The self-evaluation as it was agreed on a day, in words that no longer change."""

    self_evaluation = models.ForeignKey(SelfEvaluation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # framework, areas with their titles, grades and texts as they then were
    note = models.TextField(blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["self_evaluation", "number"], name="one_evaluation_version_each"),
        )

    def __str__(self) -> str:
        return f"Version {self.number} of self-evaluation {self.self_evaluation_id}"
