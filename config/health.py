"""For the host: is the process up, and can it serve?

Ours rather than django-health-check's: that one answers 500 for what is down and knows nothing of migrations.
"""

from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from reminders import queries

REDIS_SECONDS = 2


@login_not_required
@never_cache
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """503 with what is missing. No addresses and no errors of others, which may hold a password."""
    wrong = [*_database(), *_queue()]
    lines = wrong or ["ready", *_runs()]
    return HttpResponse(
        "\n".join(lines) + "\n", status=503 if wrong else 200, content_type="text/plain; charset=utf-8"
    )


class NotMigrated(Exception):
    """The code expects tables that are not there yet."""


def _database() -> list[str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _check_migrations()
    except DatabaseError:
        return ["The database does not answer."]
    except NotMigrated:
        return ["The database is older than the portal: run manage.py migrate."]
    return []


@cache
def _check_migrations() -> None:
    """Success is remembered, and only that: asking reads every migration, and no process outlives its own."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated


def _queue() -> list[str]:
    if not settings.REDIS_URL:
        return []
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        ) as redis:
            redis.ping()
    except RedisError:
        return ["The queue does not answer: mails wait until it does."]
    return []


def _runs() -> list[str]:
    """Nobody restarts a server because its clock stopped, so this is told and is no reason for 503."""
    return [f"{run.task} last ran at {run.ran_at:%Y-%m-%d %H:%M} UTC: {run.said}" for run in queries.runs()]
