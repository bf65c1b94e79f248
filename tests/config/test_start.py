"""A portal that is set up wrongly says what is missing, in a sentence."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

Run = Callable[..., subprocess.CompletedProcess[str]]
NEEDED = {
    "SECRET_KEY": "k" * 60,
    "PUBLIC_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
}


@pytest.fixture
def manage(tmp_path: Path) -> Run:
    """manage.py in production, with nothing in its environment but what is given."""

    def call(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "PORTAL_VAR": str(tmp_path), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.mark.parametrize(
    ("changed", "first_words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "k" * 49}, "SECRET_KEY has 49 characters: give it 50 or more"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is not set"),
        ({"PORTAL_TODAY": "2026-11-23"}, "PORTAL_TODAY fixes the date"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read"),
    ],
)
def test_a_setting_that_is_missing_or_wrong(manage: Run, changed: dict[str, str], first_words: str) -> None:
    done = manage("check", **(NEEDED | changed))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(first_words)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("build_year", "2026"), ("create_admin", "you@trust.example", "Your Name")]
)
def test_a_command_before_the_first_migrate(manage: Run, words: tuple[str, ...]) -> None:
    done = manage(*words, **NEEDED)
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used (no such table: ")
    assert "run manage.py migrate first" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_fictional_trust_is_refused_in_production(manage: Run) -> None:
    done = manage("demo", "--no-serve", **NEEDED)
    assert (done.returncode, "set PORTAL_DEMO=1 to mean it" in done.stderr) == (1, True)
