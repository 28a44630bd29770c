"""What belongs to the site as a whole and to none of its apps."""

from django.db import models
from knox.models import AbstractAuthToken

from guanhu.bulletin.models import Bulletin, BulletinIssue, BulletinSeries

__all__ = ["ApiToken", "Bulletin", "BulletinIssue", "BulletinSeries", "SownKind", "SownRow", "TokenScope"]


class TokenScope(models.TextChoices):
    READ = "read", "只读"
    WRITE = "write", "读写"


class ApiToken(AbstractAuthToken):
    """An API token: knox keeps its hash and its end, this adds what it may be used for."""

    scope = models.CharField("权限范围", max_length=8, choices=TokenScope, default=TokenScope.READ)

    class Meta:
        verbose_name = "接口令牌"
        verbose_name_plural = "接口令牌"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(scope__in=TokenScope.values),
                name="api_token_scope_known",
                violation_error_message="令牌的权限范围只能是只读或读写。",
            ),
        )

    def __str__(self) -> str:
        """The first characters and the scope: never the digest, lists and logs show this."""
        return f"{self.token_key}… ({self.get_scope_display()})"


class SownKind(models.TextChoices):
    """What `load_seeds` writes."""

    PLAN = "plan", "年度计划"
    PILLAR = "pillar", "板块"
    MEASURE = "measure", "举措"
    UNIT = "unit", "责任单位"
    INDICATOR = "indicator", "指标"
    TERM = "term", "名词"
    TASK = "task", "任务"
    PROBLEM_GROUP = "group", "问题方面"
    PROBLEM = "problem", "问题"


class SownRow(models.Model):
    """A row of the seeds that has been written once. It is never written again: whatever the office has since
    changed or deleted stays changed or deleted."""

    kind = models.CharField("种类", max_length=12, choices=SownKind)
    key = models.CharField("键", max_length=80)
    sown_on = models.DateField("装载日")

    class Meta:
        verbose_name = verbose_name_plural = "已装载的种子"
        ordering = ("kind", "key")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="sown_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
