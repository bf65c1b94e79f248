"""Writing editions that are not published: a draft is cloned from an edition, and discarded."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from handbook.actions.publishing import NotADraftError
from handbook.models import Document, Edition, Step, Term
from people import audit
from people.models import User

Row = TypeVar("Row", bound=models.Model)


class InUseError(Exception):
    """Something of the portal rests on it."""


def locked_draft(pk: int) -> Edition:
    """Inside a transaction: nobody else writes in it, publishes it or discards it until that ends."""
    draft = Edition.objects.select_for_update().filter(pk=pk).first()
    if draft is None:
        raise NotADraftError("This draft was discarded meanwhile. Nothing was changed.")
    if draft.status != Edition.Status.DRAFT:
        raise NotADraftError(
            f"This is edition {draft.number} now. A published edition never changes: make a draft from it."
        )
    return draft


@transaction.atomic
def amend(*, edition: Edition, title: str, reason: str, by: User | None, now: datetime) -> Edition:
    """A draft that says, word for word, what a published edition says."""
    if edition.status == Edition.Status.DRAFT:
        raise NotADraftError("This is a draft already: write in it.")
    draft = Edition.objects.create(
        title=title or edition.title, summary=edition.summary, made_at=now, made_from=edition, reason=reason
    )
    chapters = _copied(edition.chapters.order_by("pk"), edition=draft)
    processes = _copied(
        edition.processes.order_by("pk"), chapters, edition=draft, changed_at=None, changed_by=None
    )
    documents = _copied(Document.objects.filter(process__edition=edition).order_by("pk"), processes)
    steps = _copied(Step.objects.filter(process__edition=edition).order_by("pk"), processes)
    _copied(Term.objects.filter(edition=edition).order_by("pk"), edition=draft)
    through = Step.documents.through
    uses = through.objects.filter(step__process__edition=edition).order_by("pk")
    through.objects.bulk_create(
        through(step=steps[step_id], document=documents[document_id])
        for step_id, document_id in uses.values_list("step_id", "document_id")
    )
    audit.record(
        by=by,
        now=now,
        action="draft.make",
        target=draft,
        label=draft.title,
        before=f"edition {edition.number}",
        reason=reason,
    )
    return draft


def _copied(
    rows: models.QuerySet[Row],
    parents: dict[int, Any] | None = None,
    **values: Any,  # noqa: ANN401 -- of any column
) -> dict[int, Row]:
    """New rows by the number of the old one, each under the copy of its parent."""
    olds = list(rows)
    numbers = [row.pk for row in olds]
    for row in olds:
        row.pk = None
        for name in {"chapter", "process"} & {field.name for field in row._meta.fields}:
            setattr(row, name, (parents or {})[getattr(row, f"{name}_id")])
        for name, value in values.items():
            setattr(row, name, value)
    made = rows.bulk_create(olds)
    return dict(zip(numbers, made, strict=True))


@transaction.atomic
def discard(*, draft: Edition, by: User | None, now: datetime) -> None:
    """Everything written in it is gone. What was published stays."""
    row = locked_draft(draft.pk)
    audit.record(
        by=by,
        now=now,
        action="draft.discard",
        target=row,
        label=row.title,
        before=f"{row.processes.count()} processes",
    )
    try:
        with transaction.atomic():
            row.delete()
    except models.ProtectedError as error:
        raise InUseError("Something in the portal rests on this draft, so it stays.") from error
