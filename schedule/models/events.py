"""Dated events: the one table every page, feed and reminder reads. Nothing else carries a due date."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from handbook.models import Step
from schedule.models.openings import Opening
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
    # Started for this school on a day nobody could plan; `key` then ends in the opening's number.
    opening = models.ForeignKey(
        Opening, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    # What was left unfinished in the year before, and so is asked again in this one.
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    title = models.CharField(max_length=160)
    # Of an event that another app owns instead of a step: its kind (handbook.Step.Kind), what it belongs to, in words,
    # and the path of the page that says more. The database fills them in where events are written in bulk.
    kind = models.CharField(max_length=12, blank=True, db_default="")
    context = models.CharField(max_length=160, blank=True, db_default="")
    link = models.CharField(max_length=120, blank=True, db_default="")
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
            models.Index(fields=["due_date"]),  # all schools in the order of days: the planner's list
            models.Index(fields=["year", "school", "state"]),
            models.Index(fields=["owner_role"]),  # one role at every school: calendars ask every hour
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
