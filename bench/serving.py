"""The portal behind the server it has in production, one worker and one thread, and what one client waits for."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter, sleep

from django.conf import settings


@contextmanager
def served() -> Iterator[int]:
    """The port. The database is that of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket",
         "--workers", "1", "--threads", "1", "--worker-class", "gthread", "--log-level", "error"],
        env=os.environ, cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        yield port
    finally:
        server.terminate()
        server.wait(10)


def milliseconds(port: int, path: str, headers: Mapping[str, str], *, status: int = 200) -> float:
    for _ in range(100):
        try:
            start = perf_counter()
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            link.request("GET", path, headers={"Host": "127.0.0.1", **headers})
            answer = link.getresponse()
            answer.read()
            taken = (perf_counter() - start) * 1000
            link.close()
        except ConnectionRefusedError:
            sleep(0.1)
            continue
        assert answer.status == status, (path, answer.status)
        return taken
    raise RuntimeError("The server did not start.")
