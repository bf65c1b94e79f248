from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from adapters.packs import write_zip
from handbook.pack import PackError, files_of, pack_of
from handbook.queries import current_edition


class Command(BaseCommand):
    help = (
        "Writes the edition in force as a pack that load_handbook reads. Exporting the same edition twice gives the "
        "same bytes. An older file of that name is replaced."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.zip", help="the zip to write")

    def handle(self, *args: object, file: str, **options: object) -> None:
        edition = current_edition()
        if edition is None:
            raise CommandError("There is no edition in force to export: load one with load_handbook.")
        try:
            files = files_of(pack_of(edition))
            write_zip(Path(file), files)
        except PackError as error:
            raise CommandError(
                f"Edition {edition.number} cannot be exported; no file was written.\n{error}"
            ) from error
        except (OSError, ValueError) as error:
            raise CommandError(
                f"{file} cannot be written: {getattr(error, 'strerror', None) or error}."
            ) from error
        self.stdout.write(f"Edition {edition.number} written to {file}: {len(files)} files.")
