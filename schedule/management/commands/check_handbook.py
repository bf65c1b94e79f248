"""`manage.py check_handbook [--draft ID] [--json]`."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from adapters import clock
from handbook.models import Edition
from handbook.queries import current_edition
from schedule.queries.check import Check, check_edition


class Command(BaseCommand):
    help = (
        "Checks that the handbook dovetails: owners, timings, documents, minutes, reviews, and its dates in every "
        "school. Prints each finding with its place. Exit code 1 when something must be mended before publishing. "
        "Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--draft",
            metavar="ID",
            help="the number of a draft, as in its address; else the edition in force",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines of text")

    def handle(self, *args: Any, draft: str | None, **options: Any) -> None:
        edition = _draft(draft) if draft is not None else current_edition()
        if edition is None:
            raise CommandError("There is no edition in force to check: load one with load_handbook.")
        found = check_edition(edition, clock.today())
        if options["json"]:
            self.stdout.write(json.dumps(_plain(edition, found), ensure_ascii=False, indent=2))
        else:
            self._print(edition, found)
        if found.must:
            raise SystemExit(1)

    def _print(self, edition: Edition, found: Check) -> None:
        for one in found.findings:
            self.stdout.write(f"{'MUST' if one.stops else 'look'}  {one.place}: {one.sentence}")
        if found.not_laid:
            self.stdout.write(found.not_laid)
        name = f"edition {edition.number}" if edition.number else f"draft {edition.pk}"
        self.stdout.write(f"{edition.title}, {name}: {found.must} must be mended, {found.look} worth a look.")


def _draft(number: str) -> Edition:
    found = (
        Edition.objects.filter(pk=number, status=Edition.Status.DRAFT).first() if number.isdecimal() else None
    )
    if found is None:
        known = (
            Edition.objects.filter(status=Edition.Status.DRAFT).order_by("pk").values_list("pk", flat=True)
        )
        there = f"drafts are {', '.join(map(str, known))}" if known else "there is no draft"
        raise CommandError(f"“{number[:40]}” is not the number of a draft: {there}. Nothing was checked.")
    return found


def _plain(edition: Edition, found: Check) -> dict[str, Any]:
    return {
        "edition": edition.number,
        "draft": edition.pk if edition.status == Edition.Status.DRAFT else None,
        "title": edition.title,
        "must": found.must,
        "look": found.look,
        "years": list(found.years),
        "not_laid": found.not_laid,
        "findings": [{**asdict(one), "place": one.place} for one in found.findings],
    }
