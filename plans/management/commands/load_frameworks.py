from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from adapters import clock
from plans.actions import load_framework
from plans.frameworks import FrameworkError, read_folder
from schedule.actions import Refused

SHIPPED = Path(settings.BASE_DIR) / "plans" / "content" / "frameworks"


class Command(BaseCommand):
    help = (
        "Reads evaluation frameworks from a folder of YAML files. A folder with any fault is refused whole, and every "
        "fault is named. A framework that somebody has written with is never altered."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            metavar="FOLDER",
            nargs="?",
            default=str(SHIPPED),
            help="without it, those of the portal",
        )

    def handle(self, *args: object, folder: str, **options: object) -> None:
        try:
            found = read_folder(Path(folder))
            with transaction.atomic():
                loaded = [load_framework(content=one, by=None, now=clock.now()) for one in found]
        except FrameworkError as error:
            count = len(error.problems)
            said = (
                f"{folder} is refused for {count} {'fault' if count == 1 else 'faults'}; nothing was changed."
            )
            raise CommandError(f"{said}\n{error}") from error
        except Refused as refusal:
            raise CommandError(f"Nothing was changed. {refusal}") from refusal
        for one in loaded:
            for line in one.changes or (f"{one.framework.title}: nothing to do.",):
                self.stdout.write(line)
