"""What a page or a job does so that nobody waits for his notices."""

import logging
from datetime import date

from django.db import DatabaseError

from tasks.notices import cursors
from tasks.notices.reader import BATCH, read
from tasks.notices.reminders import scan

logger = logging.getLogger(__name__)


def catch_up(on: date, most: int = BATCH) -> None:
    """For a page: one look-up where nothing is new, else one batch of events and the day's reminders. Never fails:
    a page that shows a notice later beats none."""
    try:
        left = cursors.behind(on)
        if left.events:
            read(most)
        if left.day:
            scan(on)
    except DatabaseError:
        logger.exception("notices were not brought up to date")


def finish(on: date) -> int:
    """For a job: everything that is left. Returns how many events were read."""
    total = 0
    while count := read():
        total += count
    scan(on)
    return total
