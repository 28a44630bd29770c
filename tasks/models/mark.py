"""What leaders think of a unit's year, as far as the office counts it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.models.people import Unit
from tasks.models.plan import Plan


class LeaderMark(models.Model):
    """One leader's mark of a unit, 0 to 100. Append-only: the latest counts."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="计划")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评分领导"
    )
    mark = models.DecimalField("评分", max_digits=5, decimal_places=2)
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "领导评分"
        ordering = ("plan", "unit", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(mark__gte=0, mark__lte=100),
                name="leader_mark_is_percent",
                violation_error_message="评分应在 0 至 100 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.mark}"
