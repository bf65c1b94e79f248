"""`manage.py build_year 2026/27 [--from 2026-11-23] [--dry-run]`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from adapters import clock
from schedule.actions import Refused
from schedule.actions.beginning import begin_on
from schedule.building import CannotBuild, Change, Difference, build_year, find_year
from schools.models import SchoolYear
from schools.terms import say_day


class Command(BaseCommand):
    help = (
        "Makes or reconciles the dated events of a school year, for all schools and the trust, from the handbook "
        "in force and the term dates. Run twice it changes nothing; what people did or moved is never lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", help="the school year: 2026 or 2026/27")
        parser.add_argument(
            "--from",
            dest="begins",
            metavar="2026-11-23",
            help="the day your trust began with the portal, in the middle of the year: what was due before it is "
            "marked as not needed, with that reason, unless somebody has done something with it",
        )
        parser.add_argument("--dry-run", action="store_true", help="print the difference and write nothing")

    @transaction.atomic
    def handle(self, *args: Any, year: str, begins: str | None, dry_run: bool, **options: Any) -> None:
        now, today = clock.now(), clock.today()
        try:
            day = date.fromisoformat(begins) if begins else None
        except ValueError as error:
            raise CommandError(f"{begins!r} is not a day: write 2026-11-23. Nothing was changed.") from error
        try:
            found = find_year(year)
            # What is left out can only be told once it is there: a dry run takes both back.
            difference = build_year(year=found, by=None, now=now, today=today, apply=bool(day) or not dry_run)
            left = begin_on(year=found, day=day, now=now, today=today) if day else None
        except (CannotBuild, Refused) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        if dry_run:
            transaction.set_rollback(True)
        self._print(found, difference, dry_run=dry_run)
        if day and left:
            done = "would be left out" if dry_run else "left out as not needed"
            self.stdout.write(f"{len(left.changes)} due before {say_day(day)}: {done}.")

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
