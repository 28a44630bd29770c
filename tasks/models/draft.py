"""What somebody has typed and not yet sent."""

from django.conf import settings
from django.db import models

from tasks.models.task import Task
from tasks.states import Outcome


class ReportDraft(models.Model):
    """One person's unsent report of a task; outlives the session."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    task = models.ForeignKey(Task, models.CASCADE, related_name="drafts", verbose_name="任务")
    data = models.JSONField("表单内容", default=dict)
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送草稿"
        constraints = (models.UniqueConstraint(fields=("person", "task"), name="one_draft_each"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.task}"


class ClosingDraft(models.Model):
    """A closing request that a reporter has prepared and the head has not released yet. `evidence` are ids of
    uploads that no event names so far."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="closing_draft", verbose_name="任务")
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="拟稿人"
    )
    prepared_on = models.DateField("拟稿日")
    outcome = models.CharField("办结结果", max_length=16, choices=Outcome)
    note = models.TextField("办结情况")
    evidence = models.JSONField("佐证", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办结申请拟稿"

    def __str__(self) -> str:
        return f"{self.task} {self.get_outcome_display()}"
