"""The dovetail check of an edition, for the apps above: whole or in the making."""

from datetime import date

from handbook.check import LOOKED_AT, Finding, findings_in, pack_as_it_is
from handbook.models import Edition

__all__ = ["LOOKED_AT", "Finding", "handbook_findings"]


def handbook_findings(edition: Edition, today: date) -> tuple[Finding, ...]:
    """Of a draft, whole or not, or of an edition that was published."""
    return findings_in(pack_as_it_is(edition), today)
