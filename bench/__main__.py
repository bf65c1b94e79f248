"""python -m bench [--sizes 10,100] [--only PART]: a scratch portal, removed at the end."""

import argparse
import os
import platform
import sys
import tempfile
from importlib import import_module
from pathlib import Path

PARTS = ("year", "pages", "planner", "load", "publish", "search", "handbook-pdf", "feed", "plans")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="10,100,2500", help="numbers of schools to build a year for")
    parser.add_argument("--only", choices=PARTS, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prog := "portal-bench-") as folder:
        os.environ |= {
            "PORTAL_DEMO": "1",
            "PORTAL_VAR": folder,
            "PORTAL_TODAY": "2026-11-23",
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        import django  # noqa: PLC0415 -- after the environment

        django.setup()
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {prog}scratch"
        )
        for part in PARTS if asked.only is None else (asked.only,):
            measure = import_module(f"bench.{part.replace('-', '_')}").measure  # after Django
            if part == "year":
                measure([int(size) for size in asked.sizes.split(",")])
            else:
                measure()


main()
