"""What Celery calls. Jobs are idempotent scans: a lost or doubled one costs nothing."""

from celery import shared_task
from django.conf import settings

from tasks import clock, heads, loose_files
from tasks.notices import digest, push, upkeep
from tasks.sweep import catch_up


@shared_task(name="tasks.sweep")
def sweep() -> int:
    """Bring every plan's lights up to the office day. Returns how many plans are still behind."""
    return len(catch_up(clock.today()))


@shared_task(name="tasks.notify")
def notify() -> int:
    """Tell people what the log and the day have to tell, and hand it on. Returns how many events were read."""
    read = upkeep.finish(clock.today())
    push.deliver(clock.now())
    return read


@shared_task(name="tasks.mail")
def mail() -> int:
    """Send the day's digests. Returns how many were sent."""
    return digest.send_due(clock.now())


@shared_task(name="tasks.export_heads")
def export_heads() -> bool:
    """The heads of all chains, once a day. Returns whether this call wrote them."""
    now = clock.now()
    return heads.write(heads.daily_file(settings.HEADS_DIR, now), now)


@shared_task(name="tasks.sweep_loose_files")
def sweep_loose_files() -> int:
    """Uploads that nobody sent go after a week. Returns how many."""
    return loose_files.sweep(clock.now())
