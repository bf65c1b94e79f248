"""Work away from the pages and by the clock: files of plans, plans that follow the term dates. Each may run twice."""

import logging
from collections.abc import Callable

from celery import shared_task
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.text import slugify

from adapters import clock
from adapters.pdf import PdfUnavailable
from adapters.queue import queue_apart
from plans.actions import lay_out_live_plans
from plans.models import Plan, PlanVersion
from plans.pdf import FORMS, Place, keep_made, kept, place_of, version_place
from plans.pdf.making import pdf_of
from plans.queries.prints import print_of, print_of_version

log = logging.getLogger(__name__)
NOT_SET = "The portal could not set the pages. The log of the server says why."


@shared_task(name="plans.make_plan_pdf")
def make_plan_pdf(*, pk: int, form: str, drafts: bool, **_later: object) -> None:
    """One form of the plan as it stands now, kept until it changes."""
    plan = Plan.objects.select_related("school__trust", "year").filter(pk=pk).first()
    made = print_of(plan, drafts=drafts, today=clock.today()) if plan else None
    if made is None or form not in FORMS:
        return
    place = place_of(made, FORMS[form], drafts=drafts)
    _made_at(place, lambda: kept.find(place) or keep_made(place, made, FORMS[form]))


@shared_task(name="plans.make_version_pdf")
def make_version_pdf(*, pk: int, **_later: object) -> None:
    """The dated PDF of an agreed version, kept for good. Whoever comes second finds it there and leaves it."""
    version = PlanVersion.objects.filter(pk=pk, file="").first()
    if version is not None:
        _made_at(version_place(version), lambda: _keep_version(pk))


def _keep_version(pk: int) -> None:
    versions = PlanVersion.objects.select_related("plan__school__trust", "plan__year", "agreed_by")
    version = versions.filter(pk=pk, file="").first()
    if version is None:  # made while this one waited for its turn
        return
    made = print_of_version(version)
    pdf = pdf_of(made, FORMS["plan"])
    day = timezone.localtime(version.agreed_at).date()
    name = f"{slugify(made.known_as)}-plan-{made.sheet.start_year}-version-{version.number}-{day}.pdf"
    saved = default_storage.save(f"plans/{day.year}/{name}", ContentFile(pdf))
    if not PlanVersion.objects.filter(pk=version.pk, file="").update(file=saved):
        default_storage.delete(saved)


def _made_at(place: Place, make: Callable[[], object]) -> None:
    if not kept.begin(place, clock.now()):
        return
    try:
        make()
        kept.done(place)
    except PdfUnavailable as error:
        kept.fail(place, str(error), clock.now())
    except Exception:
        log.exception("%s of plan %s was not made.", place.form, place.plan_id)
        kept.fail(place, NOT_SET, clock.now())
        if settings.TEST:
            raise


def hand_on(pk: int, form: str, *, drafts: bool) -> None:
    command = ("make_plan_pdf", str(pk), form, *(["--drafts"] if drafts else []))
    queue_apart(make_plan_pdf, command=command, pk=pk, form=form, drafts=drafts)


def hand_on_version(version: PlanVersion) -> None:
    """After it is agreed, and where it is asked for and missing: away from the page, unless it is under way."""
    if kept.claim(version_place(version), clock.now()):
        queue_apart(make_version_pdf, command=("make_version_pdf", str(version.pk)), pk=version.pk)


@shared_task(name="plans.lay_out")
def lay_out(**_later: object) -> None:
    count = lay_out_live_plans(now=clock.now(), today=clock.today())
    log.info("plans.lay_out ran: %s plans follow their term dates", count)
