"""The handbook: editions of chapters, processes, steps and documents. A published edition never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Edition(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "In force"
        REPLACED = "replaced", "Replaced"

    number = models.PositiveIntegerField(null=True, blank=True, unique=True)  # given on publishing
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    made_at = models.DateTimeField()
    made_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the canonical pack, kept on publishing

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="published"), name="one_edition_in_force"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(number__isnull=False, published_at__isnull=False),
                name="published_edition_has_number_and_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, edition {self.number or 'draft'} ({self.pk})"


class Chapter(models.Model):
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="chapters")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["edition", "code"], name="one_chapter_each"),)

    def __str__(self) -> str:
        return f"{self.code} in edition {self.edition_id}"

    def get_absolute_url(self) -> str:
        return reverse("handbook:chapter", args=[self.code])


class Process(models.Model):
    """One process of the handbook. `code` (P01) is stable across editions; role fields hold codes of people.roles."""

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SPECIAL = "special", "Special"
        POST16 = "post16", "16 to 19"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="processes")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="processes")
    code = models.CharField(max_length=8)
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    why = models.TextField()
    guide = models.TextField(blank=True)  # Markdown
    owner = models.CharField(max_length=32)
    lead = models.CharField(max_length=32, blank=True)
    takes_part = models.JSONField(default=list, blank=True)
    told = models.JSONField(default=list, blank=True)
    phases = models.JSONField(default=list, blank=True)
    tiers = models.JSONField(default=list, blank=True)
    notice = models.PositiveSmallIntegerField()  # working days promised before a date moves
    who_sees = models.TextField()
    success = models.JSONField(default=list, blank=True)
    statutory = models.JSONField(null=True, blank=True)  # {rule, source, check}
    review_date = models.DateField(null=True, blank=True)
    related = models.JSONField(default=list, blank=True)  # codes of processes
    key_idea = models.TextField(blank=True)
    activity = models.TextField(blank=True)
    questions = models.JSONField(default=list, blank=True)
    words = models.PositiveIntegerField(default=0)  # to read on the process's page, its steps among them
    # Of a draft: who saved anything of this process last.
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["edition", "code"], name="one_process_per_code"),
            models.UniqueConstraint(fields=["edition", "slug"], name="one_process_per_slug"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title} (edition {self.edition_id})"

    def get_absolute_url(self) -> str:
        return reverse("schedule:process", args=[self.slug])


class Document(models.Model):
    """A document of a process, defined once. `fields` is a list of mappings; docs/pack.md gives their shape."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="documents")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    filled_by = models.CharField(max_length=32)
    who_sees = models.TextField()
    retention = models.CharField(max_length=120, blank=True)
    confidential = models.BooleanField(default=False)
    fields = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "code"], name="one_document_each"),)

    def __str__(self) -> str:
        return f"{self.code} of process {self.process_id}"

    def get_absolute_url(self) -> str:
        return reverse("handbook:document", args=[self.process.slug, self.code])


class Step(models.Model):
    class Kind(models.TextChoices):
        TASK = "task", "Task"
        MEETING = "meeting", "Meeting"
        VISIT = "visit", "Visit"
        DEADLINE = "deadline", "Deadline"
        PUBLICATION = "publication", "Publication"
        TRAINING = "training", "Training"
        REVIEW = "review", "Review"

    class Scope(models.TextChoices):
        SCHOOL = "school", "Each school"
        TRUST = "trust", "The trust"

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="steps")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.SCHOOL)
    timing = models.CharField(max_length=200)  # canonical text of handbook.timing
    owner = models.CharField(max_length=32)
    takes_part = models.JSONField(default=list, blank=True)
    minutes = models.JSONField(default=dict, blank=True)  # {role or job: minutes}
    why = models.TextField(blank=True)
    guidance = models.TextField(blank=True)  # Markdown
    prepare = models.JSONField(default=list, blank=True)  # [{text, minutes}]
    afterwards = models.TextField(blank=True)
    who_sees = models.TextField(blank=True)
    documents = models.ManyToManyField(Document, related_name="steps", blank=True)
    phases = models.JSONField(default=list, blank=True)
    tiers = models.JSONField(default=list, blank=True)
    notice = models.PositiveSmallIntegerField(null=True, blank=True)
    statutory = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "code"], name="one_step_each"),)

    def __str__(self) -> str:
        return f"{self.code} of process {self.process_id}"


class Term(models.Model):
    """A word of the glossary, explained in place."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="terms")
    word = models.CharField(max_length=60)
    meaning = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["edition", "word"], name="one_meaning_per_word"),)

    def __str__(self) -> str:
        return f"{self.word} (edition {self.edition_id})"


class Writing(models.Model):
    """What somebody is in the midst of writing in a draft and is not in it yet; and that they are there.

    `place` says where: "P01", "P01/steps/book", "P01/documents/briefing", "chapters/starting-the-year".
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="writings")
    place = models.CharField(max_length=120)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    data = models.JSONField(null=True, blank=True)  # the form as it was sent; null: all of it is saved

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["edition", "place", "person"], name="one_writing_each"),
        )

    def __str__(self) -> str:
        return f"{self.place} of edition {self.edition_id} by {self.person_id}"


class Reading(models.Model):
    """That somebody has read a process as it stood in an edition. The latest counts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    process_code = models.CharField(max_length=8)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "process_code"], name="one_reading_per_process"),
        )

    def __str__(self) -> str:
        return f"{self.process_code} in edition {self.edition_id} by {self.person_id}"


class ReadingRequest(models.Model):
    """The lead asks whoever holds one of `roles` (role or job codes) to confirm that they read a process."""

    process_code = models.CharField(max_length=8)
    roles = models.JSONField()
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["process_code"], condition=Q(ended_at=None), name="one_open_request_per_process"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="ended_request_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.process_code}, asked {self.asked_at:%Y-%m-%d}"
