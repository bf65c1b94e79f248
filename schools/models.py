"""The trust, its schools, their years, and who is appointed where."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from schools.terms import year_code


class Trust(models.Model):
    class Scheme(models.TextChoices):
        HALF_TERMS = "half-terms", "Autumn 1, Autumn 2, Spring 1 ..."
        TERMS = "terms", "Term 1 to Term 6"
        MODULES = "modules", "Module 1 to Module 6"

    name = models.CharField(max_length=160)
    uid = models.CharField("GIAS group UID", max_length=12, blank=True)
    period_scheme = models.CharField(max_length=12, choices=Scheme.choices, default=Scheme.HALF_TERMS)
    accent = models.CharField(
        "Accent colour",
        max_length=7,
        default="#0b5a63",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Write a colour as #0b5a63.")],
    )
    # Asked of one role in one week by the handbook. More is a finding of the check before publishing.
    minutes_a_week = models.PositiveSmallIntegerField(
        "Most minutes a week",
        default=300,
        validators=[MinValueValidator(30), MaxValueValidator(2400)],
    )
    # A small school has fewer people to share the same work: there each minute weighs more.
    small_school_roll = models.PositiveSmallIntegerField(
        "A small school has fewer pupils than", default=150, validators=[MaxValueValidator(1000)]
    )
    small_school_weight = models.PositiveSmallIntegerField(
        "There a minute counts as, in per cent",
        default=150,
        validators=[MinValueValidator(100), MaxValueValidator(300)],
    )

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class School(models.Model):
    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SPECIAL = "special", "Special"
        POST16 = "post16", "16 to 19"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PROPOSED = "proposed", "Proposed to open"
        CLOSING = "closing", "Open, but proposed to close"
        CLOSED = "closed", "Closed"

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="schools")
    urn = models.PositiveIntegerField("URN", unique=True)
    laestab = models.CharField("LAESTAB", max_length=8, blank=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60, blank=True)
    phase = models.CharField(max_length=12, choices=Phase.choices)
    type_name = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    roll = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    fsm_percent = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    has_sixth_form = models.BooleanField(default=False)
    local_authority = models.CharField(max_length=80, blank=True)
    town = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    website = models.CharField(max_length=200, blank=True)
    # Tier of support, 1 universal to 4 intervention. Confidential to the trust, school leaders and the board.
    tier = models.PositiveSmallIntegerField(default=1)
    joined_date = models.DateField(null=True, blank=True)
    left_date = models.DateField(null=True, blank=True)
    details_date = models.DateField("details as at", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(tier__gte=1, tier__lte=4), name="tier_is_one_to_four"),
            models.CheckConstraint(
                condition=Q(left_date=None) | Q(joined_date=None) | Q(left_date__gte=F("joined_date")),
                name="school_leaves_after_it_joins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"

    def get_absolute_url(self) -> str:
        return reverse("schools:school", args=[self.urn])

    @property
    def known_as(self) -> str:
        return self.short_name or self.name


class Appointment(models.Model):
    """A person holds a role at a school, or for the whole trust, from one day to another."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(max_length=32)
    job = models.CharField(max_length=32, blank=True)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="appointment_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "job", "school"],
                condition=Q(to_date=None),
                name="one_open_appointment_each",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "job"],
                condition=Q(to_date=None, school=None),
                name="one_open_trust_appointment_each",
            ),
        )
        indexes = (models.Index(fields=["school", "role"]),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} at {self.school_id or 'the trust'} from {self.from_date}"


class SchoolYear(models.Model):
    """An academic year, 1 September to 31 August. A closed one is read-only for good."""

    start_year = models.PositiveSmallIntegerField(unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_year_has_who_and_when",
            ),
        )

    def __str__(self) -> str:
        return year_code(self.start_year)

    @property
    def why_read_only(self) -> str:
        """What a person reads who would change it; nothing while it is open."""
        if self.closed_at is None:
            return ""
        return f"{self} is closed: it is kept as it was, and nothing in it changes any more."


class Period(models.Model):
    """One half-term of pupils' days. Without a school it is the trust's default."""

    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="periods")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="periods"
    )
    code = models.CharField(max_length=4)
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["year", "school", "code"], name="one_period_each"),
            models.UniqueConstraint(
                fields=["year", "code"], condition=Q(school=None), name="one_default_period_each"
            ),
            models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="period_runs_forward"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.year_id} at {self.school_id or 'the trust'}"


class NonPupilDay(models.Model):
    """A day, or run of days, without pupils. Without a school it is the trust's default."""

    class Kind(models.TextChoices):
        INSET = "inset", "INSET day"
        CLOSURE = "closure", "Closed"
        DATA = "data", "Data day"

    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="non_pupil_days")
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="non_pupil_days"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    first_date = models.DateField()
    last_date = models.DateField()
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["year", "school", "kind", "first_date"], name="one_closed_day_each"
            ),
            models.UniqueConstraint(
                fields=["year", "kind", "first_date"],
                condition=Q(school=None),
                name="one_default_closed_day_each",
            ),
            models.CheckConstraint(
                condition=Q(last_date__gte=F("first_date")), name="closed_days_run_forward"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.first_date} at {self.school_id or 'the trust'}"


class MarkedDays(models.Model):
    """Days to keep free of trust events where that can be: a festival, tests, a quiet week. The school is open.

    Without a school they hold for the whole trust.
    """

    class Kind(models.TextChoices):
        FESTIVAL = "festival", "Religious festival"
        TESTS = "tests", "Tests and exams"
        QUIET = "quiet", "Quiet week"

    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.CASCADE, related_name="marked_days"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    first_date = models.DateField()
    last_date = models.DateField()
    label = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last_date__gte=F("first_date")), name="marked_days_run_forward"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="marked_days_have_a_name"),
        )
        indexes = (models.Index(fields=["first_date", "last_date"]),)

    def __str__(self) -> str:
        return f"{self.label} from {self.first_date} at {self.school_id or 'the trust'} ({self.pk})"


class Import(models.Model):
    """A file of schools or term dates that was read: what it said, who brought it, whether it was applied."""

    class Kind(models.TextChoices):
        SCHOOLS = "schools", "Schools"
        TERM_DATES = "term_dates", "Term dates"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    file_name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rows = models.JSONField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(applied_by=None) | Q(applied_at__isnull=False),
                name="applied_import_has_its_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("schools:import", args=[self.pk])
