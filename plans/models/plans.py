"""Development plans: plan, priority, objective, and below it criteria, milestones, actions and monitoring.

The rows are the plan as it stands now. What was agreed is kept as a `PlanVersion`, which never changes. A row says when
something is *planned*; the date that everybody sees, and that may move, is its Event's.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from plans.models.frameworks import Area
from schedule.models import Event
from schools.models import School, SchoolYear


class Plan(models.Model):
    """One school's development plan for one year, or the trust's (`school` null)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        WITH_TRUST = "with_trust", "With the trust"
        AGREED = "agreed", "Agreed"
        IN_REVIEW = "in_review", "In review"
        EVALUATED = "evaluated", "Evaluated"
        ARCHIVED = "archived", "Archived"

    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="plans")
    year = models.ForeignKey(SchoolYear, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    vision = models.CharField(max_length=200, blank=True)
    context = models.TextField(blank=True)
    # More than five priorities are possible, but not without saying why.
    why_so_many = models.TextField(blank=True)
    # Agreed once and opened again: readers see the last agreed version until the next one is agreed.
    is_being_amended = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state_at = models.DateTimeField()
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Any change of any part: what files made of the plan are compared with, and what "no update since" counts from.
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["school", "year"], name="one_plan_of_a_school"),
            models.UniqueConstraint(fields=["year"], condition=Q(school=None), name="one_plan_of_the_trust"),
        )

    def __str__(self) -> str:
        return f"Plan of {self.school_id or 'the trust'} for {self.year_id} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("plans:plan", args=[self.pk])


class Priority(models.Model):
    class Stage(models.TextChoices):
        """Of implementing a change (Education Endowment Foundation, A School's Guide to Implementation, 2024)."""

        EXPLORE = "explore", "Explore"
        PREPARE = "prepare", "Prepare"
        DELIVER = "deliver", "Deliver"
        SUSTAIN = "sustain", "Sustain"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priorities")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    because = models.TextField(blank=True)  # the reason, with its evidence
    areas = models.ManyToManyField(Area, blank=True, related_name="priorities")
    serves = models.ForeignKey(  # the trust's priority it serves
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="served_by"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link_governor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stage = models.CharField(max_length=8, choices=Stage.choices, blank=True)
    stop_doing = models.TextField(blank=True)  # what is left, so that there is time for this
    steps = models.JSONField(
        default=list, blank=True
    )  # steps of the handbook it is worked on in: ["P12.session"]
    outcome = models.TextField(blank=True)  # what came of it, said when the plan is evaluated
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_to"
    )

    class Meta:
        indexes = (models.Index(fields=["plan", "position"]),)

    def __str__(self) -> str:
        return f"{self.title} ({self.pk})"


class Objective(models.Model):
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()  # "By July 2027 ..."
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=["priority", "position"]),)

    def __str__(self) -> str:
        return f"Objective {self.pk} of priority {self.priority_id}"


class SuccessCriterion(models.Model):
    class State(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        NOT_MET = "not_met", "Not met"
        PARTLY_MET = "partly_met", "Partially met"
        MET = "met", "Met"

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=200)
    baseline = models.CharField(max_length=80, blank=True)
    target = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=120, blank=True)
    result = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=11, choices=State.choices, default=State.NOT_STARTED)

    def __str__(self) -> str:
        return f"{self.measure} ({self.pk})"


class Milestone(models.Model):
    """What will be seen by the end of a half-term (`period` AUT1 to SUM2)."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="milestones")
    period = models.CharField(max_length=4)
    text = models.TextField()
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="milestone"
    )

    def __str__(self) -> str:
        return f"Milestone {self.period} of objective {self.objective_id} ({self.pk})"


class PlanAction(models.Model):
    """Who does what by when. Its state is its event's; before the plan is agreed there is none."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="actions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    cost = models.DecimalField(
        max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_line = models.CharField(max_length=60, blank=True)
    training = models.CharField(max_length=200, blank=True)  # the CPD it needs
    started_at = models.DateTimeField(null=True, blank=True)  # somebody said that it is in progress
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_action"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(planned_start=None)
                | Q(planned_end=None)
                | Q(planned_end__gte=F("planned_start")),
                name="action_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="cost_is_not_negative"),
        )

    def __str__(self) -> str:
        return f"Action {self.pk} of objective {self.objective_id}"


class Monitoring(models.Model):
    """Who checks whether it works, how, and by the end of which half-term. Not the person who leads the work."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="monitoring")
    period = models.CharField(max_length=4)
    how = models.CharField(max_length=200)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    who_else = models.CharField(max_length=80, blank=True)  # somebody without an account, by what they are
    found = models.TextField(blank=True)
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_monitoring"
    )

    def __str__(self) -> str:
        return f"Monitoring {self.pk} of objective {self.objective_id}"
