"""What can be found. Each row is derived from something else and is made again whenever that changes."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One thing to find, written by the app it belongs to. search.fulltext indexes `title`, `place` and `text`."""

    class Kind(models.TextChoices):
        PROCESS = "process", "Process"
        STEP = "step", "Step"
        DOCUMENT = "document", "Document"
        STUDY = "study", "Study page"
        CHAPTER = "chapter", "Chapter"
        TERM = "term", "Word explained"
        VISIT = "visit", "Visit"
        PLAN = "plan", "Plan"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=120)  # "P01.book": the same from one edition to the next
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)  # where it belongs, in one line
    text = models.TextField(blank=True)  # plain words, no markup
    url = models.CharField(max_length=300)
    permission = models.CharField(
        max_length=40
    )  # a people.roles.Permission; whoever lacks it never hears of this
    school_id = models.BigIntegerField(null=True, blank=True)  # schools is above this app; null is the trust

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(school_id=None), name="one_entry_of_the_trust"
            ),
            models.UniqueConstraint(
                fields=["kind", "key", "school_id"],
                condition=Q(school_id__isnull=False),
                name="one_entry_of_a_school",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}" + (f" of school {self.school_id}" if self.school_id else "")
