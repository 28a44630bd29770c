"""Tells the worker that there is something in the log. The database is the truth: a bell that nobody hears costs a
minute, for the worker looks by itself."""

import logging
from threading import Event, Lock, Thread
from time import sleep

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

JOB = "tasks.notify"
PAUSE = 1.0
"""Seconds between two rings of one process: what happens meanwhile is found by the next."""


class Doorbell:
    """Rings from a thread of its own, so that a broker that is down or hangs keeps no request waiting."""

    def __init__(self) -> None:
        self._wanted, self._lock = Event(), Lock()
        self._thread: Thread | None = None

    def ring(self) -> None:
        """Returns at once."""
        self._wanted.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # not alive: after a fork, too
                self._thread = Thread(target=self._keep_ringing, name="doorbell", daemon=True)
                self._thread.start()

    def _keep_ringing(self) -> None:
        heard = True
        while self._wanted.wait():
            self._wanted.clear()
            before, heard = heard, publish()
            if before and not heard:
                logger.warning("the broker does not answer; the worker looks by itself once a minute")
            sleep(PAUSE)


_bell = Doorbell()


def ring_on_commit() -> None:
    """Ring once what is being written is there for others to read."""
    if settings.GUANHU_DOORBELL:
        transaction.on_commit(_bell.ring, robust=True)


def publish() -> bool:
    """Put the job into the broker; False where that cannot be reached. A job that nobody fetches within a minute
    is dropped: by then the clock has sent another."""
    try:
        with current_app.connection_for_write() as connection:
            current_app.send_task(JOB, connection=connection, expires=60, retry=False)
    except (OperationalError, OSError):
        return False
    return True
