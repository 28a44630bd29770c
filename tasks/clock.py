"""The only place where the clock is read. Doors call it once and hand the day down; rules take `on`."""

from datetime import date, datetime

from django.db.models import DateField, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from tasks.models import OfficeDate


def office_day() -> tuple[date, bool]:
    """The office's day in Shanghai, and whether it is the simulated one of a demonstration; one query for both."""
    simulated = OfficeDate.objects.values_list("today", flat=True).first()
    return simulated or timezone.localdate(), simulated is not None


def today() -> date:
    """The office's day in Shanghai; in a demonstration, the simulated one."""
    return office_day()[0]


def today_in_query() -> Coalesce:
    """The same day inside another query, where reading it apart would cost one more."""
    simulated = Subquery(OfficeDate.objects.values("today")[:1])
    return Coalesce(simulated, Value(timezone.localdate()), output_field=DateField())


def is_simulated() -> bool:
    """Whether this database is a demonstration."""
    return OfficeDate.objects.exists()


def now() -> datetime:
    """The instant, for timestamps; never simulated."""
    return timezone.now()
