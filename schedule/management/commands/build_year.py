"""`manage.py build_year 2026/27 [--dry-run]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from adapters import clock
from schedule.building import CannotBuild, Change, Difference, build_year, find_year
from schools.models import SchoolYear


class Command(BaseCommand):
    help = (
        "Makes or reconciles the dated events of a school year, for all schools and the trust, from the handbook "
        "in force and the term dates. Run twice it changes nothing; what people did or moved is never lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help="the school year: 2026 or 2026/27")
        parser.add_argument("--dry-run", action="store_true", help="print the difference and write nothing")

    def handle(self, *args: Any, year: str, dry_run: bool, **options: Any) -> None:
        try:
            found = find_year(year)
            difference = build_year(
                year=found, by=None, now=clock.now(), today=clock.today(), apply=not dry_run
            )
        except CannotBuild as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self._print(found, difference, dry_run=dry_run)

    def _print(self, year: SchoolYear, difference: Difference, *, dry_run: bool) -> None:
        self._list("Added", difference.added)
        self._list("Moved", difference.moved)
        self._list("Withdrawn", difference.withdrawn)
        self._list("Retitled", difference.retitled)
        self._list("Kept as people left them", difference.kept)
        done = "Nothing was written (dry run)" if dry_run else "Written"
        if difference.is_empty and not dry_run:
            done = "Nothing to change"
        self.stdout.write(f"{year}: {difference.summary()}. {done}.")

    def _list(self, heading: str, changes: tuple[Change, ...]) -> None:
        if not changes:
            return
        self.stdout.write(f"{heading} ({len(changes)})")
        for change in changes:
            self.stdout.write(f"  {change.say()}")
