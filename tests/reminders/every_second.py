"""The portal's queue with a clock that a test can wait for: `celery -A tests.reminders.every_second beat`."""

from config.celery import app

app.conf.beat_schedule = {"free stale claims": {"task": "reminders.free_stale_claims", "schedule": 1.0}}
