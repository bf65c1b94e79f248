"""A trust's own Word template for a document: kept once it is proved harmless and every name in it is known."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import BinaryIO

from django.core.files import File
from django.db import IntegrityError, transaction

from adapters.docx_package import NotAccepted
from adapters.uploads import NotAccepted as NotAcceptedAtAll
from adapters.uploads import check
from documents.models import WordTemplate
from documents.queries.templates import names_of
from handbook.models import Document
from people.audit import record
from people.models import User

MOST_BYTES = 5 * 1024 * 1024


class Refused(ValueError):
    """Why the file is not kept, one sentence each. Nothing was changed."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def keep_template(*, document: Document, name: str, file: BinaryIO, by: User, now: datetime) -> WordTemplate:
    """In force from now on, in place of the one before."""
    from adapters.docx_templates import check_template  # noqa: PLC0415 -- docxtpl is slow to load

    if not name.lower().endswith(".docx"):
        raise Refused("A template is a Word document: choose a .docx file.")
    known = names_of(document)
    try:
        checked = check(name, file, most_bytes=MOST_BYTES)
        found = check_template(file.read(), plain=known.plain, tables=known.tables)
    except (NotAccepted, NotAcceptedAtAll) as error:
        raise Refused(str(error)) from error
    if found.problems:
        raise Refused(*found.problems)
    if not found.names:
        raise Refused(
            "It has no place to fill: write {{ school.name }} or a field’s name where the text goes."
        )
    file.seek(0)
    return _put_in_force(document, checked.name, checked.size, found.names, file, by, now)


@transaction.atomic
def remove_template(*, template: WordTemplate, by: User, now: datetime) -> None:
    """The document comes out in the portal's own form again. The file is deleted, the line in the record stays."""
    if _end(template, by, now):
        _write_down(template, "template.remove", by, now)


def _put_in_force(
    document: Document, name: str, size: int, names: tuple[str, ...], file: BinaryIO, by: User, now: datetime
) -> WordTemplate:
    for before in WordTemplate.objects.filter(document_code=document.code, removed_at=None):
        _end(before, by, now)
    kept = WordTemplate(
        document_code=document.code, name=name, size=size, placeholders=list(names), added_at=now, added_by=by
    )
    kept.file.save(f"{secrets.token_hex(16)}.docx", File(file), save=False)
    try:
        with transaction.atomic():
            kept.save()
            _write_down(kept, "template.add", by, now)
    except IntegrityError as error:
        kept.file.delete(save=False)
        raise Refused("Somebody else put a template here a moment ago. Look at it, then decide.") from error
    except BaseException:
        kept.file.delete(save=False)
        raise
    return kept


def _end(template: WordTemplate, by: User, now: datetime) -> bool:
    ended = WordTemplate.objects.filter(pk=template.pk, removed_at=None).update(removed_at=now, removed_by=by)
    storage, stored = template.file.storage, template.file.name or ""
    if ended:
        transaction.on_commit(lambda: storage.delete(stored))
    return bool(ended)


def _write_down(template: WordTemplate, action: str, by: User, now: datetime) -> None:
    record(
        by=by, now=now, action=action, target=template,
        label=f"{template.name} for {template.document_code}", after=template.document_code,
    )  # fmt: skip
