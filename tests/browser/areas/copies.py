"""Pages and who opens them: copies."""

from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from copies.models import Copy
from copies.queries import current_key
from handbook.queries import current_edition
from schools.models import School
from tests.browser.rows import PDF, POST, Row, Without

PAGES: list[Row] = [
    Row("copies:take", "/handbook/copies/", "head.alder"),
    Row("copies:take", "/handbook/copies/?part=P10&school=900002", "lead"),
    Row("copies:take", "/handbook/copies/", "admin"),
    Row("copies:handbook_pdf", "/handbook/handbook.pdf?part=P02&school=900001", "head.alder", 202),
    Row("copies:copy", "/handbook/copies/{copy_ready}/", "head.alder"),
    Row("copies:copy", "/handbook/copies/{copy_waiting}/", "governor.alder"),
    Row("copies:copy", "/handbook/copies/{copy_failed}/", "lead"),
]
WITHOUT_A_PAGE: dict[str, Without] = {
    "copies:make": Without("/handbook/copies/make/", POST, "an action"),
    "copies:file": Without("/handbook/copies/{copy_ready}/file.pdf", PDF, "a file"),
}


def places(now: datetime, today: date) -> dict[str, Any]:
    """The numbers in the addresses above. Runs in the portal's process, with the demo made."""
    edition, alder = current_edition(), School.objects.get(urn=900001)
    assert edition is not None
    wish: dict[str, Any] = {"edition": edition, "asked_at": now, "part_title": "The whole handbook"}
    # With the keys of today, or the sweep that runs every hour takes them away as old.
    ready = Copy(
        school=alder, sees_tiers=True, state="ready", pages=1, size=8, made_at=now,
        file=default_storage.save("copies/ready.pdf", ContentFile(b"%PDF-1.7")), **wish,
    )  # fmt: skip
    failed = Copy(state="failed", error="The Pango library is missing.", **wish)
    for copy in (ready, failed):
        copy.key = current_key(copy, today)
        copy.save()
    waiting = Copy.objects.create(
        key="waiting", state="making", started_at=now, doing="Setting the pages", done=63, total=150, **wish
    )
    return {"copy_ready": ready.pk, "copy_waiting": waiting.pk, "copy_failed": failed.pk}
