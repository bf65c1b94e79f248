"""Without a queue a copy is made by a process of its own, and no request waits for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ASK_AND_WAIT = """
import time
from django.utils import timezone
from adapters import clock
from copies.actions import ask
from copies.models import Copy
from copies.queries import Wanted
from copies.tasks import hand_on
from handbook.queries import current_edition
from people.models import User
by = User.objects.create_user("lead@example.org", "pass", name="Lead")
wanted = Wanted(current_edition(), "P24", "Website compliance", None, False)
copy, _ = ask(wanted=wanted, by=by, now=clock.now(), today=clock.today())
begun = time.monotonic()
hand_on(copy.pk)
waited = time.monotonic() - begun
for _ in range(600):
    copy.refresh_from_db()
    if not copy.is_under_way:
        break
    time.sleep(0.1)
print("seconds", round(waited), "state", copy.state, "pages", copy.pages > 2, "file", copy.file.read(5))
"""


@pytest.mark.slow
def test_a_process_of_its_own_makes_the_file(tmp_path: Path, migrated: Path) -> None:
    dropped = {"PORTAL_TEST", "DATABASE_URL", "REDIS_URL", "MEDIA_ROOT"}
    env = {name: value for name, value in os.environ.items() if name not in dropped}
    env |= {"PORTAL_DEMO": "1", "PORTAL_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}

    def manage(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    shutil.copy(migrated, tmp_path / "portal.sqlite3")
    manage("load_handbook", "handbook/content/starter")
    said = manage("shell", "--no-imports", "-c", ASK_AND_WAIT)
    assert said.splitlines()[-1] == "seconds 0 state ready pages True file b'%PDF-'"
