"""Writing in a draft: what a page sent is laid over what stands there now, field by field, and nothing is lost."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from adapters.markup import count_words
from handbook.models import Document, Edition, Process, Step, Term, Writing
from handbook.queries.writing import Row, fresh_row, last_other, values_of
from people import audit
from people.models import AuditEntry, User
from writing.marks import Change, Conflict, Saved, laid_over

# A page saves itself every few seconds. The trail has to tell who wrote where and when, not each pause in their
# typing; what was changed is told word by word before the draft is published.
AUDITED_EVERY = timedelta(hours=1)


@transaction.atomic
def save_writing(
    *,
    edition_id: int,
    place: str,
    row: Row,
    names: Iterable[str],
    changes: Iterable[Change],
    unsaved: Mapping[str, Any] | None,
    sent: Mapping[str, Any],
    by: User,
    now: datetime,
) -> Saved:
    """Each change is written unless somebody else changed that field meanwhile to something different.

    `unsaved` is what was sent and is not valid yet: it is kept for its writer, as is all of `sent` when it cannot
    be written. The lock on the edition lets one save in at a time, and none while it is being published.
    """
    edition = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        return Saved(gone="discarded")
    fresh = fresh_row(row)
    if edition.status != Edition.Status.DRAFT or fresh is None:
        _keep(edition, place, sent, by, now)
        return Saved(gone="removed" if fresh is None else "published")
    stored = values_of(fresh, names)
    written, clashing = laid_over(changes, stored)
    who, at = last_other(fresh, place, edition.pk, by) if clashing else (None, None)
    conflicts = tuple(
        Conflict(one.name, one.value, stored[one.name], who, at, is_own=who is None) for one in clashing
    )
    if written:
        _write(fresh, written, by, now)
    _keep(edition, place, sent if conflicts else unsaved, by, now)
    return Saved(
        values=stored | {change.name: change.value for change in written},
        written=tuple(change.name for change in written),
        conflicts=conflicts,
    )


def _write(row: Row, changes: Iterable[Change], by: User, now: datetime) -> None:
    columns = []
    for change in changes:
        if isinstance(row, Step) and change.name == "documents":
            _name_documents(row, change.value)
        elif isinstance(row, Edition) and change.name == "glossary":
            _explain_words(row, change.value)
        else:
            setattr(row, change.name, change.value)
            columns.append(change.name)
    if columns:
        row.save(update_fields=columns)
    process = row.process if isinstance(row, Step | Document) else row
    if isinstance(process, Process):
        process.words = _words(process)
        process.changed_at, process.changed_by = now, by
        process.save(update_fields=["words", "changed_at", "changed_by"])
    _audit(process, by, now)


def _explain_words(draft: Edition, lines: list[dict[str, str]]) -> None:
    draft.terms.all().delete()
    Term.objects.bulk_create(
        Term(edition=draft, position=position, word=line["term"], meaning=line["meaning"])
        for position, line in enumerate(lines, 1)
    )


def _name_documents(step: Step, codes: list[str]) -> None:
    """In this order: a pack lists them as they were named."""
    found = Document.objects.filter(process__edition_id=step.process.edition_id, code__in=codes)
    ids = dict(found.values_list("code", "pk"))
    through = Step.documents.through
    through.objects.filter(step_id=step.pk).delete()
    through.objects.bulk_create(
        through(step_id=step.pk, document_id=ids[code]) for code in codes if code in ids
    )


def _words(process: Process) -> int:
    """As handbook.pack counts them when a pack is loaded."""
    guidance = process.steps.values_list("guidance", flat=True)
    texts = (process.purpose, process.why, process.guide, *process.success, *guidance)
    return sum(count_words(text) for text in texts)


def _audit(row: Row, by: User, now: datetime) -> None:
    lately = AuditEntry.objects.filter(
        action="draft.write",
        actor_id=by.pk,
        target=row._meta.label_lower,
        target_id=str(row.pk),
        at__gt=now - AUDITED_EVERY,
    )
    if not lately.exists():
        title = row.title if not isinstance(row, Process) else f"{row.code} {row.title}"
        audit.record(by=by, now=now, action="draft.write", target=row, label=title)


def _keep(edition: Edition, place: str, data: Mapping[str, Any] | None, by: User, now: datetime) -> None:
    Writing.objects.update_or_create(
        edition=edition, place=place, person=by, defaults={"seen_at": now, "data": data}
    )


@transaction.atomic
def keep_unsaved(*, edition_id: int, place: str, sent: Mapping[str, Any], by: User, now: datetime) -> str:
    """The place is gone before it could be opened. Says why: "removed", "published" or "discarded"."""
    edition = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if edition is None:
        return "discarded"
    _keep(edition, place, sent, by, now)
    return "removed" if edition.status == Edition.Status.DRAFT else "published"


def throw_away_writing(*, edition: Edition, place: str, by: User) -> None:
    Writing.objects.filter(edition=edition, place=place, person=by).update(data=None)


def note_presence(*, edition: Edition, place: str, by: User, now: datetime) -> None:
    """They have the page open. What they could not save stays as it is."""
    Writing.objects.update_or_create(edition=edition, place=place, person=by, defaults={"seen_at": now})
