"""What is wished for, what there is of it, and what the book says."""

from copies.queries.book import Book, ChapterPart, read_book
from copies.queries.dates import SchoolDates, school_dates
from copies.queries.shelf import current_key, find, shelf, waiting
from copies.queries.wanted import Wanted, key_of, parts_of, wanted_of

__all__ = [
    "Book",
    "ChapterPart",
    "SchoolDates",
    "Wanted",
    "current_key",
    "find",
    "key_of",
    "parts_of",
    "read_book",
    "school_dates",
    "shelf",
    "waiting",
    "wanted_of",
]
