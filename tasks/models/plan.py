"""A year's plan, its structure, and the dated rules by which it is supervised."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from tasks.states import PlanState


class Plan(models.Model):
    slug = models.SlugField("代号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=80)
    source_title = models.CharField("依据文件", max_length=120, blank=True)
    starts_on = models.DateField("起始日")
    ends_on = models.DateField("截止日")
    state = models.CharField("状态", max_length=12, choices=PlanState, default=PlanState.DRAFT)
    activated_on = models.DateField("开始执行日", null=True, blank=True)
    swept_to = models.DateField("亮灯截至", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "年度计划"
        ordering = ("-year", "slug")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message="截止日应晚于起始日。",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Pillar(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="pillars", verbose_name="计划")
    ordinal = models.PositiveSmallIntegerField("序号")
    name = models.CharField("板块", max_length=40)
    slogan = models.CharField("主旨", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "板块"
        ordering = ("plan", "ordinal")
        constraints = (models.UniqueConstraint(fields=("plan", "ordinal"), name="one_pillar_an_ordinal"),)

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    pillar = models.ForeignKey(Pillar, models.PROTECT, related_name="measures", verbose_name="板块")
    ordinal = models.PositiveSmallIntegerField("序号")
    name = models.CharField("举措", max_length=80)
    source_paragraph = models.PositiveSmallIntegerField("报告段落", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "举措"
        ordering = ("pillar", "ordinal")
        constraints = (models.UniqueConstraint(fields=("pillar", "ordinal"), name="one_measure_an_ordinal"),)

    def __str__(self) -> str:
        return self.name


class PlanRules(models.Model):
    """The rules of supervision from a day on. Append-only: a past colour can always be recomputed.

    The defaults are those found in practice, with their sources, in the design's `rules.md`.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rules", verbose_name="计划")
    effective_on = models.DateField("生效日")
    report_due_day = models.PositiveSmallIntegerField("每月报送截止日", default=28)
    due_warning_days = models.PositiveSmallIntegerField("长期任务临期预警(天)", default=30)
    due_warning_workdays = models.PositiveSmallIntegerField("短期任务临期预警(工作日)", default=3)
    long_task_days = models.PositiveSmallIntegerField("长期任务不短于(天)", default=90)
    gap_yellow = models.DecimalField(
        "滞后计划黄灯(百分点,含)", max_digits=5, decimal_places=2, default=Decimal(10)
    )
    gap_red = models.DecimalField(
        "滞后计划红灯(百分点,超过)", max_digits=5, decimal_places=2, default=Decimal(30)
    )
    pace_from_month = models.PositiveSmallIntegerField("自几月起看步速", default=7)
    pace_yellow = models.DecimalField(
        "步速黄灯(倍,超过)", max_digits=5, decimal_places=2, default=Decimal("1.5")
    )
    pace_red = models.DecimalField(
        "步速红灯(倍,超过)", max_digits=5, decimal_places=2, default=Decimal("2.5")
    )
    stage_red_days = models.PositiveSmallIntegerField("节点逾期红灯(天,超过)", default=30)
    slip_red_days = models.PositiveSmallIntegerField("预计日期推后红灯(天,超过)", default=30)
    missed_red = models.PositiveSmallIntegerField("漏办节点红灯(个)", default=2)
    unreported_yellow = models.PositiveSmallIntegerField("连续未报送黄灯(期)", default=2)
    stalled_yellow = models.PositiveSmallIntegerField("连续无新进展黄灯(期)", default=2)
    extension_notice_days = models.PositiveSmallIntegerField("延期须提前(天)", default=5)
    extension_needs_leader = models.BooleanField("延期须领导同意", default=False)
    answer_workdays = models.PositiveSmallIntegerField("回复期限(工作日)", default=5)
    notify_workdays = models.PositiveSmallIntegerField("到期前提醒(工作日)", default=3)
    escalate_head_workdays = models.PositiveSmallIntegerField("逾期几个工作日告知单位负责人", default=0)
    escalate_supervisor_workdays = models.PositiveSmallIntegerField("逾期几个工作日告知督查室", default=1)
    escalate_leader_workdays = models.PositiveSmallIntegerField("逾期几个工作日告知分管领导", default=5)
    score_on = models.BooleanField("启用考核计分", default=False)
    score_start = models.DecimalField("基础分", max_digits=6, decimal_places=2, default=Decimal(100))
    score_on_time = models.DecimalField("按时办结加分", max_digits=6, decimal_places=2, default=Decimal(1))
    score_praised = models.DecimalField("批示表扬加分", max_digits=6, decimal_places=2, default=Decimal(1))
    score_late = models.DecimalField("逾期扣分", max_digits=6, decimal_places=2, default=Decimal(1))
    score_returned = models.DecimalField("退回扣分", max_digits=6, decimal_places=2, default=Decimal(2))
    score_yellow = models.DecimalField("两次黄灯扣分", max_digits=6, decimal_places=2, default=Decimal(1))
    score_red = models.DecimalField("红灯扣分", max_digits=6, decimal_places=2, default=Decimal(2))
    score_unreported = models.DecimalField("未报送扣分", max_digits=6, decimal_places=2, default=Decimal(10))
    score_leader_share = models.DecimalField(
        "领导评分占比(%)", max_digits=5, decimal_places=2, default=Decimal(20)
    )
    reporters_may_accept = models.BooleanField("经办人可签收", default=False)
    reporters_may_submit = models.BooleanField("经办人可申请办结", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "督办规则"
        ordering = ("plan", "effective_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(report_due_day__gte=1, report_due_day__lte=31),
                name="report_due_day_in_month",
                violation_error_message="每月报送截止日应在 1 至 31 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan.slug} 自 {self.effective_on} 起"


class CalendarDay(models.Model):
    """A day that an administrator declares working or free, beyond the national calendar. Append-only."""

    day = models.DateField("日期")
    working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=40, blank=True)
    effective_on = models.DateField("自何日起知悉")

    class Meta:
        verbose_name = verbose_name_plural = "调休安排"
        ordering = ("day", "pk")

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.working else '放假'}"
