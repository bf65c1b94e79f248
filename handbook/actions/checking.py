"""The dovetail check of an edition's words, for the apps above. It writes nothing; packs stand beside the actions."""

from datetime import date

from handbook.check import LOOKED_AT, Finding, findings_in, pack_as_it_is
from handbook.models import Edition

__all__ = ["LOOKED_AT", "Finding", "handbook_findings"]


def handbook_findings(edition: Edition, today: date) -> tuple[Finding, ...]:
    """Of a draft, whole or not, or of an edition that was published."""
    return findings_in(pack_as_it_is(edition), today)
