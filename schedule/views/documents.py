"""The documents of a step on a card: what the reader may do with each, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from people.access import Access
from people.roles import Permission
from schedule.access import may, may_fill
from schedule.models import Paper
from schedule.queries import Card, DocumentLine
from schedule.queries.papers import PaperState, states_of


@dataclass(frozen=True)
class DocumentOnCard:
    line: DocumentLine
    may_fill: bool
    may_read: bool
    state: PaperState


def documents_of(
    access: Access, card: Card, papers: Sequence[Paper] = (), *, is_history: bool = False
) -> list[DocumentOnCard]:
    """How far a document is stays unknown to who may not read it. `is_history`: nothing is filled in any more."""
    reads = may(access, card.event, Permission.DOCUMENT_READ)
    fills = {one.code: may_fill(access, card.event, one.filled_by) for one in card.documents}
    states = states_of(papers)
    return [
        DocumentOnCard(
            one,
            fills[one.code] and not is_history,
            reads or fills[one.code],
            states.get(one.code, PaperState()) if reads or fills[one.code] else PaperState(),
        )
        for one in card.documents
    ]
