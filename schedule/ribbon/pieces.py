"""What goes into a ribbon and what comes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString

from schedule.load import Week
from schools.marked import Marked


@dataclass(frozen=True, slots=True)
class RibbonEvent:
    """`kind` is that of the handbook's step; `state` that of the event; `url` may be empty."""

    date: dt.date
    opens: dt.date
    title: str
    kind: str
    state: str
    minutes: int = 0
    url: str = ""

    @property
    def is_open(self) -> bool:
        return self.state not in ("done", "not_needed")

    def standing(self, today: dt.date) -> str:
        """done, off (not needed), late or nothing yet."""
        if self.is_open:
            return "late" if self.date < today else ""
        return "done" if self.state == "done" else "off"


@dataclass(frozen=True, slots=True)
class Around:
    """What is drawn around the events: the heat strip, and the days to keep free."""

    weeks: tuple[Week, ...] = ()
    marked: tuple[Marked, ...] = ()
    load_url: str = ""


STANDING_WORDS = {"done": "Done", "off": "Not needed", "late": "Late", "next": "Next", "": ""}


@dataclass(frozen=True, slots=True)
class RibbonItem:
    """One line of the list. `tag` is the class of its status, `status` the words for it; both may be empty."""

    date: dt.date
    place: str
    title: str
    tag: str
    status: str
    url: str
    anchor: str = ""  # set on the first line of its week, where "+3" leads


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Two drawings of the same year, of which the stylesheet shows one, and the year as a list."""

    year_svg: SafeString
    near_svg: SafeString
    items: tuple[RibbonItem, ...]
    list_html: SafeString
    title: str
    description: str
    load_html: SafeString  # what each week asks, as a list; empty where no strip is drawn
    load_url: str
