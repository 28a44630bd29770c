"""The log: append-only, one row a thing that happened to a task."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.models.face import Face
from tasks.models.people import Unit
from tasks.models.task import Task
from tasks.states import Action


class TaskEvent(Face):
    """One thing that happened, with the face after it. Written by `tasks.log.append` alone; the database refuses
    UPDATE and DELETE (`tasks.guards`).

    `on` is the office day of recording, `at` the instant, `period` what a report is about. `data` carries the
    action's structured keys, `texts` its free text; `hashes` the SHA-256 of every free text, title and note
    included, which is what the digest covers.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="events", verbose_name="任务")
    version = models.PositiveIntegerField("版本")
    position = models.BigIntegerField("位置", unique=True)
    action = models.CharField("动作", max_length=24, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办"
    )
    on_behalf_of = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代"
    )
    at = models.DateTimeField("时间")
    on = models.DateField("办公日")
    period = models.CharField("期次", max_length=10, blank=True, default="")
    note = models.TextField("内容", blank=True, default="")
    data = models.JSONField("数据", default=dict, blank=True)
    texts = models.JSONField("文字", default=dict, blank=True)
    hashes = models.JSONField("文本摘要", default=dict, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ("position",)
        indexes = (
            models.Index(fields=("action", "task", "period"), name="event_reported_periods"),
        )  # facts.load
        constraints = (
            models.UniqueConstraint(fields=("task", "version"), name="one_event_a_version"),
            models.CheckConstraint(condition=Q(version__gt=0, position__gt=0), name="event_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.task_id} v{self.version} {self.get_action_display()}"


class LogPosition(models.Model):
    """The one-row counter that orders the feed; updated as the last lock of a transaction."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="log_position_is_one_row"),)

    def __str__(self) -> str:
        return str(self.last)
