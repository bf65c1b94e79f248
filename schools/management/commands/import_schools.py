from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from adapters import clock
from schools import gias
from schools.actions import apply_schools
from schools.reading import Refused, read_schools

COUNTED = {"new": "added", "changed": "updated", "same": "unchanged", "closed": "closed, left out"}


class Command(BaseCommand):
    help = "Adds and updates the trust's schools from the DfE's register (GIAS edubasealldata CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--trust-uid", default="", help="the trust's GIAS Group UID; needed the first time"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change and change nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        now = clock.now()
        try:
            data = path.read_bytes()
            kept = read_schools(
                data=data, file_name=path.name, trust_uid=options["trust_uid"], by=None, now=now
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}. Nothing was changed.") from error
        except Refused as refused:
            lines = "\n".join(f"{path.name}, {problem}" for problem in refused.problems)
            raise CommandError(f"{lines}\nNothing was changed.") from refused
        self._say(apply_schools(kept=kept, by=None, now=now))
        if options["dry_run"]:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was changed.")

    def _say(self, changes: list[gias.SchoolChange]) -> None:
        for change in changes:
            for name, old, new in change.fields:
                self.stdout.write(f"{change.urn} {change.name}: {name} was {old!r}, is {new!r}")
            if change.kind == "new":
                self.stdout.write(f"{change.urn} {change.name}: new")
            if change.kind == "gone":
                self.stdout.write(f"{change.urn} {change.name}: no longer in this trust in the file; kept")
        for kind, words in COUNTED.items():
            self.stdout.write(f"{sum(change.kind == kind for change in changes)} {words}")
