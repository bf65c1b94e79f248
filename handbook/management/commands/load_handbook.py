from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from adapters import clock
from handbook.actions import load_and_publish
from handbook.pack import PackError, read_pack


class Command(BaseCommand):
    help = (
        "Reads a handbook pack and publishes it as the next edition. A pack with any fault is refused whole, and "
        "every fault is named. A pack that says the same as the edition in force changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pack", metavar="PACK", help="a folder or a zip, as docs/pack.md describes it")
        parser.add_argument(
            "--reason", default="", help="why this edition is published; shown in its history"
        )

    def handle(self, *args: object, pack: str, reason: str, **options: object) -> None:
        path = Path(pack)
        try:
            found = read_pack(path)
        except PackError as error:
            count = len(error.problems)
            said = (
                f"{pack} is refused for {count} {'fault' if count == 1 else 'faults'}; nothing was changed."
            )
            raise CommandError(f"{said}\n{error}") from error
        loaded = load_and_publish(
            pack=found, by=None, now=clock.now(), reason=reason or f"Loaded from {path.resolve().name}"
        )
        if not loaded.is_new:
            self.stdout.write(f"Nothing to do: edition {loaded.edition.number} in force says the same.")
            return
        for difference in loaded.differences:
            self.stdout.write(str(difference))
        self.stdout.write(f"Edition {loaded.edition.number} of “{loaded.edition.title}” is in force.")
