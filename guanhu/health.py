"""Whether the process lives, and whether it can serve. For monitors: no names, no reasons."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from guanhu.celery import app
from tasks import clock
from tasks.sweep import behind

logger = logging.getLogger(__name__)

OK, FAILED = "ok", "failed"
_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0}


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; touches nothing else."""
    return JsonResponse({"status": OK})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 without a migrated database; without a broker or behind with the sweep `degraded`, still 200."""
    needed = {"database": _database()}
    needed["migrations"] = _checked("migrations", _migrated) if needed["database"] == OK else FAILED
    if FAILED in needed.values():
        return JsonResponse({"status": "unavailable", "checks": needed}, status=503)
    helpful = {"broker": _broker(), "sweep": _checked("sweep", _swept)}
    status = "degraded" if FAILED in helpful.values() else OK
    return JsonResponse({"status": status, "checks": needed | helpful})


def _checked(name: str, check: Callable[[], bool]) -> str:
    try:
        return OK if check() else FAILED
    except Error as error:
        logger.warning("readiness: %s: %s", name, error)
        return FAILED


def _database() -> str:
    return _checked("database", _answers)


def _answers() -> bool:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrated() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _swept() -> bool:
    return not behind(clock.today())


def _broker() -> str:
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(timeout=settings.CELERY_BROKER_CONNECTION_TIMEOUT, **_ONCE)
    except (OperationalError, OSError) as error:
        logger.warning("readiness: broker: %s", error)
        return FAILED
    return OK
