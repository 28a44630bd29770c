"""The task: the current face, what identifies it, and where in the report it comes from."""

from django.db import models
from django.db.models import F, Q

from indicators.models import Target
from tasks.models.face import Face
from tasks.models.plan import Plan
from tasks.querysets import TaskQuerySet
from tasks.states import Kind, State


class Task(Face):
    """One commitment. Written by `tasks.workflow` and `tasks.sweep` through `tasks.log`, by nobody else."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tasks", verbose_name="计划")
    code = models.CharField("编号", max_length=40, unique=True)
    detail = models.TextField("说明", blank=True, default="")
    version = models.PositiveIntegerField("版本", default=0)
    digest = models.CharField("链头摘要", max_length=64, blank=True, default="")
    last_on = models.DateField("最近记录日", null=True)
    created_at = models.DateTimeField("立项时间", null=True)
    updated_at = models.DateTimeField("更新时间", null=True)

    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to", verbose_name="结转自"
    )

    source_part = models.CharField("报告部分", max_length=10, blank=True, default="")
    source_pillar = models.PositiveSmallIntegerField("报告板块", null=True, blank=True)
    source_paragraph = models.PositiveSmallIntegerField("报告段落", null=True, blank=True)
    source_start = models.PositiveIntegerField("起始字符", null=True, blank=True)
    source_end = models.PositiveIntegerField("结束字符", null=True, blank=True)
    source_quote = models.TextField("报告原文", blank=True, default="")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ("code",)
        indexes = (
            models.Index(fields=("plan", "state"), name="task_plan_state"),  # dashboard, sweep
            models.Index(fields=("plan", "due_on", "id"), name="task_plan_due"),  # ledger sorted by due date
            models.Index(fields=("lead_unit", "state"), name="task_unit_state"),  # my tasks, unit page
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="task_kind_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="task_due_after_start",
                violation_error_message="时限不得早于起始日。",
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__gte=0, progress__lte=100),
                name="task_progress_is_percent",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def pillar_id(self) -> int:
        return self.measure.pillar_id


class Checkpoint(models.Model):
    """What must stand by a date. Serves every kind: a point of the planned curve (value, in the first target's
    unit), a stage of a project (percent), a step before a milestone, an action of continuing work (text)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="checkpoints", verbose_name="任务")
    ordinal = models.PositiveSmallIntegerField("序号")
    due_on = models.DateField("时间")
    text = models.CharField("阶段目标", max_length=200)
    value = models.DecimalField("目标值", max_digits=21, decimal_places=6, null=True, blank=True)
    percent = models.DecimalField("完成比例(%)", max_digits=5, decimal_places=2, null=True, blank=True)
    met_on = models.DateField("达成日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "阶段目标"
        ordering = ("task", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("task", "ordinal"), name="one_checkpoint_an_ordinal"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="checkpoint_percent_in_range",
                violation_error_message="完成比例应在 0 至 100 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.due_on} {self.text}"


class TaskTarget(models.Model):
    """Ties a target to the task that owes it; `indicators` itself knows no task."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="task_targets", verbose_name="任务")
    target = models.OneToOneField(Target, models.PROTECT, related_name="+", verbose_name="目标")
    ordinal = models.PositiveSmallIntegerField("序号", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "任务目标"
        ordering = ("task", "ordinal")

    def __str__(self) -> str:
        return str(self.target)


class TaskItem(models.Model):
    """A named piece behind a number (子项): one of 41 urban villages, 21 kindergartens, 8 demolition projects.
    Struck off (销号) by a report; the task's amount is the number of pieces struck off."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="items", verbose_name="任务")
    ordinal = models.PositiveSmallIntegerField("序号")
    name = models.CharField("子项", max_length=120)
    stage = models.CharField("进展阶段", max_length=80, blank=True, default="")
    owner = models.CharField("责任方", max_length=60, blank=True, default="")
    done_on = models.DateField("销号日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "子项"
        ordering = ("task", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("task", "ordinal"), name="one_item_an_ordinal"),
            models.UniqueConstraint(
                fields=("task", "name"), name="one_item_a_name", violation_error_message="子项名称重复。"
            ),
        )

    def __str__(self) -> str:
        return self.name


class SubQuota(models.Model):
    """A unit's share of the task's first target, in the target's unit. The shares add up to the target."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="quotas", verbose_name="任务")
    unit = models.ForeignKey("tasks.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    value = models.DecimalField("分解量", max_digits=21, decimal_places=6)

    class Meta:
        verbose_name = verbose_name_plural = "分解指标"
        ordering = ("task", "unit__ordinal")
        constraints = (models.UniqueConstraint(fields=("task", "unit"), name="one_quota_a_unit"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.value}"
