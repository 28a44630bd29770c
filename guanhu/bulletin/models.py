"""A bulletin while it is written, what was issued of it, and the numbers given out."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.models import Plan

MARK = "观湖督通"
"""发文机关代字 of the bulletins."""


class Frozen(RuntimeError):
    """Somebody tried to change or remove what was issued."""


class Bulletin(models.Model):
    """The bulletin of a plan for one closed period, editable until it is issued.

    `on` is the day whose end its numbers show; `texts` maps title, to, opening, signed_by and the keys of
    `contents.Section` to what was typed; `numbers` are those from which the text was written (`numbers.Numbers`), and
    `compared_with` is the 文号 of the bulletin before that its comparison speaks of, "" where it was the first.
    `version` counts the saves: who saves says which one he saw.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name="计划")
    period = models.CharField("期次", max_length=10)
    on = models.DateField("数据截至")
    texts = models.JSONField("文字", default=dict)
    dated_on = models.DateField("成文日期")
    numbers = models.JSONField("数字", default=dict)
    compared_with = models.CharField("对比的通报", max_length=40, blank=True, default="")
    version = models.PositiveIntegerField("版本", default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="修改人"
    )
    saved_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "督查通报"
        ordering = ("-on", "pk")
        constraints = (models.UniqueConstraint(fields=("plan", "period"), name="one_bulletin_a_period"),)

    def __str__(self) -> str:
        return f"{self.plan.slug} {self.period}"


class BulletinIssue(models.Model):
    """A bulletin as it was issued: append-only, the database refuses UPDATE and DELETE (`tasks.guards`).

    `contents` is the whole paper (`contents.to_json`), `numbers` what it says as figures, `file` the .docx
    itself, kept in the row so that number, record and file stand or fall in one transaction and one backup.
    `position` is the log's last event at that moment, `log_digest` the SHA-256 over the heads of the plan's
    chains there.
    """

    bulletin = models.OneToOneField(
        Bulletin, models.PROTECT, related_name="issue", verbose_name="通报", editable=False
    )
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("顺序号")
    issued_on = models.DateField("印发日")
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="印发人"
    )
    contents = models.JSONField("全文")
    numbers = models.JSONField("数字")
    file = models.BinaryField("文件")
    sha256 = models.CharField("SHA-256", max_length=64)
    position = models.PositiveBigIntegerField("办理记录位置")
    log_digest = models.CharField("链头摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "已印发通报"
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="one_bulletin_a_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="bulletin_numbers_from_one"),
        )

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **options: Any) -> None:
        """Once; raises Frozen for a row that is there already."""
        if not self._state.adding:
            raise Frozen(f"{self.reference} 已印发,不能修改。")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Never:
        """Never; raises Frozen."""
        raise Frozen(f"{self.reference} 已印发,不能删除。")

    @property
    def reference(self) -> str:
        """发文字号: 观湖督通〔2020〕3号"""
        return reference(self.year, self.number)


class BulletinSeries(models.Model):
    """The last number given out in a year; numbers have no gaps."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "通报编号"

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


def reference(year: int, number: int) -> str:
    """观湖督通〔2020〕3号: Arabic figures, no leading zero, no 第 (GB/T 9704-2012, 7.2.5)."""
    return f"{MARK}〔{year}〕{number}号"
