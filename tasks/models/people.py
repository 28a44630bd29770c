"""Who works here, and in which unit."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from tasks.states import MemberRole, UnitKind


class Person(AbstractUser):
    """An account. Chinese names are one field; events refer to the id, never to the name."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is not split
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    mobile = models.CharField("手机", max_length=20, blank=True, default="")
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Unit(models.Model):
    """A responsible unit: an office or a community. Never deleted: succeeded by another."""

    code = models.SlugField("代码", max_length=40, unique=True, help_text="英文字母、数字、连字符")
    name = models.CharField("名称", max_length=40, unique=True)
    kind = models.CharField("类型", max_length=12, choices=UnitKind, default=UnitKind.OFFICE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级单位")
    assumed = models.BooleanField("假定", default=False, help_text="报告没有点名、按惯例设立,待确认")
    active = models.BooleanField("在用", default=True)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="并入单位"
    )
    ordinal = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "责任单位"
        ordering = ("ordinal", "code")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a unit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name="人员")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=16, choices=MemberRole)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit", "role"),
                name="one_membership_each",
                violation_error_message="该任职已存在。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.unit} · {self.get_role_display()}"


class Delegation(models.Model):
    """A person's rights in another's hands while he is away, both days included. Ended early, never deleted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="delegations", verbose_name="本人")
    delegate = models.ForeignKey(
        Person, models.CASCADE, related_name="delegated_to_me", verbose_name="代理人"
    )
    starts_on = models.DateField("起始日")
    ends_on = models.DateField("截止日")
    reason = models.CharField("原因", max_length=80, blank=True, default="")
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="设置人")
    made_at = models.DateTimeField("设置时间")
    ended_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提前结束人"
    )
    ended_at = models.DateTimeField("提前结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "请假代理"
        ordering = ("-starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="delegation_ends_after_it_starts",
                violation_error_message="截止日不得早于起始日。",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("delegate")),
                name="delegation_is_to_somebody_else",
                violation_error_message="不能委托给自己。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} → {self.delegate}({self.starts_on} 至 {self.ends_on})"


class UnitName(models.Model):
    """What a unit was called until a day: the log keeps codes, old papers keep old names."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="former_names", verbose_name="单位")
    name = models.CharField("原名称", max_length=40)
    until = models.DateField("用至")

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ("unit", "until")

    def __str__(self) -> str:
        return f"{self.name}(用至 {self.until})"


class SavedFilter(models.Model):
    """A list that somebody comes back to: a name for a query of the ledger."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters", verbose_name="人员")
    name = models.CharField("名称", max_length=40)
    query = models.CharField("筛选", max_length=1000)

    class Meta:
        verbose_name = verbose_name_plural = "常用筛选"
        ordering = ("person", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "name"),
                name="one_filter_a_name",
                violation_error_message="已有同名的常用筛选。",
            ),
        )

    def __str__(self) -> str:
        return self.name
