"""The doors of the handbook: whoever may read it reads all of the edition in force; drafts are for those who write."""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from handbook.models import Chapter, Document, Edition, Process, ReadingRequest, Step
from handbook.queries import IN_FORCE, current_edition, processes_in_force
from people.access import Access
from people.roles import Permission

Row = TypeVar("Row", Chapter, Document, Edition, Process, Step)


def edition_for(access: Access) -> Edition | None:
    """None until a first edition is published."""
    access.require_anywhere(Permission.HANDBOOK_READ)
    return current_edition()


def get_process_for(access: Access, slug: str) -> Process:
    access.require_anywhere(Permission.HANDBOOK_READ)
    return _one(processes_in_force().select_related("chapter", "edition").filter(slug=slug))


def get_chapter_for(access: Access, code: str) -> Chapter:
    access.require_anywhere(Permission.HANDBOOK_READ)
    return _one(Chapter.objects.filter(edition__status=IN_FORCE, code=code).select_related("edition"))


def get_document_for(access: Access, slug: str, code: str) -> Document:
    access.require_anywhere(Permission.HANDBOOK_READ)
    documents = Document.objects.filter(process__edition__status=IN_FORCE, process__slug=slug, code=code)
    return _one(documents.select_related("process__chapter"))


def get_draft_for(access: Access, pk: int) -> Edition:
    access.require(Permission.HANDBOOK_EDIT)
    draft = Edition.objects.filter(pk=pk, status=Edition.Status.DRAFT).first()
    if draft is None:
        raise Http404
    return draft


def get_reading_request_for(access: Access, pk: int) -> ReadingRequest:
    """Ended ones too."""
    access.require(Permission.HANDBOOK_EDIT)
    found = ReadingRequest.objects.select_related("asked_by", "ended_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_published_for(access: Access, pk: int | None) -> Edition:
    """To make a draft from: the edition in force, or an older one."""
    access.require(Permission.HANDBOOK_EDIT)
    numbered = Edition.objects.exclude(status=Edition.Status.DRAFT)
    return _one(numbered.filter(status=IN_FORCE) if pk is None else numbered.filter(pk=pk))


def get_draft_chapter_for(access: Access, pk: int, code: str) -> Chapter:
    return _one(get_draft_for(access, pk).chapters.select_related("edition").filter(code=code))


def get_draft_process_for(access: Access, pk: int, code: str) -> Process:
    draft = get_draft_for(access, pk)
    return _one(draft.processes.select_related("chapter", "edition").filter(code=code))


def get_draft_step_for(access: Access, pk: int, process: str, code: str) -> Step:
    row = get_draft_process_for(access, pk, process)
    return _one(row.steps.select_related("process__edition").filter(code=code))


def get_draft_document_for(access: Access, pk: int, process: str, code: str) -> Document:
    row = get_draft_process_for(access, pk, process)
    return _one(row.documents.select_related("process__edition").filter(code=code))


def _one(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row
