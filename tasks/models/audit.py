"""The audit trail: logins, rights, exports, downloads, imports. Append-only and chained like the log."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.states import Deed


class AuditEntry(models.Model):
    """One thing that somebody did which is no action on a task. Written by `tasks.audit.record` alone; the database
    refuses UPDATE and DELETE. `data` holds ids and codes, never names or free text."""

    number = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="操作人",
    )
    deed = models.CharField("事项", max_length=24, choices=Deed)
    subject = models.CharField("对象", max_length=120, blank=True, default="")
    address = models.CharField("来源地址", max_length=45, blank=True, default="")
    data = models.JSONField("数据", default=dict, blank=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.get_deed_display()} {self.subject}"


class AuditHead(models.Model):
    """The chain's head: one row, locked while an entry is appended, so that a cut end is found."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="audit_head_is_one_row"),)

    def __str__(self) -> str:
        return str(self.number)
