"""Dated events: the one table every page, feed and reminder reads. Nothing else carries a due date."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from handbook.models import Edition, Step
from schools.models import School, SchoolYear


class Event(models.Model):
    """Something that happens at a school, or in the trust (`school` null), on a date, and has an owner.

    `key` is the step's address (`P10.visit`, `P10.visit#2`), unique in a school's year and stable across
    editions. `scheduled_date` is what the handbook's rule gave; `due_date` is what was agreed. Late is derived.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        AGREED = "agreed", "Date agreed"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="events")
    key = models.CharField(max_length=80)
    step = models.ForeignKey(Step, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    title = models.CharField(max_length=160)
    opens_date = models.DateField()
    scheduled_date = models.DateField()
    due_date = models.DateField()
    # For a legal deadline in the holidays: the last school day on or before it.
    last_school_date = models.DateField(null=True, blank=True)
    start_time = models.TimeField(null=True, blank=True)
    end_time = models.TimeField(null=True, blank=True)
    owner_role = models.CharField(max_length=32)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    done_date = models.DateField(null=True, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state_reason = models.TextField(blank=True)
    is_moved = models.BooleanField(default=False)
    notes = models.JSONField(default=list, blank=True)  # what the calendar had to adjust, in plain words
    revision = models.PositiveIntegerField(default=0)  # SEQUENCE of the calendar feed
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "school", "key"], name="one_event_per_key"),
            models.UniqueConstraint(
                fields=["year", "key"], condition=Q(school=None), name="one_trust_event_per_key"
            ),
            models.CheckConstraint(
                condition=Q(due_date__gte=F("opens_date")), name="event_opens_before_it_is_due"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_date__isnull=False) | (~Q(state="done") & Q(done_date=None)),
                name="done_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(state_at=None, state_by=None) | Q(state_at__isnull=False),
                name="state_change_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_needed") | ~Q(state_reason=""), name="not_needed_has_a_reason"
            ),
        )
        indexes = (
            models.Index(fields=["school", "due_date"]),
            models.Index(fields=["year", "school", "state"]),
        )

    def __str__(self) -> str:
        return f"{self.key} at {self.school_id or 'the trust'} on {self.due_date}"

    def get_absolute_url(self) -> str:
        return reverse("schedule:event", args=[self.pk])


class StateChange(models.Model):
    """One change of an event's state, so that the last one can be undone."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="state_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=12, choices=Event.State.choices)
    to_state = models.CharField(max_length=12, choices=Event.State.choices)
    from_done_date = models.DateField(null=True, blank=True)
    from_reason = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="undone_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_id}: {self.from_state} to {self.to_state}"


class Move(models.Model):
    """A date that was moved: why, by whom, and whether the notice the handbook promises was given."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="moves")
    from_date = models.DateField()
    to_date = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    notice_given = (
        models.IntegerField()
    )  # working days from the day it was moved to the earlier of the two dates
    notice_promised = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="move_has_a_reason"),)

    def __str__(self) -> str:
        return f"{self.event_id}: {self.from_date} to {self.to_date}"

    @property
    def broke_notice(self) -> bool:
        return self.notice_given < self.notice_promised


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


class FeedToken(models.Model):
    """The secret address of one person's calendar feed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_token"
    )
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Feed of {self.person_id}"
