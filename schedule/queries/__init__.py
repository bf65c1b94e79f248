"""What the pages read. Each page has one function that answers all of it in a few queries."""

from schedule.building import why_left, why_read_only
from schedule.queries.card import AttachmentLine, Card, DocumentLine, Tag, card_of
from schedule.queries.check import Check, check_edition, findings_of
from schedule.queries.event_page import EventPage, event_page
from schedule.queries.items import Item, items_between, items_of
from schedule.queries.next_page import NextPage, next_page
from schedule.queries.people import Holders, Places, holders_at, places
from schedule.queries.process_page import ProcessPage, process_page
from schedule.queries.times import school_time
from schedule.queries.trust_week import TrustWeek, trust_week

__all__ = [
    "AttachmentLine",
    "Card",
    "Check",
    "DocumentLine",
    "EventPage",
    "Holders",
    "Item",
    "NextPage",
    "Places",
    "ProcessPage",
    "Tag",
    "TrustWeek",
    "card_of",
    "check_edition",
    "event_page",
    "findings_of",
    "holders_at",
    "items_between",
    "items_of",
    "next_page",
    "places",
    "process_page",
    "school_time",
    "trust_week",
    "why_left",
    "why_read_only",
]
