"""A page and who opens it; and an address that is no page."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Row:
    """`who` is the part of an address before @demo.example, "" for nobody, or a name in prepare.sessions().

    {names} in the address come from prepare.places(). `then` is done on the page before it is looked at.
    """

    name: str
    address: str
    who: str = ""
    status: int = 200
    then: Callable[[Page], None] | None = None
    outside_demo: bool = False

    def __str__(self) -> str:
        how = (self.then.__name__ if self.then else "", "outside the demo" if self.outside_demo else "")
        return " ".join(word for word in (self.address, self.who or "nobody", *how) if word)


@dataclass(frozen=True)
class Without:
    """What a GET by `who` is answered with instead of a page, and why."""

    address: str
    answer: int | str
    why: str
    who: str = "head.alder"
    headers: dict[str, str] | None = None


POST = 405
AS_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
PDF, CSV, CALENDAR, JSON, TEXT = (
    "application/pdf",
    "text/csv",
    "text/calendar",
    "application/json",
    "text/plain",
)
