import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plans.tasks import make_plan_pdf

GENTLY = 10  # the pages that people wait for go first


class Command(BaseCommand):
    help = "Makes one printed form of a plan. The portal starts this itself where there is no queue."
    requires_system_checks = ()  # they read every page of the portal, which is as long as a plan of some pages takes

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("pk", type=int, metavar="NUMBER", help="the number in the address of the plan")
        parser.add_argument("form", help="plan, on-a-page, monitoring or governors")
        parser.add_argument("--drafts", action="store_true", help="as it stands, not as it was last agreed")

    def handle(self, *args: Any, pk: int, form: str, drafts: bool, **options: Any) -> None:
        os.nice(GENTLY)
        make_plan_pdf(pk=pk, form=form, drafts=drafts)
