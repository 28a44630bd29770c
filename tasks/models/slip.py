"""Numbers of 提醒单, 催办单 and 督办单."""

from django.db import models

from tasks.models.plan import Plan
from tasks.states import Level


class SlipSeries(models.Model):
    """The last number given out in a plan for one sort of slip; numbers have no gaps."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="计划")
    level = models.CharField("等级", max_length=8, choices=Level)
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "督查单编号"
        constraints = (models.UniqueConstraint(fields=("plan", "level"), name="one_series_a_level"),)

    def __str__(self) -> str:
        return f"{self.plan.slug} {self.get_level_display()} {self.last}"
