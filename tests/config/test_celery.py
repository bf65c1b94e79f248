"""The schedule of the timed tasks."""

from datetime import UTC, datetime

from celery.schedules import crontab
from django.conf import settings

from config.celery import app

SCHEDULE = {str(entry["task"]): entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_every_timed_task_exists() -> None:
    app.loader.import_default_modules()
    assert sorted(SCHEDULE) == [
        "copies.sweep",
        "plans.lay_out",
        "reminders.free_stale_claims",
        "reminders.send_weekly",
        "schedule.sweep_archives",
        "schedule.sweep_feeds",
    ]
    assert sorted(set(SCHEDULE) - set(app.tasks)) == []


def test_the_weekly_mail_goes_every_morning() -> None:
    """Each morning: who is due it on which day is the plan's to say."""
    assert SCHEDULE["reminders.send_weekly"] == crontab(hour="6", minute="15", day_of_week="*")


def test_morning_is_morning_in_london() -> None:
    """At 5:16 UTC in summer it is 6:16 there, so the time has come; at 5:14 it has not."""
    last = datetime(2026, 7, 1, 5, 0, tzinfo=UTC)
    due = []
    for minute in (14, 16):
        now = datetime(2026, 7, 1, 5, minute, tzinfo=UTC)
        due.append(crontab(hour="6", minute="15", app=app, nowfun=lambda now=now: now).is_due(last).is_due)
    assert due == [False, True]


def test_a_test_runs_tasks_in_process() -> None:
    assert app.conf.task_always_eager is True
