"""Notices of the invented months: told day by day, and read a few days later by everybody."""

from datetime import date, timedelta

from tasks.clock import now
from tasks.models import Notice
from tasks.notices import upkeep

READ_WITHIN = timedelta(days=5)


def tell(day: date) -> None:
    """What the day's events and the day itself have to tell; what is older has been read by now."""
    upkeep.finish(day)
    Notice.objects.filter(read_at=None, on__lt=day - READ_WITHIN).update(read_at=now())
