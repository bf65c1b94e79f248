"""Files handed in with an event. Checked by content, stored under a name nobody can guess."""

import secrets
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from adapters.uploads import NotAccepted, check
from people.audit import record
from people.models import User
from schedule.actions.refusals import ChangedMeanwhile, Refused
from schedule.building import require_writable
from schedule.models import Attachment, Event


@transaction.atomic
def attach_file(
    *, event: Event, name: str, file: BinaryIO, document_code: str, by: User, now: datetime
) -> Attachment:
    """`document_code`: which of the step's documents this is, or empty."""
    require_writable(event, now)
    _require_place_for(event, document_code)
    try:
        checked = check(name, file, most_bytes=settings.UPLOAD_MAX_BYTES)
    except NotAccepted as error:
        raise Refused(str(error)) from error
    attachment = Attachment(
        event=event, document_code=document_code, name=checked.name, content_type=checked.content_type,
        size=checked.size, added_at=now, added_by=by,
    )  # fmt: skip
    attachment.file.save(f"{secrets.token_hex(16)}{checked.extension}", File(file), save=False)
    try:
        with transaction.atomic():
            attachment.save()
            _write_down(attachment, "attachment.add", by, now)
    except BaseException:
        attachment.file.delete(save=False)
        raise
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User, now: datetime) -> None:
    """The line in the history stays; the file itself is deleted, for it may hold what should not be here."""
    require_writable(attachment.event, now)
    _take_off(attachment, by, now)


@transaction.atomic
def erase_attachment(*, attachment: Attachment, reason: str, by: User, now: datetime) -> None:
    """Also out of a closed year and from a school that left: what the law wants gone must go. For no page."""
    _take_off(attachment, by, now, reason)


def _take_off(attachment: Attachment, by: User, now: datetime, reason: str = "") -> None:
    removed = Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(
        removed_at=now, removed_by=by
    )
    if removed != 1:
        raise ChangedMeanwhile
    _write_down(attachment, "attachment.remove", by, now, reason)
    storage, stored = attachment.file.storage, attachment.file.name or ""
    transaction.on_commit(lambda: storage.delete(stored))


def _require_place_for(event: Event, code: str) -> None:
    documents = {one.code: one for one in event.step.documents.all()} if event.step else {}
    if code and code not in documents:
        raise Refused("That document does not belong to this step. Choose one from the list, or none.")
    closed = [one for one in documents.values() if one.confidential]
    confidential = (
        documents[code] if code else (closed[0] if closed and len(closed) == len(documents) else None)
    )
    if confidential is not None and confidential.confidential:
        raise Refused(
            f"“{confidential.title}” is confidential, so it is kept outside the portal, where your trust keeps "
            "such papers. Here, only mark the step as done."
        )


def _write_down(attachment: Attachment, action: str, by: User, now: datetime, reason: str = "") -> None:
    event = attachment.event
    record(
        by=by, now=now, action=action, target=attachment, reason=reason,
        label=f"{attachment.name} with {event.title} ({event.key})",
        school_urn=event.school.urn if event.school else None, after=attachment.document_code,
    )  # fmt: skip
