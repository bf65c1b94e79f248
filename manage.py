#!/usr/bin/env python
"""Django's command line. `manage.py demo` makes the fictional trust and serves it."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(_sentence(error))


def _sentence(error: Exception) -> str:
    """For who set it up a moment ago: a setting is missing, the database is away or has no tables yet."""
    said = " ".join(str(error).split())
    if isinstance(error, ImproperlyConfigured):
        return said
    return (
        f"The database cannot be used ({said}). On the first day, and after every update, run manage.py migrate "
        "first; if it is not reached, look at DATABASE_URL. With --traceback you see where it happened."
    )


if __name__ == "__main__":
    main()
