"""What the pages, the calendar and the documents read. Only the edition in force, unless an edition is given."""

from django.db.models import QuerySet

from handbook.models import Edition, Process, Step

WORDS_A_MINUTE = 200


def current_edition() -> Edition | None:
    return Edition.objects.filter(status=Edition.Status.PUBLISHED).first()


def steps_in_force() -> QuerySet[Step]:
    """Every step with its process, in the order of the handbook."""
    return (
        Step.objects.filter(process__edition__status=Edition.Status.PUBLISHED)
        .select_related("process")
        .order_by("process__position", "position")
    )


def reading_minutes(process: Process) -> int:
    """To read the page of the process, its steps among it."""
    return max(1, round(process.words / WORDS_A_MINUTE))
