"""Makes the demo and what some pages need besides, and prints where things are. portal.py runs it as a program."""

import json
import os
import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    call_command("demo", "--no-serve", stdout=sys.stderr)
    from tests.browser import extras  # models, so after django.setup

    sys.stdout.write(json.dumps(extras.made()))
