import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plans.tasks import make_version_pdf

GENTLY = 10  # the pages that people wait for go first


class Command(BaseCommand):
    help = (
        "Makes the PDF of an agreed plan that is kept. The portal starts this itself where there is no queue."
    )

    requires_system_checks = ()  # they read every page of the portal, which is as long as a plan of some pages takes

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pk", type=int, metavar="NUMBER", help="the number of the agreed version")

    def handle(self, *args: Any, pk: int, **options: Any) -> None:
        os.nice(GENTLY)
        make_version_pdf(pk=pk)
