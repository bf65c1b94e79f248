import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from adapters import clock
from demo import feeds, history, last_year, marked, moves, openings, plans, readings, records, trust
from handbook.queries import current_edition
from people.models import User
from reminders.embedded import start_beat
from schedule.building import build_year
from schools.models import SchoolYear
from schools.terms import start_year_of


class Command(BaseCommand):
    help = "Makes the fictional trust, once, and serves it. `--no-serve` only makes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="make the trust and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This makes a fictional trust with known passwords: set PORTAL_DEMO=1 to mean it."
            )
        call_command("migrate", verbosity=0)
        if current_edition() is None:
            starter = Path(settings.BASE_DIR) / "handbook" / "content" / "starter"
            call_command("load_handbook", str(starter), reason="The starter handbook", stdout=self.stdout)
        if trust.standing() is None:
            self._make()
        if options["no_serve"]:
            return
        self._serve()

    def _make(self) -> None:
        today, now = clock.today(), clock.now()
        made = trust.make_trust(today=today, now=now)
        year = SchoolYear.objects.get(start_year=start_year_of(today))
        lead = User.objects.get(email="lead@demo.example")
        before = SchoolYear.objects.get(start_year=year.start_year - 1)
        last_year.live(year=before, lead=lead, today=today, now=now)
        history.live(year=year, today=today, now=now)
        history.agree_some(year=year, today=today, now=now)
        history.move_some(year=year, lead=lead, today=today, now=now)
        moves.talk_about_some(year=year, lead=lead, today=today, now=now)
        history.attach_some(year=year, now=now, texts=records.meeting_records(today))
        marked.keep_free(year=year, lead=lead, now=now)
        readings.ask_and_answer(lead=lead, now=now)
        feeds.make_some(now=now)
        call_command("load_frameworks", stdout=self.stdout)
        plans.make_evaluations(year=year, today=today, now=now)
        plans.make_plans(year=year, today=today, now=now)
        last_year.close(year=before, following=year, lead=lead, today=today, now=now)
        plans.bring_in(year=year, now=now)
        following = SchoolYear.objects.get(start_year=year.start_year + 1)
        build_year(year=following, by=lead, now=now, today=today)
        openings.start_some(lead=lead, today=today, now=now)
        self.stdout.write(
            f"{made.trust.name}: ten schools, {year} in flight as at {today}, {following} laid out."
        )

    def _serve(self) -> None:
        port = os.environ.get("PORT", "8000")
        start_beat()
        self.stdout.write(
            f"\n  The portal:  http://127.0.0.1:{port}/\n"
            f"  Sign in as   head.alder@demo.example   password   {trust.PASSWORD}\n"
            "  or choose anybody on the sign-in page. Stop with Ctrl-C.\n"
        )
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)
