"""What somebody asks the planner to show. All of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from people.access import Access
from schools.models import School

VIEWS = {"month": "Month", "half-term": "Half-term", "week": "Week", "list": "List"}


@dataclass(frozen=True)
class Asked:
    """`school` None: all of `schools`, which are those the reader may see. `whose` None: everybody's."""

    view: str
    day: date
    today: date
    schools: tuple[School, ...]
    school: School | None = None
    whose: Access | None = None
    whose_code: str = ""  # "me", or the number of the person
    process: str = ""
    role: str = ""
    kind: str = ""
    state: str = ""
    unknown: tuple[str, ...] = ()  # what was asked for and means nothing

    @property
    def is_narrowed(self) -> bool:
        return bool(self.process or self.role or self.kind or self.state)

    def query(self, **changes: str) -> str:
        """The address of this page with something changed; an empty value takes it out."""
        asked = {
            "school": "" if len(self.schools) < 2 else str(self.school.urn) if self.school else "all",
            "whose": self.whose_code,
            "process": self.process,
            "role": self.role,
            "kind": self.kind,
            "state": self.state,
            "view": self.view,
            "day": "" if self.day == self.today else self.day.isoformat(),
        }
        return "?" + urlencode({name: value for name, value in (asked | changes).items() if value})
