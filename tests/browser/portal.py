"""The demo in a process of its own, as `make run` serves it, and the same trust as production shows its entrance.

A process and not pytest-django's live_server: no test sees its database, so nothing has to be emptied between tests,
it is the same on SQLite and on PostgreSQL, and Playwright's event loop never meets the ORM.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2  # type: ignore[import-untyped]  # carries no types

from scripts.servers import answers, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = "2026-11-23"


@dataclass(frozen=True)
class Portal:
    """`places` fill the addresses in pages.py; `cookies` keeps those of who signed in already."""

    url: str
    outside_demo: str
    places: dict[str, Any]
    sessions: dict[str, str]
    mails: Path
    cookies: dict[str, list[Any]]


@contextmanager
def served(folder: Path, today: str = TODAY) -> Iterator[Portal]:
    with ExitStack() as stack:
        # localhost, because a passkey needs a name and not a number
        ports = free_port(), free_port()
        url, outside_demo = (f"http://localhost:{port}" for port in ports)
        common = {
            key: value for key, value in os.environ.items() if not key.startswith(("PORTAL_", "DJANGO_"))
        }
        common |= {
            "DATABASE_URL": stack.enter_context(_database(folder)),
            "PORTAL_VAR": str(folder),
            "PORTAL_TODAY": today,
            "LOG_LEVEL": "ERROR",
            "REDIS_URL": "",
        }
        demo = common | {"PORTAL_DEMO": "1", "PORT": str(ports[0]), "PUBLIC_URL": url}
        # What some pages need besides belongs to that one day.
        made = _prepare(demo) if today == TODAY else {"places": {}, "sessions": {}}
        for environment, command, port in (
            (demo, ["demo"], ports[0]),
            (common | {"PORTAL_TEST": "1"}, ["runserver", f"127.0.0.1:{ports[1]}", "--noreload"], ports[1]),
        ):
            stack.enter_context(_serving(environment, command, port, folder / f"{port}.log"))
        yield Portal(url, outside_demo, made["places"], made["sessions"], folder / "mail", {})


def _prepare(environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.browser.prepare"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        message = f"The demo could not be made:\n{done.stderr[-3000:]}"
        raise RuntimeError(message)
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


@contextmanager
def _serving(environment: dict[str, str], command: list[str], port: int, log: Path) -> Iterator[None]:
    """manage.py with this command, from when it answers until the block ends."""
    with log.open("wb") as out:
        server = subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    try:
        deadline = time.monotonic() + 120
        while not answers(port):
            if server.poll() is not None or time.monotonic() > deadline:
                message = f"The portal did not start:\n{log.read_text(errors='replace')[-3000:]}"
                raise RuntimeError(message)
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A new one on the PostgreSQL of this run, gone at the end; without one an SQLite file."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'browser.sqlite3'}"
        return
    name = f"browser_{uuid4().hex}"
    _order(given, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    finally:
        _order(given, f"DROP DATABASE {name} WITH (FORCE)")


def _order(url: str, words: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True  # a database is made outside a transaction
        with connection.cursor() as cursor:
            cursor.execute(words)
    finally:
        connection.close()
