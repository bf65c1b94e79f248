"""The documents of a step on a card: what the reader may do with each, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from people.access import Access
from people.roles import Permission
from schedule.access import may, may_fill
from schedule.models import Paper
from schedule.queries import Card, DocumentLine
from schedule.queries.owners import Owner
from schedule.queries.papers import PaperState, states_of


@dataclass(frozen=True)
class DocumentOnCard:
    line: DocumentLine
    may_fill: bool
    may_read: bool
    state: PaperState
    instead: Owner | None = None  # the page where it is written


def documents_of(
    access: Access,
    card: Card,
    papers: Sequence[Paper] = (),
    *,
    owner: Owner | None = None,
    is_history: bool = False,
) -> list[DocumentOnCard]:
    """How far a document is stays unknown to who may not read it. `is_history`: nothing is filled in any more.

    What the owner of the step replaces is written there, by those who act on the step.
    """
    reads = may(access, card.event, Permission.DOCUMENT_READ)
    fills = {one.code: may_fill(access, card.event, one.filled_by) for one in card.documents}
    states = states_of(papers)
    replaced = owner.replaces if owner else ()
    instead = owner if may(access, card.event, Permission.EVENT_COMPLETE) and not is_history else None
    return [
        DocumentOnCard(
            one,
            fills[one.code] and not is_history and one.code not in replaced,
            reads or fills[one.code],
            states.get(one.code, PaperState()) if reads or fills[one.code] else PaperState(),
            instead if one.code in replaced else None,
        )
        for one in card.documents
    ]
