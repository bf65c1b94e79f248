"""What runs by the clock, in one place. Each task says in the log that it ran."""

from celery.schedules import crontab

SCHEDULE = {
    "weekly mail": {"task": "reminders.send_weekly", "schedule": crontab(minute="15", hour="6")},
    "free stale claims": {"task": "reminders.free_stale_claims", "schedule": crontab(minute="40")},
    "sweep copies": {"task": "copies.sweep", "schedule": crontab(minute="50")},
    "sweep feeds": {"task": "schedule.sweep_feeds", "schedule": crontab(minute="20", hour="2")},
    "sweep archives": {"task": "schedule.sweep_archives", "schedule": crontab(minute="55")},
    "plans follow term dates": {"task": "plans.lay_out", "schedule": crontab(minute="20", hour="4")},
}
