"""The problems that the report admits, and what the plan does about each."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from tasks.models.plan import Measure, Plan
from tasks.models.task import Task
from tasks.querysets import ProblemAnswerQuerySet


def place_in_report(part: str, paragraph: int | None) -> str:
    """报告第一部分第 10 段; empty where no place is known."""
    if not part:
        return ""
    return f"报告第{part}部分" + (f"第 {paragraph} 段" if paragraph else "")


class ProblemGroup(models.Model):
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="problem_groups", verbose_name="计划")
    ordinal = models.PositiveSmallIntegerField("序号")
    name = models.CharField("方面", max_length=40)
    source_part = models.CharField("报告部分", max_length=10, blank=True, default="")
    source_paragraph = models.PositiveSmallIntegerField("报告段落", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告指出的问题"
        ordering = ("plan", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("plan", "ordinal"), name="one_problem_group_an_ordinal"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return place_in_report(self.source_part, self.source_paragraph)


class Problem(models.Model):
    """One thing that the report says is wrong, in the office's short words. Its code, "2.1", counts within a plan."""

    group = models.ForeignKey(ProblemGroup, models.PROTECT, related_name="problems", verbose_name="方面")
    ordinal = models.PositiveSmallIntegerField("序号")
    text = models.CharField("问题", max_length=120)
    source_part = models.CharField("报告部分", max_length=10, blank=True, default="")
    source_paragraph = models.PositiveSmallIntegerField("报告段落", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ("group", "ordinal")
        constraints = (models.UniqueConstraint(fields=("group", "ordinal"), name="one_problem_an_ordinal"),)

    def __str__(self) -> str:
        return self.text

    @property
    def code(self) -> str:
        return f"{self.group.ordinal}.{self.ordinal}"

    @property
    def place(self) -> str:
        return place_in_report(self.source_part, self.source_paragraph)


class ProblemAnswer(models.Model):
    """A task that answers a problem, or a measure: then all of its tasks do."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="answers", verbose_name="问题")
    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="+", null=True, blank=True, verbose_name="举措"
    )
    task = models.ForeignKey(
        Task, models.CASCADE, related_name="+", null=True, blank=True, verbose_name="任务"
    )

    objects = ProblemAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回应"
        ordering = ("problem", "measure", "task")
        constraints = (
            models.CheckConstraint(
                condition=Q(measure__isnull=True, task__isnull=False)
                | Q(measure__isnull=False, task__isnull=True),
                name="answer_is_measure_or_task",
                violation_error_message="请选一项举措或一项任务,只选一项。",
            ),
            models.UniqueConstraint(
                fields=("problem", "measure"),
                name="measure_answers_once",
                violation_error_message="这项举措已在回应。",
            ),
            models.UniqueConstraint(
                fields=("problem", "task"),
                name="task_answers_once",
                violation_error_message="这项任务已在回应。",
            ),
        )

    def __str__(self) -> str:
        return str(self.measure or self.task)

    def clean(self) -> None:
        """Another year's work answers nothing here."""
        plan = self.problem.group.plan_id
        if self.measure and self.measure.pillar.plan_id != plan:
            raise ValidationError({"measure": "这项举措不在同一个年度计划。"})
        if self.task and self.task.plan_id != plan:
            raise ValidationError({"task": "这项任务不在同一个年度计划。"})
