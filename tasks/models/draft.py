"""What somebody has typed and not yet sent."""

from django.conf import settings
from django.db import models

from tasks.models.task import Task


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
