"""python -m bench [--sizes 10,100] [--only PART]: a scratch portal, removed at the end."""

import argparse
import os
import platform
import sys
import tempfile
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
        from bench import (  # noqa: PLC0415 -- after Django
            feed,
            handbook_pdf,
            load,
            pages,
            planner,
            plans,
            publish,
            search,
            year,
        )

        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {prog}scratch"
        )
        if asked.only in (None, "year"):
            year.measure([int(size) for size in asked.sizes.split(",")])
        if asked.only in (None, "pages"):
            pages.measure()
        if asked.only in (None, "planner"):
            planner.measure()
        if asked.only in (None, "publish"):
            publish.measure()
        if asked.only in (None, "search"):
            search.measure()
        if asked.only in (None, "handbook-pdf"):
            handbook_pdf.measure()
        if asked.only in (None, "feed"):
            feed.measure()
        if asked.only in (None, "load"):
            load.measure()
        if asked.only in (None, "plans"):
            plans.measure()


main()
