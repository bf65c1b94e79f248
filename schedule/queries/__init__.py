"""What the pages read. Each page has one function that answers all of it in a few queries."""

from schedule.queries.card import AttachmentLine, Card, DocumentLine, Tag, card_of
from schedule.queries.items import Item, items_between, items_of
from schedule.queries.next_page import NextPage, next_page
from schedule.queries.people import Holders, holders_at
from schedule.queries.times import school_time

__all__ = [
    "AttachmentLine",
    "Card",
    "DocumentLine",
    "Holders",
    "Item",
    "NextPage",
    "Tag",
    "card_of",
    "holders_at",
    "items_between",
    "items_of",
    "next_page",
    "school_time",
]
