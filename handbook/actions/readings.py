"""Confirming that a process was read, and asking for that."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from handbook.models import Edition, Process, Reading, ReadingRequest
from handbook.queries.readings import words_of
from people import audit
from people.models import User
from people.roles import title_of


class OtherWordsError(Exception):
    """The edition on the page is no longer in force, and this process says something else now."""


class AskedAlreadyError(Exception):
    """One request for a process is open at a time."""


@transaction.atomic
def confirm_reading(*, process: Process, edition_id: int | None, by: User, now: datetime) -> Reading:
    """`edition_id`: what the page showed. The reading is its own record: the trail is open to more people than the
    lead, who alone sees what others have read."""
    if edition_id != process.edition_id and not _same_words(process, edition_id):
        raise OtherWordsError
    reading, _ = Reading.objects.update_or_create(
        person=by, process_code=process.code, defaults={"edition": process.edition, "at": now}
    )
    return reading


def _same_words(process: Process, edition_id: int | None) -> bool:
    published = Edition.objects.exclude(status=Edition.Status.DRAFT)
    shown = None if edition_id is None else published.filter(pk=edition_id).first()
    if shown is None:
        return False
    words = words_of([shown, process.edition])
    return words[shown.pk].get(process.code) == words[process.edition_id].get(process.code)


@transaction.atomic
def ask_for_reading(
    *, process: Process, roles: Iterable[str], note: str, by: User, now: datetime
) -> ReadingRequest:
    codes = list(roles)
    try:
        with transaction.atomic():
            request = ReadingRequest.objects.create(
                process_code=process.code, roles=codes, note=note, asked_at=now, asked_by=by
            )
    except IntegrityError as error:
        raise AskedAlreadyError from error
    audit.record(
        by=by,
        now=now,
        action="reading.ask",
        target=request,
        label=f"{process.code} {process.title}",
        after=", ".join(map(title_of, codes)),
        reason=note,
    )
    return request


@transaction.atomic
def end_reading_request(*, request: ReadingRequest, by: User, now: datetime) -> bool:
    """False when somebody ended it before."""
    ended = ReadingRequest.objects.filter(pk=request.pk, ended_at=None).update(ended_at=now, ended_by=by)
    if ended:
        audit.record(
            by=by, now=now, action="reading.end", target=request, label=f"Reading of {request.process_code}"
        )
    return bool(ended)
