"""Who else has a page open that somebody writes on. The rows are each app's own: a page belongs to something of theirs.

A page with data-here says every 20 seconds that it is open (static/portal/writing.js); templates/writing/present.html
and here.html tell who else is there.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

PRESENT_FOR = timedelta(minutes=2)  # what was last seen before that does not count


@dataclass(frozen=True)
class Present:
    name: str
    what: str  # "step: Choose a slot", "" for the page as a whole
    seen_at: datetime
