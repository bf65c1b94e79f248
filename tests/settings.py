"""The settings of a test run: those of the portal, told that it is one before they are read."""

import os

os.environ["PORTAL_TEST"] = "1"
os.environ.setdefault("PORTAL_TODAY", "2026-11-23")

from config.settings import *  # noqa: F403, TID251 -- after the line above; and the one reader besides Django

# The suite asks for no static file; looking for them would cost every test client.
WHITENOISE_USE_FINDERS = False
