"""Files that prove what a report says."""

from django.conf import settings
from django.db import models

from tasks.models.event import TaskEvent
from tasks.models.task import Task


class StoredFile(models.Model):
    """Bytes, once each: the file on disk is named by its SHA-256."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节")
    content_type = models.CharField("类型", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "存储文件"

    def __str__(self) -> str:
        return self.sha256


class Evidence(models.Model):
    """A file under a name, uploaded for a task; belongs to an event once a report names it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="evidence", verbose_name="任务")
    event = models.ForeignKey(
        TaskEvent, models.PROTECT, null=True, related_name="evidence", verbose_name="办理记录"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    name = models.CharField("文件名", max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "佐证"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
