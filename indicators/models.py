"""Indicators, their targets, their readings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from indicators.kinds import Comparator, Direction, IndicatorKind, Standing


class Indicator(models.Model):
    """A figure that is followed, in one unit. Its kind decides the arithmetic of its readings."""

    code = models.SlugField("代码", max_length=60, unique=True)
    name = models.CharField("指标", max_length=80)
    unit = models.CharField("单位", max_length=20)
    kind = models.CharField("性质", max_length=12, choices=IndicatorKind)
    direction = models.CharField("方向", max_length=4, choices=Direction, default=Direction.UP)
    source_part = models.CharField("报告部分", max_length=10, blank=True, default="")
    source_paragraph = models.PositiveSmallIntegerField("报告段落", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What an indicator should reach in a year; or a milestone, which has no figure and no indicator."""

    code = models.CharField("代码", max_length=60, unique=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="指标"
    )
    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("年度")
    comparator = models.CharField("比较", max_length=10, choices=Comparator)
    value = models.DecimalField("目标值", max_digits=21, decimal_places=6, null=True, blank=True)
    value_max = models.DecimalField("上限", max_digits=21, decimal_places=6, null=True, blank=True)
    baseline = models.DecimalField("基数", max_digits=21, decimal_places=6, null=True, blank=True)
    unit = models.CharField("单位", max_length=20, blank=True, default="")
    milestone = models.CharField("节点", max_length=40, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "目标"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(comparator="milestone", value__isnull=True) & ~Q(milestone="")
                | ~Q(comparator="milestone") & Q(value__isnull=False, indicator__isnull=False),
                name="target_is_figure_or_milestone",
                violation_error_message="目标要么有数值和指标,要么是节点。",
            ),
            models.CheckConstraint(
                condition=~Q(comparator="range") | Q(value_max__isnull=False), name="range_has_upper_end"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """One reported figure. Append-only: a correction is a new reading.

    `period` is 2020, 2020-Q3, 2020-09 or 2020-09-30; `provisional`: statistics may still change it; `part` says
    whose share it is (a unit's code): the latest reading of a part replaces its earlier one for the same period, parts
    of several units add up.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="readings", verbose_name="指标")
    period = models.CharField("期次", max_length=10)
    part = models.CharField("报送方", max_length=40, blank=True, default="")
    value = models.DecimalField("数值", max_digits=21, decimal_places=6)
    unit = models.CharField("单位", max_length=20)
    provisional = models.BooleanField("以统计公布为准", default=False)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    origin = models.CharField("来源", max_length=60, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入"
    )
    on = models.DateField("办公日")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "数据"
        ordering = ("indicator", "period", "pk")
        indexes = (models.Index(fields=("indicator", "period"), name="reading_of_period"),)  # current figures

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period} {self.value}{self.unit}"


class ReadingMark(models.Model):
    """What became of a reading: confirmed, or no longer counting. At most one each, never changed."""

    reading = models.OneToOneField(Reading, models.PROTECT, related_name="mark", verbose_name="数据")
    standing = models.CharField("认定", max_length=10, choices=Standing)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="认定人",
    )
    on = models.DateField("办公日")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "数据认定"

    def __str__(self) -> str:
        return f"{self.reading_id} {self.get_standing_display()}"
