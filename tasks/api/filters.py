"""The list's filters as REST takes them."""

from datetime import UTC, datetime

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator

from tasks.filters import TaskFilter

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""A moment at the end of the calendar overflows when the database converts its zone."""


class ListFilter(TaskFilter):
    updated_since = django_filters.IsoDateTimeFilter(
        "updated_at",
        lookup_expr="gte",
        label="更新于",
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
    )
