from django.core.management.base import BaseCommand

from handbook.actions.finding import make_findable
from search.actions import lay_index


class Command(BaseCommand):
    help = (
        "Makes the search index anew from the edition in force. Needed only after the database was moved to another "
        "kind of database, or when search does not find what is there. Nothing else is changed."
    )

    def handle(self, *args: object, **options: object) -> None:
        lay_index()
        self.stdout.write(f"Search finds {make_findable()} entries of the handbook.")
