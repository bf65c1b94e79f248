"""The queue: `celery -A config worker` and `celery -A config beat`. The schedule is in settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
# The worker logs as the portal does, so that each timed run leaves its line.
app.conf.worker_hijack_root_logger = False
# A page does not wait minutes for a Redis that is gone.
app.conf.broker_transport_options = {"socket_connect_timeout": 3}
app.autodiscover_tasks()
