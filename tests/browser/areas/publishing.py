"""Pages and who opens them: publishing."""

from datetime import date, datetime
from typing import Any

from handbook.actions import load_pack
from handbook.models import Edition, Step
from handbook.pack import pack_of
from tests.browser.rows import Row, Without

PAGES: list[Row] = [
    Row("schedule:editions", "/handbook/editions/", "head.alder"),
    Row("schedule:edition", "/handbook/editions/1/", "head.alder"),
    Row("schedule:publish", "/handbook/drafts/{draft_to_publish}/publish/", "lead"),
    Row("schedule:rehearse", "/handbook/drafts/{draft_to_publish}/rehearse/?year=2027", "lead"),
    Row(
        "schedule:timing",
        "/handbook/drafts/{draft_to_publish}/timing/?process=P01&step=meeting&timing=AUT1+W2-4",
        "lead",
    ),
]
WITHOUT_A_PAGE: dict[str, Without] = {}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    return {"draft_to_publish": draft_moved_by_a_week(now).pk}


def draft_moved_by_a_week(now: datetime) -> Edition:
    """The edition in force again, with the autumn headteacher meetings a week later."""
    pack = pack_of(Edition.objects.get(status=Edition.Status.PUBLISHED))
    draft = load_pack(pack=pack, by=None, now=now, reason="")
    Step.objects.filter(process__edition=draft, process__code="P01", code="meeting").update(
        timing="AUT1 W2-4"
    )
    return draft
