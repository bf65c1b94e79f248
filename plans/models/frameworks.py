"""What schools evaluate themselves against: areas, grades and their wording, as data with dates of validity."""

from django.db import models
from django.db.models import F, Q


class Framework(models.Model):
    """One framework as it was in force. Loaded from `plans/content/frameworks/`; one that was used is never changed.

    Two frameworks are never converted into each other: their grades do not mean the same.
    """

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)  # the last day it was in force
    digest = models.CharField(max_length=64)  # SHA-256 of what was loaded

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="framework_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"


class Area(models.Model):
    """One evaluation area. `phases` empty is every school; `scale` names the grades that it takes."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="areas")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    meaning = models.TextField(blank=True)  # what to look at, in one or two sentences
    position = models.PositiveSmallIntegerField()
    phases = models.JSONField(default=list, blank=True)
    scale = models.SlugField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["framework", "code"], name="one_area_each"),)

    def __str__(self) -> str:
        return f"{self.code} in framework {self.framework_id}"


class Grade(models.Model):
    """One grade of a scale, best first. No number and no colour stands for it: its words do."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="grades")
    scale = models.SlugField(max_length=20)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=60)
    meaning = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["framework", "scale", "code"], name="one_grade_each"),)

    def __str__(self) -> str:
        return f"{self.scale}.{self.code} in framework {self.framework_id}"
