"""Notices: what somebody is told, where each reader of the log stands, what he wants to get."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from tasks.models.event import TaskEvent
from tasks.models.task import Task
from tasks.states import NoticeKind


class Notice(models.Model):
    """One thing told to one person, once: `key` names the cause. It holds no text of the task, so that a task that
    becomes restricted leaks nothing: words are made when it is shown, by the rights of that moment."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="人员"
    )
    key = models.CharField("事由", max_length=120)
    kind = models.CharField("类别", max_length=16, choices=NoticeKind)
    task = models.ForeignKey(Task, models.CASCADE, null=True, related_name="+", verbose_name="任务")
    event = models.ForeignKey(TaskEvent, models.CASCADE, null=True, related_name="+", verbose_name="办理记录")
    data = models.JSONField("数据", default=dict, blank=True)
    on = models.DateField("办公日")
    made_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    mailed_at = models.DateTimeField("邮件时间", null=True)
    pushed_at = models.DateTimeField("推送时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("person", "read_at"), name="notice_unread"),  # the badge
            models.Index(fields=("id",), condition=Q(mailed_at=None), name="notice_to_mail"),  # the digest
            models.Index(
                fields=("made_at",), condition=Q(pushed_at=None), name="notice_to_push"
            ),  # the webhook
        )
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="one_notice_a_cause"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.key}"


class NoticeChoice(models.Model):
    """What a person does not want: a missing row means that he gets it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", verbose_name="人员"
    )
    kind = models.CharField("类别", max_length=16, choices=NoticeKind)
    in_app = models.BooleanField("站内", default=True)
    mail = models.BooleanField("邮件", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"
        constraints = (models.UniqueConstraint(fields=("person", "kind"), name="one_choice_a_kind"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class LogReader(models.Model):
    """How far a reader has come; moved in the transaction that writes what it read. A reader that hands on to
    another machine keeps here how often that failed in a row, and when it may try again."""

    name = models.CharField("读者", max_length=40, unique=True)
    position = models.BigIntegerField("已读到", default=0)
    failures = models.PositiveSmallIntegerField("连续失败", default=0)
    retry_at = models.DateTimeField("下次尝试", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日志读者"

    def __str__(self) -> str:
        return f"{self.name} {self.position}"


class MailDigest(models.Model):
    """One e-mail a person a day; claimed before it is sent, so that two workers do not both send it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员"
    )
    on = models.DateField("日期")
    claimed_at = models.DateTimeField("领取时间")
    sent_at = models.DateTimeField("发送时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "邮件摘要"
        constraints = (models.UniqueConstraint(fields=("person", "on"), name="one_digest_a_day"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"
