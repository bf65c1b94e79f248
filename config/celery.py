"""The queue: `celery -A config worker` and `celery -A config beat`. The schedule is in settings."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# A page does not wait minutes for a Redis that is gone.
app.conf.broker_transport_options = {"socket_connect_timeout": 3}
# No results are kept, so none are cleared away each night.
app.conf.result_expires = None
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**_details: object) -> None:
    """Asked, Celery leaves logging to Django: worker and beat log as the portal does, one line for each run."""
