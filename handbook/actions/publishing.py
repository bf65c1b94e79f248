"""Writing editions: a pack becomes a draft, a draft becomes the edition in force. Nothing else writes the handbook."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handbook.actions.finding import make_findable
from handbook.models import Edition
from handbook.pack import (
    Difference,
    Pack,
    Problem,
    add_rows,
    check_pack,
    compare,
    digest_of,
    pack_of,
    read_edition,
)
from handbook.queries import current_edition
from people import audit
from people.models import User


class NotADraftError(Exception):
    """A published edition never changes."""


@dataclass(frozen=True)
class Loaded:
    """`edition` is in force now. `is_new` is false when it was before and the pack says the same."""

    edition: Edition
    is_new: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Checked:
    """What a draft says, as a digest, or everything that stands against publishing it."""

    digest: str
    problems: tuple[Problem, ...] = ()


def check_draft(draft: Edition) -> Checked:
    """Whether it is a whole pack, by the rules for packs from elsewhere."""
    pack, problems = read_edition(draft)
    if problems := problems or check_pack(pack):
        return Checked("", problems)
    return Checked(digest_of(pack))


@transaction.atomic
def load_pack(*, pack: Pack, by: User | None, now: datetime, reason: str) -> Edition:
    edition = Edition.objects.create(
        title=pack.title, summary=pack.summary, made_at=now, made_from=current_edition(), reason=reason
    )
    add_rows(edition, pack)
    audit.record(by=by, now=now, action="edition.load", target=edition, label=pack.title, reason=reason)
    return edition


@transaction.atomic
def publish(*, edition: Edition, by: User | None, now: datetime, reason: str) -> Edition:
    """The draft becomes number n + 1 and takes the place of the edition in force."""
    draft = Edition.objects.select_for_update().get(pk=edition.pk)
    if draft.status != Edition.Status.DRAFT:
        raise NotADraftError(f"Edition {draft.number} is published and never changes: make a draft from it.")
    last = Edition.objects.exclude(number=None).order_by("-number").first()
    former = Edition.objects.select_for_update().filter(status=Edition.Status.PUBLISHED)
    before = former.values_list("number", flat=True).first()
    former.update(status=Edition.Status.REPLACED)
    draft.number = (last.number or 0) + 1 if last else 1
    draft.status = Edition.Status.PUBLISHED
    draft.published_at, draft.published_by, draft.reason = now, by, reason
    draft.digest = digest_of(pack_of(draft))
    draft.save()
    audit.record(
        by=by,
        now=now,
        action="edition.publish",
        target=draft,
        label=f"{draft.title}, edition {draft.number}",
        before=f"edition {before}" if before else "",
        after=f"edition {draft.number}",
        reason=reason,
    )
    make_findable()
    return draft


@transaction.atomic
def load_and_publish(*, pack: Pack, by: User | None, now: datetime, reason: str) -> Loaded:
    """Changes nothing when the edition in force says the same, word for word."""
    former = current_edition()
    if former is not None and former.digest == digest_of(pack):
        return Loaded(former, is_new=False, differences=())
    differences = compare(pack_of(former) if former else None, pack)
    draft = load_pack(pack=pack, by=by, now=now, reason=reason)
    return Loaded(publish(edition=draft, by=by, now=now, reason=reason), is_new=True, differences=differences)
