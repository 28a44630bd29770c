"""What Celery calls. Jobs are idempotent scans: a lost or doubled one costs nothing."""

from celery import shared_task

from tasks import clock
from tasks.sweep import catch_up


@shared_task(name="tasks.sweep")
def sweep() -> int:
    """Bring every plan's lights up to the office day. Returns how many plans are still behind."""
    return len(catch_up(clock.today()))
