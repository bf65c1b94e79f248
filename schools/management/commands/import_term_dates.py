from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from adapters import clock
from schools.actions import YearIsClosed, apply_term_dates
from schools.reading import Refused, read_term_dates
from schools.term_dates import HEADER, KINDS
from schools.terms import PERIODS


class Command(BaseCommand):
    help = (
        f"Reads term dates from a CSV with the columns {', '.join(HEADER)}. Leave urn empty for the trust’s own dates, "
        f"which its schools follow where they have none. kind is one of {', '.join(KINDS)}; code is one of "
        f"{', '.join(PERIODS)} for a period and empty otherwise. Days are written 2026-09-02 or 02/09/2026. A bad file "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        now = clock.now()
        try:
            kept = read_term_dates(data=path.read_bytes(), file_name=path.name, by=None, now=now)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}. Nothing was changed.") from error
        except Refused as refused:
            lines = "\n".join(f"{path.name}, {problem}" for problem in refused.problems)
            raise CommandError(f"{lines}\nNothing was changed.") from refused
        try:
            changes = apply_term_dates(kept=kept, by=None, now=now)
        except YearIsClosed as closed:
            raise CommandError(f"{closed}\nNothing was changed.") from closed
        for warning in kept.rows["warnings"]:
            self.stdout.write(f"Note: {warning}")
        for change in changes:
            self.stdout.write(f"{change.year} {change.name}: {change.kind}")
            for line in change.lines:
                self.stdout.write(f"  {line}")
        if options["dry_run"]:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was changed.")
