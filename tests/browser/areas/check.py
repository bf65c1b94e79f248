"""Pages and who opens them: check."""

from datetime import date, datetime
from typing import Any

from handbook.actions import load_pack
from handbook.models import Edition, Step
from handbook.pack import pack_of
from tests.browser.rows import Row, Without

PAGES: list[Row] = [
    Row("schedule:check", "/handbook/check/", "lead"),
    Row("schedule:check_draft", "/handbook/drafts/{draft_to_check}/check/", "lead"),
]
WITHOUT_A_PAGE: dict[str, Without] = {}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    pack = pack_of(Edition.objects.get(status=Edition.Status.PUBLISHED))
    draft = load_pack(pack=pack, by=None, now=now, reason="")
    Step.objects.filter(process__edition=draft, process__code="P01", code="book").update(owner="")
    return {"draft_to_check": draft.pk}
